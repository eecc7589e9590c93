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
