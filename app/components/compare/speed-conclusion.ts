import { took } from '#app/format/durations.ts'
import { count, setting } from '#app/format/numbers.ts'
import { ranking, type TimedSet } from './time-to-accuracy.ts'

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
  return seconds < 1 ? `${seconds.toFixed(2)} s` : took(seconds)
}
