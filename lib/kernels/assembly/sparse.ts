import { rowBytes } from './products'
import { columnTile, sparseAdd, sparseBias, sparsePlain } from './tiles'

/**
 * Products of a batch most of whose features are zero. Its index, at one place in the memory:
 * 256 float32: byte / 255; then `count` + 1 uint32: where each row's entries begin; then `inputs` uint32: how many
 * entries each column has; then for each column room for `count` entries. The rows' entries lie elsewhere, one after
 * the other. An entry is 8 bytes: the offset of a row in a strip of panels, and the value.
 */

const tileBytes: usize = columnTile * 4
const tableBytes: usize = 1024
const entryBytes: usize = 8

// @ts-ignore: decorator
@inline
function startsAt(index: usize): usize {
  return index + tableBytes
}

// @ts-ignore: decorator
@inline
function countsAt(index: usize, rows: i32): usize {
  return startsAt(index) + (<usize>(rows + 1) << 2)
}

// @ts-ignore: decorator
@inline
function columnsAt(index: usize, rows: i32, inputs: i32): usize {
  return (countsAt(index, rows) + (<usize>inputs << 2) + 7) & ~7
}

/** Fills the table of an index. */
export function prepareIndex(index: usize): void {
  for (let byte = 0; byte < 256; byte++) store<f32>(index + (<usize>byte << 2), <f32>byte / 255)
}

/**
 * Lists the entries of `rows` × `inputs` bytes by rows, at `entries`, and by columns, in the index. Answers 0, with
 * nothing of use left behind, where they are more than the `most` that `entries` has room for.
 */
export function indexBytes(rows: i32, inputs: i32, bytes: usize, index: usize, entries: usize, most: i32): i32 {
  const starts = startsAt(index)
  const counts = countsAt(index, rows)
  const columns = columnsAt(index, rows, inputs)
  const last = entries + <usize>most * entryBytes
  const columnStep = <usize>rows * entryBytes
  memory.fill(counts, 0, <usize>inputs << 2)
  let next = entries
  for (let row = 0; row < rows; row++) {
    store<u32>(starts + (<usize>row << 2), <u32>next)
    if (next + <usize>inputs * entryBytes > last) return 0
    const rowOffset = <u64>(<usize>row * tileBytes)
    for (let first = 0; first < inputs; first += 16) {
      let mask = maskAt(bytes + first, inputs - first)
      while (mask != 0) {
        const column = <usize>(first + ctz(mask))
        mask &= mask - 1
        const value = <u64>load<u32>(index + (<usize>load<u8>(bytes + column) << 2)) << 32
        store<u64>(next, value | <u64>(column * tileBytes))
        next += entryBytes
        const count = load<u32>(counts + (column << 2))
        store<u64>(columns + column * columnStep + <usize>count * entryBytes, value | rowOffset)
        store<u32>(counts + (column << 2), count + 1)
      }
    }
    bytes += inputs
  }
  store<u32>(starts + (<usize>rows << 2), <u32>next)
  return 1
}

/** A bit for each of up to 16 bytes that is not zero. */
// @ts-ignore: decorator
@inline
function maskAt(bytes: usize, count: i32): i32 {
  const all = i8x16.bitmask(i8x16.ne(v128.load(bytes), i8x16.splat(0)))
  return count >= 16 ? all : all & ((1 << count) - 1)
}

/** Strips to be done at once, of those that are left. */
// @ts-ignore: decorator
@inline
function widthOf(left: i32): i32 {
  return left >= 4 ? 4 : left >= 2 ? 2 : 1
}

/** Z = X·W + b. */
export function sparseAffine(
  rows: i32, inputs: i32, units: i32, index: usize, weights: usize, biases: usize, z: usize,
): void {
  const starts = startsAt(index)
  const zStep = rowBytes(units)
  const strips = <i32>(zStep / tileBytes)
  const stripBytes = <usize>inputs * tileBytes
  for (let strip = 0, width = 0; strip < strips; strip += width) {
    width = widthOf(strips - strip)
    const at = <usize>strip * tileBytes
    const panel = weights + <usize>strip * stripBytes
    let into = z + at
    for (let row = 0; row < rows; row++) {
      const start = starts + (<usize>row << 2)
      sparseBias(width, load<u32>(start), load<u32>(start, 4), panel, stripBytes, into, tileBytes, biases + at)
      into += zStep
    }
  }
}

/** Xᵀ·D into panels, or added to them; a column without entries adds nothing. */
export function sparseWeightGradient(
  rows: i32, inputs: i32, units: i32, index: usize, panels: usize, into: usize, accumulate: bool,
): void {
  const counts = countsAt(index, rows)
  const columnStep = <usize>rows * entryBytes
  const strips = <i32>(rowBytes(units) / tileBytes)
  const deltaBytes = <usize>rows * tileBytes
  const stripBytes = <usize>inputs * tileBytes
  for (let strip = 0, width = 0; strip < strips; strip += width) {
    width = widthOf(strips - strip)
    let entry = columnsAt(index, rows, inputs)
    const panel = panels + <usize>strip * deltaBytes
    let c = into + <usize>strip * stripBytes
    for (let column = 0; column < inputs; column++) {
      const end = entry + <usize>load<u32>(counts + (<usize>column << 2)) * entryBytes
      if (!accumulate) sparsePlain(width, entry, end, panel, deltaBytes, c, stripBytes, 0)
      else if (end > entry) sparseAdd(width, entry, end, panel, deltaBytes, c, stripBytes, 0)
      entry += columnStep
      c += tileBytes
    }
  }
}
