/** How the learning rate changes over a run; epochs are counted in steps, so every step has its own factor. */
export type ScheduleSpec =
  | { name: 'constant' }
  | { name: 'step'; everyEpochs: number; factor: number }
  | { name: 'exponential'; factor: number }
  | { name: 'cosine'; finalFactor: number }
  | { name: 'warmup'; steps: number }
  | { name: 'one_cycle'; warmupShare: number; initialFactor: number; finalFactor: number }

type OneCycle = Extract<ScheduleSpec, { name: 'one_cycle' }>

/**
 * What the optimizer's learning rate is multiplied by at `step`, counted from 1 to `steps`.
 *
 * | schedule      | factor, with n = step − 1                 | first step    | last step             |
 * | ------------- | ----------------------------------------- | ------------- | --------------------- |
 * | `constant`    | 1                                         | 1             | 1                     |
 * | `step`        | factor^⌊n / (everyEpochs·stepsPerEpoch)⌋  | 1             | by the formula        |
 * | `exponential` | factor^(n / stepsPerEpoch)                | 1             | by the formula        |
 * | `cosine`      | from 1 to finalFactor along half a cosine | 1             | finalFactor           |
 * | `warmup`      | min(1, step / its steps)                  | 1 / its steps | 1, if it is over then |
 * | `one_cycle`   | two half cosines, see `oneCycleFactor`    | initialFactor | finalFactor           |
 *
 * The cosine is Loshchilov & Hutter's (2017, SGDR, equation 5) without restarts. A run of one step has factor 1, but
 * for `warmup`. Computed with + − · / and square roots alone, so that every engine comes to the same bits.
 */
export function scheduleFactor(
  schedule: ScheduleSpec,
  step: number,
  steps: number,
  stepsPerEpoch: number,
): number {
  const elapsed = step - 1
  switch (schedule.name) {
    case 'constant':
      return 1
    case 'step':
      return power(schedule.factor, Math.floor(elapsed / (schedule.everyEpochs * stepsPerEpoch)))
    case 'exponential':
      return power(schedule.factor, elapsed / stepsPerEpoch)
    case 'cosine':
      return steps > 1 ? ramp(1, schedule.finalFactor, elapsed / (steps - 1)) : 1
    case 'warmup':
      return Math.min(1, step / schedule.steps)
    case 'one_cycle':
      return oneCycleFactor(schedule, elapsed, steps)
  }
}

/**
 * Smith & Topin's super-convergence (2018) as PyTorch's OneCycleLR(anneal_strategy='cos', three_phase=False) does it:
 * up from initialFactor to 1, reached after warmupShare·steps − 1 steps, down to finalFactor at the last. Both are
 * factors of the peak: PyTorch's div_factor is 1 / initialFactor, its final_div_factor initialFactor / finalFactor.
 * Where the run is too short for a warmup, it begins at the peak.
 */
function oneCycleFactor(schedule: OneCycle, elapsed: number, steps: number): number {
  const up = Math.max(0, schedule.warmupShare * steps - 1)
  if (elapsed < up) return ramp(schedule.initialFactor, 1, elapsed / up)
  if (elapsed === up) return 1
  return ramp(1, schedule.finalFactor, (elapsed - up) / (steps - 1 - up))
}

/** From `start` to `end` along half a cosine, exact at both: end + (start − end)·(1 + cos πt)/2 for t from 0 to 1. */
function ramp(start: number, end: number, t: number): number {
  const cosine = quarterCosine(Math.min(1, t))
  const left = cosine * cosine
  return start * left + end * (1 - left)
}

/** cos(πt/2) for t from 0 to 1 by the series of the cosine, or of the sine in the farther half, where that is exact. */
function quarterCosine(t: number): number {
  const near = t <= 0.5
  const angle = (near ? t : 1 - t) * (Math.PI / 2)
  const square = angle * angle
  let series = 1
  // Up to angle¹⁶ / 16!, or angle¹⁷ / 17!: what follows is below 2⁻⁵⁶ for angles up to π/4.
  for (let n = near ? 16 : 17; n >= 2; n -= 2) series = 1 - (square / (n * (n - 1))) * series
  return near ? series : angle * series
}

/**
 * base^exponent for 0 < base ≤ 1 and exponent ≥ 0: squares make the whole part, square roots the binary digits
 * behind the point. Off by a few 1e-15 of the result, whichever the engine.
 */
function power(base: number, exponent: number): number {
  let result = 1
  let whole = Math.floor(exponent)
  let fraction = exponent - whole
  for (let square = base; whole > 0; whole = Math.floor(whole / 2), square *= square) {
    if (whole % 2 === 1) result *= square
  }
  let root = base
  while (fraction > 0) {
    root = Math.sqrt(root)
    fraction *= 2
    if (fraction >= 1) {
      result *= root
      fraction -= 1
    }
  }
  return result
}
