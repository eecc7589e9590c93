/** What is measured: norms at every step, counts, peaks and distributions at a reading. */
import { columnMask } from './padding'
import { rowBytes } from './products'

/** As `histogramBins` in lib/nn/kernels.ts. */
const histogramBins: i32 = 64

/** Elements `at` and `at + 1`, as float64. */
// @ts-ignore: decorator
@inline
function promote(at: usize, offset: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at + offset))
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x))
}

// @ts-ignore: decorator
@inline
function sumPair(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}

/** Σ x² in float64, in eight lanes. */
export function sumOfSquares(count: i32, at: usize): f64 {
  let sum0 = f64x2.splat(0)
  let sum1 = f64x2.splat(0)
  let sum2 = f64x2.splat(0)
  let sum3 = f64x2.splat(0)
  for (const end = at + (<usize>count << 2); at < end; at += 32) {
    sum0 = addSquare(sum0, promote(at, 0))
    sum1 = addSquare(sum1, promote(at, 8))
    sum2 = addSquare(sum2, promote(at, 16))
    sum3 = addSquare(sum3, promote(at, 24))
  }
  return sumPair(f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3)))
}

/** Σ (x − y)² in float64, in eight lanes. */
export function sumOfSquaredDifferences(count: i32, x: usize, y: usize): f64 {
  let sum0 = f64x2.splat(0)
  let sum1 = f64x2.splat(0)
  let sum2 = f64x2.splat(0)
  let sum3 = f64x2.splat(0)
  for (const end = x + (<usize>count << 2); x < end; x += 32, y += 32) {
    sum0 = addSquare(sum0, f64x2.sub(promote(x, 0), promote(y, 0)))
    sum1 = addSquare(sum1, f64x2.sub(promote(x, 8), promote(y, 8)))
    sum2 = addSquare(sum2, f64x2.sub(promote(x, 16), promote(y, 16)))
    sum3 = addSquare(sum3, f64x2.sub(promote(x, 24), promote(y, 24)))
  }
  return sumPair(f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3)))
}

/** Elements with |x| < threshold; NaN is not. */
export function countBelow(rows: i32, columns: i32, stride: i32, at: usize, threshold: f32): i32 {
  const bound = f32x4.splat(threshold)
  let counts = i32x4.splat(0)
  let rest = 0
  for (let row = 0; row < rows; row++, at += <usize>stride << 2) {
    let from = at
    let column = 0
    for (; column + 4 <= columns; column += 4, from += 16) {
      counts = i32x4.sub(counts, f32x4.lt(f32x4.abs(v128.load(from)), bound))
    }
    for (; column < columns; column++, from += 4) rest += i32(abs<f32>(load<f32>(from)) < threshold)
  }
  return rest + sumLanes(counts)
}

// @ts-ignore: decorator
@inline
function sumLanes(x: v128): i32 {
  return i32x4.extract_lane(x, 0) + i32x4.extract_lane(x, 1) + i32x4.extract_lane(x, 2) + i32x4.extract_lane(x, 3)
}

/** into = max(into, |x|) by columns; NaN elements are passed over. */
export function columnPeaks(rows: i32, units: i32, at: usize, into: usize): void {
  const step = rowBytes(units)
  for (let strip: usize = 0; strip < step; strip += 32) {
    let peak0 = v128.load(into + strip)
    let peak1 = v128.load(into + strip, 16)
    let from = at + strip
    for (let row = 0; row < rows; row++, from += step) {
      peak0 = f32x4.pmax(peak0, f32x4.abs(v128.load(from)))
      peak1 = f32x4.pmax(peak1, f32x4.abs(v128.load(from, 16)))
    }
    const column = <i32>(strip >> 2)
    v128.store(into + strip, v128.and(peak0, columnMask(column, units)))
    v128.store(into + strip, v128.and(peak1, columnMask(column + 4, units)), 16)
  }
}

