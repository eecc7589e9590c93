import { count, shortCount } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Clock } from '#lib/series/clock.ts'
import type { HorizontalUnit } from './view-state.ts'

/** Where the steps of one run stand on a horizontal axis, and back. */
export interface StepScale {
  toX: (step: number) => number
  toStep: (x: number) => number
}

const steps: StepScale = { toX: (step) => step, toStep: (x) => x }

/**
 * Where a run's steps stand under a unit. Null where that is not known: times of a run whose clock has no marks yet,
 * or of one from before there were clocks.
 */
export function stepScale(run: Run, unit: HorizontalUnit, clock: Clock | undefined): StepScale | null {
  if (unit === 'step') return steps
  if (unit === 'epoch') {
    const size = run.progress.steps / run.progress.epochs || 1
    return { toX: (step) => step / size, toStep: (x) => x * size }
  }
  if (!clock || clock.steps.length === 0) return null
  const begins = unit === 'relative' && clock.steps[0]! > 0
  const from = begins ? [0, ...clock.steps] : clock.steps
  const times = unit === 'wall' ? clock.at : begins ? [0, ...clock.seconds] : clock.seconds
  return { toX: (step) => between(from, times, step), toStep: (x) => between(times, from, x) }
}

/** Reads a monotone mapping between its points in proportion, and beyond them along its last piece. */
export function between(xs: readonly number[], ys: readonly number[], x: number): number {
  if (xs.length === 1) return ys[0]!
  let low = 0
  let high = xs.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (xs[middle]! <= x) low = middle
    else high = middle
  }
  const length = xs[high]! - xs[low]!
  return length === 0 ? ys[high]! : ys[low]! + ((ys[high]! - ys[low]!) * (x - xs[low]!)) / length
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Seconds of training: 3 ms, 0.4 s, 93 s, 12 min 5 s, 2 h 14 min. */
function seconds(value: number): string {
  if (value > 0 && value < 0.1) return `${Number((1000 * value).toPrecision(2))} ms`
  if (value < 10) return `${Number(value.toFixed(2))} s`
  if (value < 120) return `${Math.round(value)} s`
  const minutes = Math.floor(value / 60)
  if (minutes < 120) return `${minutes} min${value % 60 >= 1 ? ` ${Math.floor(value % 60)} s` : ''}`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** How the places of a horizontal axis read, and what it is called. */
export const unitWords: Record<
  HorizontalUnit,
  { title: string; noun: string; format: (x: number) => string; tick: (x: number) => string }
> = {
  step: { title: 'Step', noun: 'step', format: (x) => count(Math.round(x)), tick: shortCount },
  epoch: { title: 'Epoch', noun: 'epoch', format: (x) => x.toFixed(2), tick: shortCount },
  relative: { title: 'Training', noun: 'seconds of training', format: seconds, tick: seconds },
  wall: {
    title: 'Time',
    noun: 'milliseconds since 1970',
    format: (x) => time.format(x),
    tick: (x) => time.format(x),
  },
}
