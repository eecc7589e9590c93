import { type Judgement, topClasses } from '#app/inference/judgement.ts'
import type { Run } from '#lib/contracts/run.ts'
import { foldRepeats } from './networks.ts'
import { nameOfNonFinite } from './numbers.ts'

/** From this share on, a second class is worth a word. */
const worthAWord = 0.01

/** A share or score in two fixed digits; what would round to 0 or 1 and is neither, as below or above it. */
export function shareWords(value: number): string {
  const named = nameOfNonFinite(value)
  if (named) return named
  if (value > 0 && value < 0.005) return '< 0.01'
  if (value < 1 && value >= 0.995) return '> 0.99'
  return value.toFixed(2).replace('-', '−')
}

/**
 * What a network thinks, in words: "4, 0.93; then 9, 0.05". Where one class is hardly ahead, it says so; where the
 * network has broken, that.
 */
export function judgementWords(judgement: Judgement): string {
  const [first, second] = topClasses(judgement, 2)
  if (!first || judgement.values.some(Number.isNaN)) return 'nothing: its outputs are not numbers'
  const words = `${first.label}, ${shareWords(first.value)}`
  if (!second || (judgement.kind === 'probabilities' && second.value < worthAWord)) return words
  return `${words}; then ${second.label}, ${shareWords(second.value)}`
}

/** How runs are called side by side: by their hidden activations where these tell them apart, else by name. */
export function shortNames(runs: readonly Pick<Run, 'name' | 'config'>[]): string[] {
  const activations = runs.map(({ config }) =>
    foldRepeats(config.network.hidden.map(({ activation }) => activation))
      .map(({ value }) => value)
      .join(' · '),
  )
  const telling = new Set(activations).size === runs.length && activations.every((name) => name.length > 0)
  return telling ? activations : runs.map(({ name }) => name)
}