/** Count, sum, sum of squares, least and greatest of the finite elements, on top of the five float64 at `into`. */
export function describe(rows: i32, columns: i32, stride: i32, at: usize, into: usize): void {
  const infinity = f32x4.splat(Infinity)
  let counts = i32x4.splat(0)
  let sum0 = f64x2.splat(0)
  let sum1 = f64x2.splat(0)
  let square0 = f64x2.splat(0)
  let square1 = f64x2.splat(0)
  let least = infinity
  let greatest = f32x4.neg(infinity)
  for (let row = 0; row < rows; row++, at += <usize>stride << 2) {
    for (let column = 0; column < columns; column += 4) {
      const x = loadColumns(at + (<usize>column << 2), columns - column)
      const finite = f32x4.lt(f32x4.abs(x), infinity)
      const kept = v128.and(x, finite)
      const low = f64x2.promote_low_f32x4(kept)
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(kept, kept, 2, 3, 2, 3))
      counts = i32x4.sub(counts, finite)
      sum0 = f64x2.add(sum0, low)
      sum1 = f64x2.add(sum1, high)
      square0 = f64x2.add(square0, f64x2.mul(low, low))
      square1 = f64x2.add(square1, f64x2.mul(high, high))
      least = f32x4.pmin(least, v128.bitselect(x, infinity, finite))
      greatest = f32x4.pmax(greatest, v128.bitselect(x, f32x4.neg(infinity), finite))
    }
  }
  store<f64>(into, load<f64>(into) + <f64>sumLanes(counts))
  store<f64>(into, load<f64>(into, 8) + sumPair(f64x2.add(sum0, sum1)), 8)
  store<f64>(into, load<f64>(into, 16) + sumPair(f64x2.add(square0, square1)), 16)
  for (let lane = 0; lane < 4; lane++) {
    store<f64>(into, min(load<f64>(into, 24), <f64>f32x4.extract_lane(least, 0)), 24)
    store<f64>(into, max(load<f64>(into, 32), <f64>f32x4.extract_lane(greatest, 0)), 32)
    least = v128.shuffle<f32>(least, least, 1, 2, 3, 0)
    greatest = v128.shuffle<f32>(greatest, greatest, 1, 2, 3, 0)
  }
}

/** Four elements, or the last `count` of a row with NaN behind them; reads nothing beyond those. */
// @ts-ignore: decorator
@inline
function loadColumns(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at)
  let x = f32x4.replace_lane(f32x4.splat(NaN), 0, load<f32>(at))
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(at, 4))
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(at, 8))
  return x
}

/** Adds each finite element to the counter of its bin, ⌊(x − low)·scale⌋ within 0 … 63. */
export function histogram(
  rows: i32, columns: i32, stride: i32, at: usize, low: f32, scale: f32, into: usize,
): void {
  const infinity = f32x4.splat(Infinity)
  const least = f32x4.splat(low)
  const factor = f32x4.splat(scale)
  const last = f32x4.splat(<f32>(histogramBins - 1))
  for (let row = 0; row < rows; row++, at += <usize>stride << 2) {
    for (let column = 0; column < columns; column += 4) {
      const x = loadColumns(at + (<usize>column << 2), columns - column)
      const finite = f32x4.lt(f32x4.abs(x), infinity)
      const position = f32x4.mul(f32x4.sub(x, least), factor)
      const bounded = f32x4.pmin(f32x4.pmax(f32x4.splat(0), position), last)
      const place = i32x4.shl(i32x4.trunc_sat_f32x4_s(bounded), 2)
      if (i32x4.all_true(finite)) {
        count(into + i32x4.extract_lane(place, 0))
        count(into + i32x4.extract_lane(place, 1))
        count(into + i32x4.extract_lane(place, 2))
        count(into + i32x4.extract_lane(place, 3))
      } else {
        if (i32x4.extract_lane(finite, 0)) count(into + i32x4.extract_lane(place, 0))
        if (i32x4.extract_lane(finite, 1)) count(into + i32x4.extract_lane(place, 1))
        if (i32x4.extract_lane(finite, 2)) count(into + i32x4.extract_lane(place, 2))
        if (i32x4.extract_lane(finite, 3)) count(into + i32x4.extract_lane(place, 3))
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function count(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1)
}
