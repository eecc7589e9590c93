import { type Judgement, topClasses } from '#app/inference/judgement.ts'
import type { Run } from '#lib/contracts/run.ts'
import { foldRepeats } from './networks.ts'
import { nameOfNonFinite } from './numbers.ts'

/** From this share on, a class is worth a word. */
const worthAWord = 0.01

/** A share or score in two fixed digits; what would round to 0 or 1 and is neither, as below or above it. */
export function shareWords(value: number): string {
  const named = nameOfNonFinite(value)
  if (named) return named
  if (value > 0 && value < 0.005) return '< 0.01'
  if (value < 1 && value >= 0.995) return '> 0.99'
  return value.toFixed(2).replace('-', '−')
}

/** Whether any output is no number, so that the network says nothing. */
function isBroken({ values }: Judgement): boolean {
  return values.some(Number.isNaN)
}

/** What a network thinks, in words: "4, 0.93; then 9, 0.05". */
export function judgementWords(judgement: Judgement, labels: readonly string[]): string {
  const [first, second] = topClasses(judgement, 2)
  if (!first || isBroken(judgement)) return 'nothing: its outputs are not numbers'
  const words = `${labels[first.label]}, ${shareWords(first.value)}`
  if (!second || second.value < worthAWord) return words
  return `${words}; then ${labels[second.label]}, ${shareWords(second.value)}`
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

/** "a", "a and b", "a, b and c". */
function listWords(names: readonly string[]): string {
  const [last, ...before] = [...names].reverse()
  return before.length === 0 ? (last ?? '') : `${before.reverse().join(', ')} and ${last}`
}

/** One network's answer under the name by which it is called. */
export interface NamedJudgement {
  name: string
  judgement: Judgement
}

/** Who says what, right or wrong, in one line: "relu and tanh say 4, sigmoid says 9." */
export function agreementWords(
  answers: readonly NamedJudgement[],
  labels: readonly string[],
  truth: number | null,
): string {
  const bySaid = new Map<number | null, string[]>()
  for (const { name, judgement } of answers) {
    const said = isBroken(judgement) ? null : (topClasses(judgement, 1)[0]?.label ?? null)
    bySaid.set(said, [...(bySaid.get(said) ?? []), name])
  }
  const parts = [...bySaid].map(([said, names]) => {
    const verb = names.length === 1 ? 'says' : 'say'
    const what = said === null ? 'nothing' : labels[said]
    const all = names.length === answers.length && names.length > 1
    const who = all ? (names.length === 2 ? 'both' : `all ${names.length}`) : listWords(names)
    return `${who} ${verb} ${what}`
  })
  // A name keeps its case, as an activation's has none.
  const sentence = `${parts.join('; ')}.`.replace(/^(both|all) /, (word) =>
    word === 'both ' ? 'Both ' : 'All ',
  )
  return truth === null ? sentence : `The label is ${labels[truth]}: ${parts.join('; ')}.`
}

/**
 * What the network that is least sure leaves for other classes: "relu gives 4 most, yet 9 gets 0.05 and 7 gets 0.02:
 * a softmax shares out 1 among all classes." Null where nothing is worth a word.
 */
export function leftoverWords(answers: readonly NamedJudgement[], labels: readonly string[]): string | null {
  const sharing = answers.filter(
    ({ judgement }) =>
      judgement.kind === 'probabilities' && judgement.values.length > 2 && !isBroken(judgement),
  )
  const surest = ({ judgement }: NamedJudgement) => Math.max(...judgement.values)
  const answer = sharing.toSorted((a, b) => surest(a) - surest(b))[0]
  if (!answer) return null
  const { name, judgement } = answer
  const [first, ...others] = topClasses(judgement, 4)
  const worth = others.filter(({ value }) => value >= worthAWord)
  if (!first || worth.length === 0) return null
  const parts = worth.map(({ label, value }) => `${labels[label]} gets ${shareWords(value)}`)
  return `${name} gives ${labels[first.label]} most, yet ${listWords(parts)}: a softmax shares out 1 among all classes.`
}
