/**
 * Batch normalization (Ioffe & Szegedy 2015) by columns, layer normalization (Ba, Kiros & Hinton 2016) by rows.
 * Columns are taken eight at a time down all rows, so that a column's sum runs in the order of the rows; a row's
 * sum runs in eight lanes. What lies in the padding of Z and X̂ is kept out of every result.
 */
import { columnMask } from './padding'
import { rowBytes } from './products'
import { multiplyAdd } from './vector'

/** As `normalizationEpsilon` in lib/nn/kernels.ts. */
const epsilon: f32 = 1e-5

/** Two passes: the mean, then the mean of the squared distances from it. */
export function columnMoments(rows: i32, units: i32, z: usize, mean: usize, variance: usize): void {
  const step = rowBytes(units)
  const count = f32x4.splat(<f32>rows)
  for (let at: usize = 0; at < step; at += 32) {
    let sum0 = f32x4.splat(0)
    let sum1 = f32x4.splat(0)
    let from = z + at
    for (let row = 0; row < rows; row++, from += step) {
      sum0 = f32x4.add(sum0, v128.load(from))
      sum1 = f32x4.add(sum1, v128.load(from, 16))
    }
    const mean0 = f32x4.div(sum0, count)
    const mean1 = f32x4.div(sum1, count)
    sum0 = f32x4.splat(0)
    sum1 = f32x4.splat(0)
    from = z + at
    for (let row = 0; row < rows; row++, from += step) {
      const distance0 = f32x4.sub(v128.load(from), mean0)
      const distance1 = f32x4.sub(v128.load(from, 16), mean1)
      sum0 = f32x4.add(sum0, f32x4.mul(distance0, distance0))
      sum1 = f32x4.add(sum1, f32x4.mul(distance1, distance1))
    }
    storeColumns(mean + at, at, units, mean0, mean1)
    storeColumns(variance + at, at, units, f32x4.div(sum0, count), f32x4.div(sum1, count))
  }
}

/** Eight elements of a vector, zeros in its padding. */
// @ts-ignore: decorator
@inline
function storeColumns(to: usize, at: usize, units: i32, x0: v128, x1: v128): void {
  const column = <i32>(at >> 2)
  v128.store(to, v128.and(x0, columnMask(column, units)))
  v128.store(to, v128.and(x1, columnMask(column + 4, units)), 16)
}

// @ts-ignore: decorator
@inline
function deviationOf(variance: v128): v128 {
  return f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon)))
}

/** X̂ = (Z − mean) / √(variance + ε), Y = gain·X̂ + shift. */
export function normalizeColumns(
  rows: i32, units: i32, z: usize, mean: usize, variance: usize, gain: usize, shift: usize, normalized: usize, y: usize,
): void {
  const step = rowBytes(units)
  for (let at: usize = 0; at < step; at += 32) {
    const mean0 = v128.load(mean + at)
    const mean1 = v128.load(mean + at, 16)
    const deviation0 = deviationOf(v128.load(variance + at))
    const deviation1 = deviationOf(v128.load(variance + at, 16))
    const gain0 = v128.load(gain + at)
    const gain1 = v128.load(gain + at, 16)
    const shift0 = v128.load(shift + at)
    const shift1 = v128.load(shift + at, 16)
    let place = at
    for (let row = 0; row < rows; row++, place += step) {
      const x0 = f32x4.div(f32x4.sub(v128.load(z + place), mean0), deviation0)
      const x1 = f32x4.div(f32x4.sub(v128.load(z + place, 16), mean1), deviation1)
      v128.store(normalized + place, x0)
      v128.store(normalized + place, x1, 16)
      v128.store(y + place, multiplyAdd(gain0, x0, shift0))
      v128.store(y + place, multiplyAdd(gain1, x1, shift1), 16)
    }
  }
}

