import { count, setting } from '#app/format/numbers.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { Reached } from '#lib/contracts/time-to-accuracy.ts'
import type { RunSet } from './run-sets.ts'
import { type Spread, spreadOf } from './welch.ts'

/** Accuracies to look at, the highest that fit first. */
const ladders = [
  [0.9, 0.95, 0.97, 0.98],
  [0.7, 0.8, 0.9, 0.95],
  [0.5, 0.6, 0.7, 0.8],
  [0.3, 0.4, 0.5, 0.6],
  [0.1, 0.2, 0.3, 0.4],
  [0.02, 0.05, 0.1, 0.2],
] as const

/**
 * Accuracies that tell runs apart whose best is `best`: as high as it allows, up to the first that none has reached,
 * and above what guessing comes to.
 *
 * @param chance accuracy of guessing
 */
export function accuraciesFor(best: number, chance: number): number[] {
  const ladder = ladders.find(([, second]) => second <= best) ?? ladders.at(-1)!
  const open = ladder.findIndex((accuracy) => accuracy > best)
  return ladder.slice(0, open < 0 ? undefined : open + 1).filter((accuracy) => accuracy > 1.02 * chance)
}

/** When a set of runs got to an accuracy: those of them that did. */
export interface Timing {
  reached: number
  of: number
  /** Whether a run that has not reached it may still. */
  open: boolean
  /** Null where none reached it. */
  steps: Spread | null
  /** Null where none did, or where no times were recorded. */
  seconds: Spread | null
}

/** One set of runs and its timings, in the order of the accuracies. */
export interface TimedSet {
  set: RunSet
  timings: Timing[]
}

/** @param answers by run, as the server tells them; null before it does */
export function timedSets(
  sets: readonly RunSet[],
  accuracies: readonly number[],
  answers: Readonly<Record<string, readonly Reached[]>> | null,
): TimedSet[] {
  return sets.map((set) => ({
    set,
    timings: accuracies.map((accuracy) => timingOf(set, accuracy, answers ?? {})),
  }))
}

function timingOf(
  { runs }: RunSet,
  accuracy: number,
  answers: Readonly<Record<string, readonly Reached[]>>,
): Timing {
  const found = runs.map(({ run }) => answers[run.id]?.find((each) => each.accuracy === accuracy))
  const steps = found.flatMap((each) => each?.step ?? [])
  const seconds = found.flatMap((each) => each?.seconds ?? [])
  return {
    reached: steps.length,
    of: runs.length,
    open: runs.some(({ run }, i) => (found[i]?.step ?? null) === null && !endedStates.includes(run.state)),
    steps: steps.length > 0 ? spreadOf(steps) : null,
    // A mean over some of them would be compared with means over all.
    seconds: seconds.length > 0 && seconds.length === steps.length ? spreadOf(seconds) : null,
  }
}

/** What a set needs fewest of to one accuracy. */
export type Effort = 'steps' | 'seconds'

/** The sets all of whose runs got to an accuracy, the quickest first. */
export function ranking(
  timed: readonly TimedSet[],
  index: number,
  by: Effort,
): { set: RunSet; mean: number }[] {
  return timed
    .flatMap(({ set, timings }) => {
      const { reached, of, [by]: spread } = timings[index]!
      return reached === of && spread ? [{ set, mean: spread.mean }] : []
    })
    .sort((a, b) => a.mean - b.mean)
}

/** The least mean among sets; null where fewer than two have one, or all the same, so that nothing stands out. */
export function leastMean(timed: readonly TimedSet[], index: number, by: Effort): number | null {
  const ranked = ranking(timed, index, by)
  return ranked.length > 1 && ranked[0]!.mean < ranked.at(-1)!.mean ? ranked[0]!.mean : null
}

/** Sets that are named one by one. */
const mostNamed = 3

/** Who gets to the highest accuracy that two sets reach in the fewest steps and seconds, in words; null before two do. */
export function speedConclusion(timed: readonly TimedSet[], accuracies: readonly number[]): string | null {
  const index = accuracies.findLastIndex((_, i) => ranking(timed, i, 'steps').length > 1)
  if (index < 0) return null
  const steps = ranking(timed, index, 'steps')
  const seconds = ranking(timed, index, 'seconds')
  const goal = `${setting(Number((100 * accuracies[index]!).toFixed(2)))} %`
  const both = seconds.length > 1 && seconds.length === steps.length
  return [both ? bothWords(goal, steps, seconds) : stepWords(goal, steps), ...missing(timed, index)].join(' ')
}

type Ranked = ReturnType<typeof ranking>

/** Names of the first, and of those who need exactly as much. */
function firsts(ranked: Ranked): string[] {
  return ranked.filter(({ mean }) => mean === ranked[0]!.mean).map(({ set }) => set.name)
}

const need = (names: readonly string[]): string => `${listed(names)} ${names.length > 1 ? 'need' : 'needs'}`

function stepWords(goal: string, steps: Ranked): string {
  const { first, last } = ends(steps)
  if (first.mean === last.mean)
    return `To ${goal}, ${need(firsts(steps))} the same number of steps: ${count(first.mean)}.`
  return `To ${goal}, ${need(firsts(steps))} the fewest steps: ${count(first.mean)}; ${last.set.name} needs ${count(last.mean)}.`
}

function bothWords(goal: string, steps: Ranked, seconds: Ranked): string {
  const { first, last } = ends(seconds)
  const quickest = firsts(steps)
  const who =
    quickest.length === 1 && quickest[0] === first.set.name
      ? `${quickest[0]} needs the fewest steps and the fewest seconds`
      : quickest.length === steps.length
        ? `all need the same number of steps, ${first.set.name} the fewest seconds`
        : `${need(quickest)} the fewest steps, ${first.set.name} the fewest seconds`
  const times = last.mean / first.mean
  if (first.mean === 0 || times < 1.05) return `To ${goal}, ${who}.`
  return `To ${goal}, ${who}: ${duration(first.mean)}, ${timesWords(times)} as fast as ${last.set.name} with ${duration(last.mean)}.`
}

const ends = (ranked: Ranked) => ({ first: ranked[0]!, last: ranked.at(-1)! })

const timesWords = (times: number): string => `${times < 10 ? times.toFixed(1) : count(times)} times`

/** Who did not get there. */
function missing(timed: readonly TimedSet[], index: number): string[] {
  const open: string[] = []
  const never: string[] = []
  for (const { set, timings } of timed) {
    const { reached, of, open: mayStill } = timings[index]!
    if (reached < of)
      (mayStill ? open : never).push(reached > 0 ? `${of - reached} of ${of} ${set.name}` : set.name)
  }
  return [
    ...(never.length > 0 ? [`${listed(never)} never reached it.`] : []),
    ...(open.length > 0 ? [`${listed(open)} ${open.length > 1 ? 'have' : 'has'} not reached it yet.`] : []),
  ]
}

/** Names in a row: a, b and c; a, b and 4 others. */
export function listed(names: readonly string[]): string {
  const shown = names.length > mostNamed + 1 ? names.slice(0, mostNamed) : names.slice(0, -1)
  const rest = names.length - shown.length
  const last = rest > 1 ? `${rest} others` : names.at(-1)!
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last
}

/** Seconds of training, in as many digits as mean something: 0.21 s, 3.4 s, 48 s, 2:04 min. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 100) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes < 100) return `${minutes}:${String(rest).padStart(2, '0')} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
