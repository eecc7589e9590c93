import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { VerdictName } from '#lib/nn/names.ts'
import { magnitude, share } from './numbers.ts'

/** How loud a verdict is drawn. */
export type Tone = 'ok' | 'warn' | 'bad'

interface VerdictLook {
  /** One or two words for a badge. */
  word: string
  tone: Tone
  /** A sentence about a layer, or about the whole network. */
  title: (layer: string | null) => string
  /** How what it measures is written: as a share, or as a magnitude. */
  format: (value: number) => string
}

const about = (layer: string | null, sentence: string) => (layer ? `${sentence} in ${layer}` : sentence)
const layerOr = (layer: string | null, plural: string, rest: string) =>
  layer ? `Layer ${layer} is ${rest}` : `${plural} are ${rest}`

/** Every verdict in a person's words, the gravest first. */
export const verdictLooks: Readonly<Record<VerdictName, VerdictLook>> = {
  exploding: {
    word: 'exploding',
    tone: 'bad',
    title: (layer) => about(layer, 'The gradient explodes'),
    format: magnitude,
  },
  not_learning: {
    word: 'not learning',
    tone: 'bad',
    title: (layer) => about(layer, 'Nothing is learned'),
    format: share,
  },
  dying: { word: 'dying', tone: 'bad', title: (layer) => layerOr(layer, 'Units', 'dying'), format: share },
  vanishing: {
    word: 'vanishing',
    tone: 'warn',
    title: (layer) => about(layer, 'The gradient vanishes'),
    format: magnitude,
  },
  saturated: {
    word: 'saturated',
    tone: 'warn',
    title: (layer) => layerOr(layer, 'Units', 'saturated'),
    format: share,
  },
  oscillating: {
    word: 'oscillating',
    tone: 'warn',
    title: (layer) => about(layer, 'The loss swings up and down'),
    format: magnitude,
  },
  overfitting: {
    word: 'overfitting',
    tone: 'warn',
    title: (layer) => about(layer, 'It learns the training data by heart'),
    format: magnitude,
  },
  healthy: { word: 'healthy', tone: 'ok', title: () => 'Healthy', format: magnitude },
}

const gravity = Object.keys(verdictLooks)

/** Verdicts with the gravest first; of one kind, what came first comes first. */
export function byGravity(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.toSorted((a, b) => gravity.indexOf(a.name) - gravity.indexOf(b.name) || a.step - b.step)
}

/** Verdicts of one kind: the earliest, and the same about other layers. */
export interface VerdictGroup {
  first: Verdict
  others: readonly Verdict[]
}

/** Verdicts by kind, the gravest kind first. */
export function verdictGroups(verdicts: readonly Verdict[]): VerdictGroup[] {
  const groups = Map.groupBy(byGravity(verdicts), (verdict) => verdict.name)
  return [...groups.values()].map(([first, ...others]) => ({ first: first!, others }))
}

/** The kinds of verdict that a run has, each once, the gravest first. */
export function verdictKinds(verdicts: readonly Verdict[]): VerdictName[] {
  return verdictGroups(verdicts).map(({ first }) => first.name)
}

/** What a verdict measured, as its kind is written. */
export function measuredWords({ name, value }: Pick<Verdict, 'name' | 'value'>): string {
  return verdictLooks[name].format(decodeValue(value))
}