/** Gradients of gain and shift: Σ delta·X̂ and Σ delta over the rows. */
function parameterGradients(
  rows: i32, units: i32, normalized: usize, delta: usize, gainGradient: usize, shiftGradient: usize,
): void {
  const step = rowBytes(units)
  for (let at: usize = 0; at < step; at += 32) {
    let gain0 = f32x4.splat(0)
    let gain1 = f32x4.splat(0)
    let shift0 = f32x4.splat(0)
    let shift1 = f32x4.splat(0)
    let place = at
    for (let row = 0; row < rows; row++, place += step) {
      const delta0 = v128.load(delta + place)
      const delta1 = v128.load(delta + place, 16)
      gain0 = multiplyAdd(delta0, v128.load(normalized + place), gain0)
      gain1 = multiplyAdd(delta1, v128.load(normalized + place, 16), gain1)
      shift0 = f32x4.add(shift0, delta0)
      shift1 = f32x4.add(shift1, delta1)
    }
    storeColumns(gainGradient + at, at, units, gain0, gain1)
    storeColumns(shiftGradient + at, at, units, shift0, shift1)
  }
}

/** delta ← gain / √(variance + ε) · (delta − mean(delta) − X̂·mean(delta·X̂)), means over the rows. */
export function normalizeColumnsBackward(
  rows: i32, units: i32, normalized: usize, variance: usize, gain: usize, delta: usize,
  gainGradient: usize, shiftGradient: usize,
): void {
  parameterGradients(rows, units, normalized, delta, gainGradient, shiftGradient)
  const step = rowBytes(units)
  const count = f32x4.splat(<f32>rows)
  for (let at: usize = 0; at < step; at += 32) {
    const column = <i32>(at >> 2)
    const mask0 = columnMask(column, units)
    const mask1 = columnMask(column + 4, units)
    const factor0 = f32x4.div(v128.load(gain + at), deviationOf(v128.load(variance + at)))
    const factor1 = f32x4.div(v128.load(gain + at, 16), deviationOf(v128.load(variance + at, 16)))
    const mean0 = f32x4.div(v128.load(shiftGradient + at), count)
    const mean1 = f32x4.div(v128.load(shiftGradient + at, 16), count)
    const back0 = f32x4.neg(f32x4.div(v128.load(gainGradient + at), count))
    const back1 = f32x4.neg(f32x4.div(v128.load(gainGradient + at, 16), count))
    let place = at
    for (let row = 0; row < rows; row++, place += step) {
      const d0 = f32x4.sub(v128.load(delta + place), mean0)
      const d1 = f32x4.sub(v128.load(delta + place, 16), mean1)
      const z0 = f32x4.mul(factor0, multiplyAdd(v128.load(normalized + place), back0, d0))
      const z1 = f32x4.mul(factor1, multiplyAdd(v128.load(normalized + place, 16), back1, d1))
      v128.store(delta + place, v128.and(z0, mask0))
      v128.store(delta + place, v128.and(z1, mask1), 16)
    }
  }
}

// @ts-ignore: decorator
@inline
function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

/** Two passes over a row: the mean, then the mean of the squared distances; returns √(variance + ε). */
export function normalizeRows(
  rows: i32, units: i32, z: usize, gain: usize, shift: usize, deviations: usize, normalized: usize, y: usize,
): void {
  const step = rowBytes(units)
  for (let row = 0; row < rows; row++) {
    const mean = f32x4.splat(sumOfRow(units, z) / <f32>units)
    const variance = sumOfDistances(units, z, mean) / <f32>units
    const root: f32 = sqrt<f32>(variance + epsilon)
    store<f32>(deviations + (<usize>row << 2), root)
    const deviation = f32x4.splat(root)
    for (let at: usize = 0; at < step; at += 32) {
      const x0 = f32x4.div(f32x4.sub(v128.load(z + at), mean), deviation)
      const x1 = f32x4.div(f32x4.sub(v128.load(z + at, 16), mean), deviation)
      const y0 = multiplyAdd(v128.load(gain + at), x0, v128.load(shift + at))
      const y1 = multiplyAdd(v128.load(gain + at, 16), x1, v128.load(shift + at, 16))
      v128.store(normalized + at, x0)
      v128.store(normalized + at, x1, 16)
      v128.store(y + at, y0)
      v128.store(y + at, y1, 16)
    }
    z += step
    normalized += step
    y += step
  }
}

