import type { Kernels } from '../../nn/kernels.ts'
import { classOf } from '../../nn/losses.ts'
import type { LossName, OutputActivationName } from '../../nn/names.ts'
import type { OutputSpec } from '../../nn/spec.ts'
import { exp, log, sigmoid, softplusTail } from './float-math.ts'

const { fround } = Math

/** One row of the output layer: first elements of its logits and of its delta, and its target. */
interface Row {
  units: number
  z: number
  delta: number
  goal: number
  scale: number
  /** 1 / temperature */
  coolness: number
}

/** Losses and their deltas in float32, from logits, a row at a time. */
export function scalarLosses(
  floats: Float32Array,
  tile: number,
): Pick<Kernels, 'loss' | 'respond' | 'countCorrect'> {
  /** Softmax of a row from `z` into `p`; returns its greatest logit and the sum of e^((z − greatest)·coolness). */
  function softmax({ units, z, delta: p, coolness }: Row): { greatest: number; sum: number } {
    let greatest = -Infinity
    for (let unit = 0; unit < units; unit++) greatest = Math.max(greatest, floats[z + unit]!)
    let sum = 0
    for (let unit = 0; unit < units; unit++) {
      const e = exp(fround(fround(floats[z + unit]! - greatest) * coolness))
      floats[p + unit] = e
      sum = fround(sum + e)
    }
    for (let unit = 0; unit < units; unit++) floats[p + unit] = floats[p + unit]! / sum
    return { greatest, sum }
  }

  function crossEntropy(row: Row, smoothing: number): number {
    const { units, z, delta, goal, scale, coolness } = row
    const { greatest, sum } = softmax(row)
    const every = fround(smoothing / units)
    const own = fround(1 - smoothing)
    let distance = fround(own * fround(greatest - floats[z + goal]!))
    if (smoothing > 0) {
      let others = 0
      for (let unit = 0; unit < units; unit++) others = fround(others + fround(greatest - floats[z + unit]!))
      distance = fround(distance + fround(every * others))
    }
    const factor = fround(scale * coolness)
    for (let unit = 0; unit < units; unit++) {
      const target = unit === goal ? fround(own + every) : every
      floats[delta + unit] = fround(floats[delta + unit]! - target) * factor
    }
    return fround(log(sum) + fround(distance * coolness))
  }

  function binaryCrossEntropy({ z, delta, goal, scale }: Row): number {
    const logit = floats[z]!
    floats[delta] = fround(sigmoid(logit) - goal) * scale
    return fround(fround(Math.max(logit, 0) - fround(logit * goal)) + softplusTail(logit))
  }

  /** The output activation of a row from `z` into the delta's place. */
  function respond(row: Row, activation: OutputActivationName): void {
    const { units, z, delta } = row
    if (activation === 'softmax') softmax(row)
    else {
      for (let unit = 0; unit < units; unit++) {
        const logit = floats[z + unit]!
        floats[delta + unit] = activation === 'sigmoid' ? sigmoid(logit) : logit
      }
    }
  }

  /** Outputs into the delta's place; then their errors; then back through the output's activation. */
  function meanError(row: Row, { loss, activation, delta: bend = 1 }: OutputSpec): number {
    const { units, delta, goal, scale, coolness } = row
    const { cost, slope } = errors[loss as keyof typeof errors]
    respond(row, activation)
    const factor = fround(scale / units)
    const limit = fround(bend)
    let total = 0
    let mean = 0
    for (let unit = 0; unit < units; unit++) {
      const p = floats[delta + unit]!
      const error = fround(p - target(units, unit, goal))
      total = fround(total + cost(error, limit))
      mean = fround(mean + fround(p * slope(error, limit)))
    }
    for (let unit = 0; unit < units; unit++) {
      const p = floats[delta + unit]!
      const back = slope(fround(p - target(units, unit, goal)), limit)
      if (activation === 'linear') floats[delta + unit] = factor * back
      else if (activation === 'sigmoid') {
        floats[delta + unit] = fround(factor * back) * fround(p * fround(1 - p))
      } else {
        floats[delta + unit] = fround(fround(factor * coolness) * p) * fround(back - mean)
      }
    }
    return fround(total / units)
  }

  return {
    loss(output, rows, z, targets, scale, losses, delta) {
      const { units, loss, temperature = 1, labelSmoothing = 0 } = output
      const stride = Math.ceil(units / tile) * tile
      for (let index = 0; index < rows; index++) {
        const row: Row = {
          units,
          z: z / 4 + index * stride,
          delta: delta / 4 + index * stride,
          goal: floats[targets / 4 + index]!,
          scale: fround(scale),
          coolness: fround(1 / temperature),
        }
        floats.fill(0, row.delta, row.delta + stride)
        const place = losses / 4 + index
        if (loss === 'cross_entropy') floats[place] = crossEntropy(row, fround(labelSmoothing))
        else if (loss === 'binary_cross_entropy') floats[place] = binaryCrossEntropy(row)
        else floats[place] = meanError(row, output)
      }
    },
    respond({ units, activation, temperature = 1 }, rows, z, p) {
      const stride = Math.ceil(units / tile) * tile
      const coolness = fround(1 / temperature)
      for (let index = 0; index < rows; index++) {
        const at = index * stride
        floats.fill(0, p / 4 + at, p / 4 + at + stride)
        respond({ units, z: z / 4 + at, delta: p / 4 + at, goal: 0, scale: 1, coolness }, activation)
      }
    },
    countCorrect(rows, units, z, targets, threshold) {
      const stride = Math.ceil(units / tile) * tile
      let correct = 0
      for (let index = 0; index < rows; index++) {
        const at = z / 4 + index * stride
        if (classOf(floats, at, units, threshold) === floats[targets / 4 + index]!) correct++
      }
      return correct
    },
  }
}

interface ErrorCost {
  /** What one output's error costs. */
  cost(error: number, bend: number): number
  /** ∂cost/∂error; 0 at a kink. */
  slope(error: number, bend: number): number
}

const errors: Record<Exclude<LossName, 'cross_entropy' | 'binary_cross_entropy'>, ErrorCost> = {
  mean_squared_error: {
    cost: (error) => fround(error * error),
    slope: (error) => fround(2 * error),
  },
  mean_absolute_error: {
    cost: (error) => Math.abs(error),
    slope: (error) => (error > 0 ? 1 : error < 0 ? -1 : error),
  },
  huber: {
    cost(error, bend) {
      const size = Math.abs(error)
      if (size <= bend) return fround(fround(0.5 * error) * error)
      return fround(bend * fround(size - fround(0.5 * bend)))
    },
    slope: (error, bend) => (error > bend ? bend : error < -bend ? -bend : error),
  },
}

function target(units: number, unit: number, goal: number): number {
  return units === 1 ? goal : Number(unit === goal)
}
