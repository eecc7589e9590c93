import { columnMask } from './padding'
import { rowBytes } from './products'
import { multiplyAdd } from './vector'

/** A vector as every row of a matrix `[rows, units]`. */
export function repeatRow(rows: i32, units: i32, vector: usize, into: usize): void {
  const step = rowBytes(units)
  for (let row = 0; row < rows; row++, into += step) memory.copy(into, vector, step)
}

/** Σ over the rows of delta·min(z, 0), a column a lane; eight columns at once, down all rows. */
export function slopeGradient(rows: i32, units: i32, z: usize, delta: usize, into: usize): void {
  const step = rowBytes(units)
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < step; at += 32) {
    let sum0 = f32x4.splat(0)
    let sum1 = f32x4.splat(0)
    let from = z + at
    let error = delta + at
    for (let row = 0; row < rows; row++, from += step, error += step) {
      sum0 = multiplyAdd(v128.load(error), f32x4.min(v128.load(from), zero), sum0)
      sum1 = multiplyAdd(v128.load(error, 16), f32x4.min(v128.load(from, 16), zero), sum1)
    }
    const column = <i32>(at >> 2)
    v128.store(into + at, v128.and(sum0, columnMask(column, units)))
    v128.store(into + at, v128.and(sum1, columnMask(column + 4, units)), 16)
  }
}
