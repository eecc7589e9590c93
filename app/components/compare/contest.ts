import { endedStates } from '#lib/contracts/run-state.ts'
import type { RunSet } from './run-sets.ts'
import { listed } from './speed-conclusion.ts'
import { standingOf } from './standings.ts'
import { type MeanDifference, type Spread, spreadOf, welch } from './welch.ts'

/** How far a set of seeds got: the best validation accuracy of each run that has ended. */
export interface Contender extends Spread {
  set: RunSet
  values: number[]
}

/** What the comparison of the best set with one other comes to. */
export interface Duel {
  other: Contender
  /** Of the best set's mean above the other's. */
  difference: MeanDifference
  /** Whether the interval leaves 0 out: the seed alone hardly does that. */
  real: boolean
}

/** The sets that can be compared by their seeds, the best first, and those that cannot. */
export interface Contest {
  best: Contender
  duels: Duel[]
  /** Sets with fewer than two runs that have ended. */
  single: RunSet[]
}

/** Compares the best set with every other of its dataset by their seeds; null where fewer than two sets have two runs that ended. */
export function contestOf(sets: readonly RunSet[]): Contest | null {
  const contenders = sets.flatMap((set) => {
    const values = bestValues(set)
    return values.length > 1 ? [{ set, values, ...spreadOf(values) }] : []
  })
  const [best, ...rest] = contenders.sort((a, b) => b.mean - a.mean)
  const others = rest.filter(({ set }) => datasetOf(set) === datasetOf(best!.set))
  if (!best || others.length === 0) return null
  const duels = others.map((other): Duel => {
    const difference = welch(best.values, other.values)!
    return { other, difference, real: difference.low > 0 }
  })
  const single = sets.filter((set) => datasetOf(set) === datasetOf(best.set) && bestValues(set).length < 2)
  return { best, duels, single }
}

/** Accuracies on different data say nothing of each other. */
const datasetOf = ({ runs }: RunSet) => runs[0]!.run.config.dataset

function bestValues({ runs }: RunSet): number[] {
  return runs.flatMap((compared) => {
    const { bestAccuracy } = standingOf(compared)
    return bestAccuracy !== null && endedStates.includes(compared.run.state) ? [bestAccuracy] : []
  })
}

/** A difference of accuracies in hundredths, as a person says it: 0.8, 0.03. */
export function points(difference: number): string {
  const hundredths = 100 * difference
  const digits = Math.abs(hundredths) < 0.1 && hundredths !== 0 ? 2 : 1
  return hundredths.toFixed(digits).replace('-', '−')
}

const seedWords = (best: Contender, other: Contender): string =>
  best.n === other.n ? `${best.n} seeds each` : `${best.n} and ${other.n} seeds`

/** One comparison in a sentence. */
function duelWords(best: Contender, { other, difference, real }: Duel): string {
  const { low, high } = difference
  const interval = `(95 % interval ${points(low)} to ${points(high)}, ${seedWords(best, other)})`
  const by = `${points(difference.difference)} points`
  return real
    ? `${best.set.name} is better than ${other.set.name} by ${by} ${interval}.`
    : `Between ${best.set.name} and ${other.set.name} it cannot be told: the ${by} may be the seed ${interval}.`
}

/** Who is really better, in a sentence or two. */
export function contestWords({ best, duels, single }: Contest): string {
  const closest = duels[0]!
  const rest = duels.slice(1)
  const real = rest.filter((duel) => duel.real)
  const also =
    rest.length === 0
      ? ''
      : real.length === rest.length && closest.real
        ? ` It is better than ${listed(real.map(({ other }) => other.set.name))} as well.`
        : real.length > 0
          ? ` It is better than ${listed(real.map(({ other }) => other.set.name))}.`
          : ''
  const alone =
    single.length > 0 ? ` Of ${listed(single.map(({ name }) => name))}, one seed says nothing.` : ''
  return `${duelWords(best, closest)}${also}${alone}`
}
