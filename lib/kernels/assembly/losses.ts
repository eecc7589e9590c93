import { rowBytes } from './products'
import { logarithm, softplusTail } from './scalar-math'
import { exp, sigmoid } from './vector'

/** Codes as in lib/kernels/wasm.ts. */
const LINEAR: i32 = 0
const SIGMOID: i32 = 1
const SOFTMAX: i32 = 2

const SQUARED: i32 = 0
const ABSOLUTE: i32 = 1

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
 * e^((z − max z)·coolness) of a row of logits into `p`, and their sum into every lane of the result. `greatest` is
 * max z in every lane, `coolness` 1 / temperature.
 */
// @ts-ignore: decorator
@inline
function exponentials(units: i32, z: usize, p: usize, greatest: v128, coolness: f32): v128 {
  let sums = f32x4.splat(0)
  const factor = f32x4.splat(coolness)
  for (let unit = 0; unit < units; unit += 4) {
    const e = exp(f32x4.mul(f32x4.sub(logitsAt(z, unit, units), greatest), factor))
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

/**
 * Softmax output: −Σ t·log p with the target t = (1 − smoothing)·one-hot + smoothing/units. As
 * log Σ e^(z − max z) + Σ t·(max z − z) it is exact where the logits are large.
 */
export function crossEntropy(
  rows: i32, units: i32, z: usize, targets: usize, scale: f32, losses: usize, delta: usize, coolness: f32,
  smoothing: f32,
): void {
  const bytes = rowBytes(units)
  const factor = f32x4.splat(scale * coolness)
  const every = smoothing / <f32>units
  const rest = f32x4.splat(every)
  const extra = f32x4.splat(1.0 - smoothing)
  for (let row = 0; row < rows; row++) {
    const label = <i32>load<f32>(targets + (<usize>row << 2))
    const greatest = greatestOf(units, z)
    const most = f32x4.extract_lane(greatest, 0)
    const sum = exponentials(units, z, delta, greatest, coolness)
    const own: f32 = 1 - smoothing
    let distance: f32 = own * (most - load<f32>(z + (<usize>label << 2)))
    if (smoothing > 0) distance += every * distances(units, z, most)
    const total = <f32>logarithm(<f64>f32x4.extract_lane(sum, 0)) + distance * coolness
    store<f32>(losses + (<usize>row << 2), total)
    for (let unit = 0; unit < units; unit += 4) {
      const at = delta + (<usize>unit << 2)
      const lanes = lanesFrom(unit)
      const target = f32x4.add(v128.and(i32x4.eq(lanes, i32x4.splat(label)), extra), rest)
      const error = f32x4.mul(f32x4.sub(f32x4.div(v128.load(at), sum), target), factor)
      v128.store(at, v128.and(error, i32x4.lt_s(lanes, i32x4.splat(units))))
    }
    clear(delta, units, bytes)
    z += bytes
    delta += bytes
  }
}

/** Σ (most − z) over a row. */
function distances(units: i32, z: usize, most: f32): f32 {
  let sum: f32 = 0
  for (let unit = 0; unit < units; unit++) sum += most - load<f32>(z + (<usize>unit << 2))
  return sum
}

/** Zeroes what four-wide steps over a row's units leave of its padding. */
// @ts-ignore: decorator
@inline
function clear(row: usize, units: i32, bytes: usize): void {
  for (let at = <usize>((units + 3) & ~3) << 2; at < bytes; at += 16) v128.store(row + at, f32x4.splat(0))
}

/** One sigmoid unit. */
export function binaryCrossEntropy(
  rows: i32, z: usize, targets: usize, scale: f32, losses: usize, delta: usize,
): void {
  const bytes = rowBytes(1)
  for (let row = 0; row < rows; row++) {
    const label = load<f32>(targets + (<usize>row << 2))
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
function respond(output: i32, units: i32, bytes: usize, z: usize, p: usize, coolness: f32): void {
  if (output == SOFTMAX) {
    const sum = exponentials(units, z, p, greatestOf(units, z), coolness)
    for (let at: usize = 0; at < <usize>units << 2; at += 16) v128.store(p + at, f32x4.div(v128.load(p + at), sum))
  } else if (output == SIGMOID) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(p + at, sigmoid(v128.load(z + at)))
  } else memory.copy(p, z, bytes)
  memory.fill(p + (<usize>units << 2), 0, bytes - (<usize>units << 2))
}

/** The output activation of every row. */
export function respondAll(output: i32, rows: i32, units: i32, z: usize, p: usize, coolness: f32): void {
  const bytes = rowBytes(units)
  for (let row = 0; row < rows; row++) respond(output, units, bytes, z + <usize>row * bytes, p + <usize>row * bytes, coolness)
}

/** What one output's error costs. */
// @ts-ignore: decorator
@inline
function cost(kind: i32, error: f32, bend: f32): f32 {
  const size = abs(error)
  if (kind == SQUARED) return error * error
  if (kind == ABSOLUTE) return size
  return size <= bend ? 0.5 * error * error : bend * (size - 0.5 * bend)
}

/** ∂cost/∂error; 0 at the absolute error's kink. */
// @ts-ignore: decorator
@inline
function slope(kind: i32, error: f32, bend: f32): f32 {
  if (kind == SQUARED) return (<f32>2.0) * error
  if (kind == ABSOLUTE) return error > 0 ? 1 : error < 0 ? -1 : error
  return error > bend ? bend : error < -bend ? -bend : error
}

/** Mean over the units of cost(p − target), for any output activation; `bend` is Huber's delta. */
export function meanError(
  kind: i32, output: i32, rows: i32, units: i32, z: usize, targets: usize, scale: f32, losses: usize, delta: usize,
  coolness: f32, bend: f32,
): void {
  const bytes = rowBytes(units)
  const factor: f32 = scale / <f32>units
  for (let row = 0; row < rows; row++) {
    const goal = load<f32>(targets + (<usize>row << 2))
    respond(output, units, bytes, z, delta, coolness)
    let total: f32 = 0
    let mean: f32 = 0
    for (let unit = 0; unit < units; unit++) {
      const p = load<f32>(delta + (<usize>unit << 2))
      const error = p - target(units, unit, goal)
      total += cost(kind, error, bend)
      mean += p * slope(kind, error, bend)
    }
    for (let unit = 0; unit < units; unit++) {
      const at = delta + (<usize>unit << 2)
      const p = load<f32>(at)
      const back = slope(kind, p - target(units, unit, goal), bend)
      if (output == LINEAR) store<f32>(at, factor * back)
      else if (output == SIGMOID) store<f32>(at, factor * back * (p * (1 - p)))
      else store<f32>(at, factor * coolness * p * (back - mean))
    }
    store<f32>(losses + (<usize>row << 2), total / <f32>units)
    z += bytes
    delta += bytes
  }
}

// @ts-ignore: decorator
@inline
function target(units: i32, unit: i32, goal: f32): f32 {
  return units == 1 ? goal : <f32>unit == goal ? 1 : 0
}

/** Rows whose class is right: the first of the greatest logits, or one logit above the threshold; never with NaN. */
export function countCorrect(rows: i32, units: i32, z: usize, targets: usize, threshold: f32): i32 {
  const bytes = rowBytes(units)
  let correct = 0
  for (let row = 0; row < rows; row++) {
    const goal = load<f32>(targets + (<usize>row << 2))
    if (units == 1) {
      const logit = load<f32>(z)
      if (goal == 1 ? logit > threshold : goal == 0 && logit <= threshold) correct++
    } else if (isFirstGreatest(units, z, <i32>goal)) correct++
    z += bytes
  }
  return correct
}

/** Whether no other logit is greater than that of the class, none before it as great, and none NaN. */
function isFirstGreatest(units: i32, z: usize, label: i32): bool {
  const own = f32x4.splat(load<f32>(z + (<usize>label << 2)))
  for (let unit = 0; unit < units; unit += 4) {
    const lanes = lanesFrom(unit)
    const logits = v128.load(z + (<usize>unit << 2))
    const fine = v128.bitselect(f32x4.lt(logits, own), f32x4.le(logits, own), i32x4.lt_s(lanes, i32x4.splat(label)))
    if (v128.any_true(v128.andnot(i32x4.lt_s(lanes, i32x4.splat(units)), fine))) return false
  }
  return true
}
