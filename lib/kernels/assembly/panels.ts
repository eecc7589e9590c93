import { rowBytes } from './products'
import { columnTile } from './tiles'

const tileBytes: usize = columnTile * 4

/** scale · delta, from a matrix into panels. */
export function packDelta(rows: i32, units: i32, delta: usize, scale: f32, panels: usize): void {
  const step = rowBytes(units)
  const factor = f32x4.splat(scale)
  for (let at: usize = 0; at < step; at += tileBytes) {
    let from = delta + at
    for (let row = 0; row < rows; row++) {
      for (let v: usize = 0; v < tileBytes; v += 16) {
        v128.store(panels + v, f32x4.mul(v128.load(from + v), factor))
      }
      panels += tileBytes
      from += step
    }
  }
}

/** Sums of the columns of panels `[rows, units]` into a vector, on top of it where `accumulate`. */
export function sumRows(rows: i32, units: i32, panels: usize, into: usize, accumulate: bool): void {
  const end = into + rowBytes(units)
  for (; into < end; into += tileBytes) {
    for (let v: usize = 0; v < tileBytes; v += 16) {
      let sum = f32x4.splat(0)
      let from = panels + v
      for (let row = 0; row < rows; row++) {
        sum = f32x4.add(sum, v128.load(from))
        from += tileBytes
      }
      v128.store(into + v, accumulate ? f32x4.add(v128.load(into + v), sum) : sum)
    }
    panels += <usize>rows * tileBytes
  }
}

/** Wᵀ as panels `[units, inputs]` from panels `[inputs, units]`, in blocks of 4 × 4. */
export function transposeWeights(inputs: i32, units: i32, weights: usize, transposed: usize): void {
  for (let unit = 0; unit < units; unit += 4) {
    const from = weights + <usize>(unit / columnTile) * tileBytes * <usize>inputs + (<usize>(unit % columnTile) << 2)
    const count = min(4, units - unit)
    for (let input = 0; input < inputs; input += 4) {
      const to = transposed + (<usize>(input / columnTile) * units + unit) * tileBytes + (<usize>(input % columnTile) << 2)
      transposeBlock(from + <usize>input * tileBytes, min(4, inputs - input), to, count)
    }
    clearPadding(inputs, units, unit, count, transposed)
  }
}

/** `height` rows of four at `from` to `width` rows of four at `to`; what is missing becomes zero. */
// @ts-ignore: decorator
@inline
function transposeBlock(from: usize, height: i32, to: usize, width: i32): void {
  const zero = f32x4.splat(0)
  const r0 = v128.load(from)
  const r1 = height > 1 ? v128.load(from + tileBytes) : zero
  const r2 = height > 2 ? v128.load(from + 2 * tileBytes) : zero
  const r3 = height > 3 ? v128.load(from + 3 * tileBytes) : zero
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
  if (width > 1) v128.store(to + tileBytes, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
  if (width > 2) v128.store(to + 2 * tileBytes, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
  if (width > 3) v128.store(to + 3 * tileBytes, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
}

/** Zeroes the columns from the last block of four to the tile's end, for `count` rows from `unit`. */
function clearPadding(inputs: i32, units: i32, unit: i32, count: i32, transposed: usize): void {
  const used = inputs % columnTile
  if (used == 0) return
  const last = transposed + (<usize>(inputs / columnTile) * units + unit) * tileBytes
  for (let row = 0; row < count; row++) {
    for (let at = <usize>((used + 3) & ~3) << 2; at < tileBytes; at += 16) {
      v128.store(last + <usize>row * tileBytes + at, f32x4.splat(0))
    }
  }
}