/** Σ z of a row. */
function sumOfRow(units: i32, z: usize): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let column = 0
  for (; column + 8 <= units; column += 8, z += 32) {
    sum0 = f32x4.add(sum0, v128.load(z))
    sum1 = f32x4.add(sum1, v128.load(z, 16))
  }
  if (column < units) {
    sum0 = f32x4.add(sum0, v128.and(v128.load(z), columnMask(column, units)))
    sum1 = f32x4.add(sum1, v128.and(v128.load(z, 16), columnMask(column + 4, units)))
  }
  return sumLanes(f32x4.add(sum0, sum1))
}

/** Σ (z − mean)² of a row. */
function sumOfDistances(units: i32, z: usize, mean: v128): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let column = 0
  for (; column + 8 <= units; column += 8, z += 32) {
    const distance0 = f32x4.sub(v128.load(z), mean)
    const distance1 = f32x4.sub(v128.load(z, 16), mean)
    sum0 = multiplyAdd(distance0, distance0, sum0)
    sum1 = multiplyAdd(distance1, distance1, sum1)
  }
  if (column < units) {
    const distance0 = v128.and(f32x4.sub(v128.load(z), mean), columnMask(column, units))
    const distance1 = v128.and(f32x4.sub(v128.load(z, 16), mean), columnMask(column + 4, units))
    sum0 = multiplyAdd(distance0, distance0, sum0)
    sum1 = multiplyAdd(distance1, distance1, sum1)
  }
  return sumLanes(f32x4.add(sum0, sum1))
}

/** With g = delta·gain: delta ← (g − mean(g) − X̂·mean(g·X̂)) / deviation, means over the units of a row. */
export function normalizeRowsBackward(
  rows: i32, units: i32, normalized: usize, deviations: usize, gain: usize, delta: usize,
  gainGradient: usize, shiftGradient: usize,
): void {
  parameterGradients(rows, units, normalized, delta, gainGradient, shiftGradient)
  const step = rowBytes(units)
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0)
    let product = f32x4.splat(0)
    for (let at: usize = 0; at < step; at += 16) {
      const g = f32x4.mul(v128.load(delta + at), v128.load(gain + at))
      const x = v128.and(v128.load(normalized + at), columnMask(<i32>(at >> 2), units))
      sum = f32x4.add(sum, g)
      product = multiplyAdd(g, x, product)
    }
    const mean = f32x4.splat(sumLanes(sum) / <f32>units)
    const back = f32x4.splat(-sumLanes(product) / <f32>units)
    const deviation = f32x4.splat(load<f32>(deviations + (<usize>row << 2)))
    for (let at: usize = 0; at < step; at += 16) {
      const g = f32x4.mul(v128.load(delta + at), v128.load(gain + at))
      const d = f32x4.div(multiplyAdd(v128.load(normalized + at), back, f32x4.sub(g, mean)), deviation)
      v128.store(delta + at, v128.and(d, columnMask(<i32>(at >> 2), units)))
    }
    normalized += step
    delta += step
  }
}

/** into = into + rate·(from − into), on `count` elements, a multiple of 8: the running moments. */
export function blend(count: i32, rate: f32, from: usize, into: usize): void {
  const factor = f32x4.splat(rate)
  for (const end = into + (<usize>count << 2); into < end; into += 32, from += 32) {
    const old0 = v128.load(into)
    const old1 = v128.load(into, 16)
    const new0 = multiplyAdd(factor, f32x4.sub(v128.load(from), old0), old0)
    const new1 = multiplyAdd(factor, f32x4.sub(v128.load(from, 16), old1), old1)
    v128.store(into, new0)
    v128.store(into, new1, 16)
  }
}
