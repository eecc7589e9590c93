import { rowBytes } from './products'
import { logarithm, softplusTail } from './scalar-math'
import { exp, sigmoid } from './vector'

const LINEAR: i32 = 0
const SIGMOID: i32 = 1
const SOFTMAX: i32 = 2

/** The indices of four neighbouring units. */
// @ts-ignore: decorator
@inline
function lanesFrom(unit: i32): v128 {
  return i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(unit))
}

/** Four logits from `unit` on, −∞ where there is no such unit. */
// @ts-ignore: decorator
@inline
function logitsAt(z: usize, unit: i32, units: i32): v128 {
  const inside = i32x4.lt_s(lanesFrom(unit), i32x4.splat(units))
  return v128.bitselect(v128.load(z + (<usize>unit << 2)), f32x4.splat(-Infinity), inside)
}

/**
 * e^(z − max z) of a row of logits into `p`, and their sum into every lane of the result. `greatest` is max z in
 * every lane.
 */
// @ts-ignore: decorator
@inline
function exponentials(units: i32, z: usize, p: usize, greatest: v128): v128 {
  let sums = f32x4.splat(0)
  for (let unit = 0; unit < units; unit += 4) {
    const e = exp(f32x4.sub(logitsAt(z, unit, units), greatest))
    v128.store(p + (<usize>unit << 2), e)
    sums = f32x4.add(sums, e)
  }
  sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1))
  return f32x4.add(sums, v128.shuffle<f32>(sums, sums, 1, 0, 3, 2))
}

/** The greatest logit of a row in every lane; a NaN among them need not win, for it makes their sum one. */
// @ts-ignore: decorator
@inline
function greatestOf(units: i32, z: usize): v128 {
  let greatest = f32x4.splat(-Infinity)
  for (let unit = 0; unit < units; unit += 4) greatest = f32x4.pmax(greatest, logitsAt(z, unit, units))
  greatest = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 2, 3, 0, 1))
  return f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 1, 0, 3, 2))
}

/** Softmax output, −log of the class's probability. */
export function crossEntropy(
  rows: i32, units: i32, z: usize, labels: usize, scale: f32, losses: usize, delta: usize,
): void {
  const bytes = rowBytes(units)
  const factor = f32x4.splat(scale)
  const one = f32x4.splat(1)
  for (let row = 0; row < rows; row++) {
    const label = <i32>load<u8>(labels + row)
    const greatest = greatestOf(units, z)
    const sum = exponentials(units, z, delta, greatest)
    const total = f32x4.extract_lane(greatest, 0) + <f32>logarithm(<f64>f32x4.extract_lane(sum, 0))
    store<f32>(losses + (<usize>row << 2), total - load<f32>(z + (<usize>label << 2)))
    for (let unit = 0; unit < units; unit += 4) {
      const at = delta + (<usize>unit << 2)
      const target = v128.and(i32x4.eq(lanesFrom(unit), i32x4.splat(label)), one)
      v128.store(at, f32x4.mul(f32x4.sub(f32x4.div(v128.load(at), sum), target), factor))
    }
    clear(delta, units, bytes)
    z += bytes
    delta += bytes
  }
}

/** Zeroes what four-wide steps over a row's units leave of its padding. */
// @ts-ignore: decorator
@inline
function clear(row: usize, units: i32, bytes: usize): void {
  for (let at = <usize>((units + 3) & ~3) << 2; at < bytes; at += 16) v128.store(row + at, f32x4.splat(0))
}

/** One sigmoid unit. */
export function binaryCrossEntropy(
  rows: i32, z: usize, labels: usize, scale: f32, losses: usize, delta: usize,
): void {
  const bytes = rowBytes(1)
  for (let row = 0; row < rows; row++) {
    const label = <f32>load<u8>(labels + row)
    const logit = load<f32>(z)
    const tail = <f32>softplusTail(<f64>logit)
    store<f32>(losses + (<usize>row << 2), max<f32>(logit, 0) - logit * label + tail)
    memory.fill(delta, 0, bytes)
    const p = f32x4.extract_lane(sigmoid(f32x4.splat(logit)), 0)
    store<f32>(delta, (p - label) * scale)
    z += bytes
    delta += bytes
  }
}

/** The output activation of one row from `z` into `p`, padding zero. */
function respond(output: i32, units: i32, bytes: usize, z: usize, p: usize): void {
  if (output == SOFTMAX) {
    const sum = exponentials(units, z, p, greatestOf(units, z))
    for (let at: usize = 0; at < <usize>units << 2; at += 16) v128.store(p + at, f32x4.div(v128.load(p + at), sum))
  } else if (output == SIGMOID) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(p + at, sigmoid(v128.load(z + at)))
  } else memory.copy(p, z, bytes)
  memory.fill(p + (<usize>units << 2), 0, bytes - (<usize>units << 2))
}

/** Mean over the units of (p − target)², for any output activation. */
export function meanSquaredError(
  output: i32, rows: i32, units: i32, z: usize, labels: usize, scale: f32, losses: usize, delta: usize,
): void {
  const bytes = rowBytes(units)
  const factor: f32 = (2 * scale) / <f32>units
  for (let row = 0; row < rows; row++) {
    const label = <i32>load<u8>(labels + row)
    respond(output, units, bytes, z, delta)
    let total: f32 = 0
    let mean: f32 = 0
    for (let unit = 0; unit < units; unit++) {
      const p = load<f32>(delta + (<usize>unit << 2))
      const difference = p - target(units, unit, label)
      total += difference * difference
      mean += p * difference
    }
    for (let unit = 0; unit < units; unit++) {
      const at = delta + (<usize>unit << 2)
      const p = load<f32>(at)
      const difference = p - target(units, unit, label)
      if (output == LINEAR) store<f32>(at, factor * difference)
      else if (output == SIGMOID) store<f32>(at, factor * difference * (p * (1 - p)))
      else store<f32>(at, factor * p * (difference - mean))
    }
    store<f32>(losses + (<usize>row << 2), total / <f32>units)
    z += bytes
    delta += bytes
  }
}

// @ts-ignore: decorator
@inline
function target(units: i32, unit: i32, label: i32): f32 {
  return units == 1 ? <f32>label : unit == label ? 1 : 0
}

/** Rows whose class is right: the first of the greatest logits, or one logit above the threshold; never with NaN. */
export function countCorrect(rows: i32, units: i32, z: usize, labels: usize, threshold: f32): i32 {
  const bytes = rowBytes(units)
  let correct = 0
  for (let row = 0; row < rows; row++) {
    if (classOf(units, z, threshold) == <i32>load<u8>(labels + row)) correct++
    z += bytes
  }
  return correct
}

function classOf(units: i32, z: usize, threshold: f32): i32 {
  let greatest = load<f32>(z)
  if (units == 1) return greatest > threshold ? 1 : greatest <= threshold ? 0 : -1
  if (greatest != greatest) return -1
  let best = 0
  for (let unit = 1; unit < units; unit++) {
    const logit = load<f32>(z + (<usize>unit << 2))
    if (logit != logit) return -1
    if (logit > greatest) {
      greatest = logit
      best = unit
    }
  }
  return best
}
