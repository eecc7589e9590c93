import { respond, softmax } from '#lib/nn/losses.ts'
import { fixed, listed } from './reading.ts'

/** What an output layer makes of logits, with either activation. */
export interface Outputs {
  softmax: readonly number[]
  /** Each class alone. */
  sigmoids: readonly number[]
  sigmoidSum: number
  /** Of the softmax, in bits. */
  entropy: number
  /** Index of the most likely class. */
  top: number
}

/** −Σ p·log₂ p, in bits. */
export function entropyOf(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0)
}

/** Softmax and sigmoids of the same logits, divided by the temperature. */
export function outputsOf(logits: readonly number[], temperature: number): Outputs {
  const probabilities = softmax(logits, temperature)
  const cooled = logits.map((z) => z / temperature)
  const sigmoids = respond({ activation: 'sigmoid' }, cooled)
  return {
    softmax: probabilities,
    sigmoids,
    sigmoidSum: sigmoids.reduce((sum, p) => sum + p, 0),
    entropy: entropyOf(probabilities),
    top: probabilities.indexOf(Math.max(...probabilities)),
  }
}

/** A probability in two decimals; what would round to nothing is said to be less. */
export function probabilityText(p: number): string {
  if (p > 0 && p < 0.005) return '< 0.01'
  return p < 1 && p > 0.995 ? '> 0.99' : fixed(p, 2)
}

/** Names of the classes: ten digits, or the two verdicts of a review. */
export function classNames(count: number): readonly string[] {
  return count === 2 ? ['negative', 'positive'] : Array.from({ length: count }, (_, digit) => String(digit))
}

/** What softmax says: the first, and who else gets something. */
export function softmaxWords({ softmax: p, top }: Outputs, names: readonly string[]): string {
  const ranked = p.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value)
  const others = ranked.filter(({ value, index }) => index !== top && value >= 0.01).slice(0, 2)
  const first = `Softmax gives ${names[top]} ${probabilityText(p[top]!)}`
  if (others.length === 0) return `${first}, and no other class as much as 0.01.`
  return `${first}, and ${listed(others.map(({ index, value }) => `${names[index]} ${probabilityText(value)}`))}.`
}

/** What sigmoids say: how many are above a half, and their sum. */
export function sigmoidWords({ sigmoids, sigmoidSum }: Outputs, names: readonly string[]): string {
  const above = names.filter((_, i) => sigmoids[i]! > 0.5)
  const who =
    above.length === 0
      ? 'No sigmoid is above 0.5'
      : `The ${above.length > 1 ? 'sigmoids' : 'sigmoid'} of ${listed(above)} ${above.length > 1 ? 'are' : 'is'} above 0.5`
  return `${who}; all together they make ${fixed(sigmoidSum, 2)}.`
}
