import type { Kernels } from '../../nn/kernels.ts'
import type { OutputActivationName } from '../../nn/names.ts'
import { exp, log, sigmoid, softplusTail } from './float-math.ts'

const { fround } = Math

/** One row of the output layer: first elements of its logits and of its delta, and its class. */
interface Row {
  units: number
  z: number
  delta: number
  label: number
  scale: number
}

/** Losses and their deltas in float32, from logits, a row at a time. */
export function scalarLosses(
  floats: Float32Array,
  bytes: Uint8Array,
  tile: number,
): Pick<Kernels, 'loss' | 'countCorrect'> {
  /** Softmax of a row from `z` into `p`; returns log Σ eᶻ. */
  function softmax(units: number, z: number, p: number): number {
    let greatest = -Infinity
    for (let unit = 0; unit < units; unit++) greatest = Math.max(greatest, floats[z + unit]!)
    let sum = 0
    for (let unit = 0; unit < units; unit++) {
      const e = exp(fround(floats[z + unit]! - greatest))
      floats[p + unit] = e
      sum = fround(sum + e)
    }
    for (let unit = 0; unit < units; unit++) floats[p + unit] = floats[p + unit]! / sum
    return fround(greatest + log(sum))
  }

  function crossEntropy({ units, z, delta, label, scale }: Row): number {
    const loss = fround(softmax(units, z, delta) - floats[z + label]!)
    floats[delta + label] = floats[delta + label]! - 1
    for (let unit = 0; unit < units; unit++) floats[delta + unit] = floats[delta + unit]! * scale
    return loss
  }

  function binaryCrossEntropy({ z, delta, label, scale }: Row): number {
    const logit = floats[z]!
    floats[delta] = fround(sigmoid(logit) - label) * scale
    return fround(fround(Math.max(logit, 0) - fround(logit * label)) + softplusTail(logit))
  }

  /** Outputs into the delta's place; then their errors; then back through the output's activation. */
  function meanSquaredError({ units, z, delta, label, scale }: Row, output: OutputActivationName): number {
    if (output === 'softmax') softmax(units, z, delta)
    else for (let unit = 0; unit < units; unit++) floats[delta + unit] = respond(output, floats[z + unit]!)
    const factor = fround((2 * scale) / units)
    let total = 0
    let mean = 0
    for (let unit = 0; unit < units; unit++) {
      const p = floats[delta + unit]!
      const difference = fround(p - target(units, unit, label))
      total = fround(total + fround(difference * difference))
      mean = fround(mean + fround(p * difference))
    }
    for (let unit = 0; unit < units; unit++) {
      const p = floats[delta + unit]!
      const difference = fround(p - target(units, unit, label))
      if (output === 'linear') floats[delta + unit] = factor * difference
      else if (output === 'sigmoid') {
        floats[delta + unit] = fround(factor * difference) * fround(p * fround(1 - p))
      } else floats[delta + unit] = fround(factor * p) * fround(difference - mean)
    }
    return fround(total / units)
  }

  return {
    loss(loss, output, rows, units, z, labels, scale, losses, delta) {
      const stride = Math.ceil(units / tile) * tile
      for (let index = 0; index < rows; index++) {
        const row: Row = {
          units,
          z: z / 4 + index * stride,
          delta: delta / 4 + index * stride,
          label: bytes[labels + index]!,
          scale: fround(scale),
        }
        floats.fill(0, row.delta, row.delta + stride)
        if (loss === 'cross_entropy') floats[losses / 4 + index] = crossEntropy(row)
        else if (loss === 'binary_cross_entropy') floats[losses / 4 + index] = binaryCrossEntropy(row)
        else floats[losses / 4 + index] = meanSquaredError(row, output)
      }
    },
    countCorrect(rows, units, z, labels, threshold) {
      const stride = Math.ceil(units / tile) * tile
      let correct = 0
      for (let index = 0; index < rows; index++) {
        const at = z / 4 + index * stride
        if (classOf(floats, at, units, threshold) === bytes[labels + index]!) correct++
      }
      return correct
    },
  }
}

/** The class that a row of logits stands for, the first of equals; −1 where one of them is NaN. */
function classOf(floats: Float32Array, at: number, units: number, threshold: number): number {
  if (units === 1) {
    const logit = floats[at]!
    return logit > threshold ? 1 : logit <= threshold ? 0 : -1
  }
  let best = 0
  for (let unit = 0; unit < units; unit++) {
    const logit = floats[at + unit]!
    if (Number.isNaN(logit)) return -1
    if (logit > floats[at + best]!) best = unit
  }
  return best
}

function target(units: number, unit: number, label: number): number {
  return units === 1 ? label : unit === label ? 1 : 0
}

function respond(output: OutputActivationName, z: number): number {
  return output === 'sigmoid' ? sigmoid(z) : z
}
