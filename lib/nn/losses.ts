import type { LossName } from './names.ts'
import type { OutputSpec } from './spec.ts'

/** What one output's error costs, for the losses that are means over the outputs. */
const costs: Partial<Record<LossName, (error: number, delta: number) => number>> = {
  mean_squared_error: (error) => error * error,
  mean_absolute_error: (error) => Math.abs(error),
  /** Huber 1964: ½·error² up to delta, delta·(|error| − ½·delta) above. */
  huber: (error, delta) =>
    Math.abs(error) <= delta ? 0.5 * error * error : delta * (Math.abs(error) - 0.5 * delta),
}

/** Softmax: e^(z/T) / Σ e^(z/T), a categorical distribution; float64, stable for any finite logits. */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  const greatest = greatestOf(logits)
  const exponentials = logits.map((z) => Math.exp((z - greatest) / temperature))
  const total = exponentials.reduce((sum, e) => sum + e)
  return exponentials.map((e) => e / total)
}

/**
 * −Σ t·log softmax(logits), from logits; t is `smoothing`/classes for every class, and 1 − `smoothing` more for the
 * label (Szegedy et al. 2016).
 */
export function crossEntropy(
  logits: readonly number[],
  label: number,
  temperature = 1,
  smoothing = 0,
): number {
  const greatest = greatestOf(logits)
  const distance = (z: number) => (greatest - z) / temperature
  const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(-distance(z)), 0))
  const own = (1 - smoothing) * distance(logits[label]!)
  if (smoothing === 0) return logSum + own
  return logSum + own + (smoothing * logits.reduce((sum, z) => sum + distance(z), 0)) / logits.length
}

/** −log σ(z) for target 1, −log(1 − σ(z)) for 0, as max(z, 0) − z·target + log(1 + e^−|z|). */
export function binaryCrossEntropy(logit: number, target: number): number {
  return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)))
}

/** The output activation of one sample's logits. */
export function respond(
  { activation, temperature }: Pick<OutputSpec, 'activation' | 'temperature'>,
  logits: readonly number[],
): number[] {
  if (activation === 'softmax') return softmax(logits, temperature)
  return activation === 'linear' ? [...logits] : logits.map((z) => 1 / (1 + Math.exp(-z)))
}

/**
 * The loss of one sample in float64, from its logits: what every implementation of the kernels is held against. The
 * mean errors go over the outputs; their target is the number itself for one output, else one-hot.
 */
export function lossOf(output: OutputSpec, logits: readonly number[], target: number): number {
  const { loss, temperature, labelSmoothing, delta = 1 } = output
  if (loss === 'cross_entropy') return crossEntropy(logits, target, temperature, labelSmoothing)
  if (loss === 'binary_cross_entropy') return binaryCrossEntropy(logits[0]!, target)
  const cost = costs[loss]!
  const outputs = respond(output, logits)
  const goal = (unit: number) => (outputs.length === 1 ? target : Number(unit === target))
  return outputs.reduce((sum, p, unit) => sum + cost(p - goal(unit), delta), 0) / outputs.length
}

/** The logit (of a linear output, the number) above which a single unit says class 1. */
export function classThreshold({ activation }: Pick<OutputSpec, 'activation'>): number {
  return activation === 'linear' ? 0.5 : 0
}

/** The class that the row of `units` logits at `at` stands for, the first of equals; −1 where one of them is NaN. */
export function classOf(logits: ArrayLike<number>, at: number, units: number, threshold: number): number {
  if (units === 1) {
    const logit = logits[at]!
    return logit > threshold ? 1 : logit <= threshold ? 0 : -1
  }
  let best = 0
  for (let unit = 0; unit < units; unit++) {
    const logit = logits[at + unit]!
    if (Number.isNaN(logit)) return -1
    if (logit > logits[at + best]!) best = unit
  }
  return best
}

/** Math.max, for any number of classes. */
function greatestOf(logits: readonly number[]): number {
  return logits.reduce((greatest, z) => Math.max(greatest, z), -Infinity)
}
