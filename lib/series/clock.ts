/** A moment of a training. */
export interface ClockMark {
  step: number
  /** Milliseconds since 1970. */
  at: number
  /**
   * Seconds of training until the step was done for the first time: validation, waiting in the queue and pauses do not
   * count. Attempts add up, so what an attempt had to do again because the one before was killed counts twice: it took
   * that long.
   */
  seconds: number
}

/** A mark, and how many the run had before it. */
export interface PlacedMark extends ClockMark {
  place: number
}

/** Marks of one run as columns, in order of steps; empty for a run from before there were clocks. */
export interface Clock {
  steps: number[]
  seconds: number[]
  at: number[]
}

/** What is to be written of some marks. */
export interface ClockChange {
  added: PlacedMark[]
  /** Marks from the place on that are not multiples of the stride go; null where all stay. */
  dropped: { from: number; stride: number } | null
}

/** Marks that a run keeps at most, but for its newest. */
const mostMarks = 2000

/**
 * Of a run's marks stay those whose place is a multiple of this, and the newest. It follows from the newest's place
 * alone: twice as far apart whenever there would be more than 2,000.
 */
export function clockStride(newest: number): number {
  let stride = 1
  while (newest / stride >= mostMarks) stride *= 2
  return stride
}

/** Goes on with a run's clock from one attempt to the next. Neither steps nor times ever go back. */
export class ClockWriter {
  #newest: PlacedMark | null
  /** Seconds of the attempts before. */
  readonly #before: number

  /** @param newest the run's newest mark so far, of an earlier attempt; null where it has none */
  constructor(newest: PlacedMark | null) {
    this.#newest = newest
    this.#before = newest?.seconds ?? 0
  }

  /**
   * @param marks in order; their seconds are those of this attempt. Marks of steps that the clock knows are passed over:
   * an attempt that goes on from a checkpoint repeats them.
   */
  add(marks: readonly ClockMark[]): ClockChange {
    const before = this.#newest
    const fresh: PlacedMark[] = []
    for (const { step, at, seconds } of marks) {
      const last = this.#newest
      if (last && step <= last.step) continue
      this.#newest = {
        place: last ? last.place + 1 : 0,
        step,
        at: Math.max(at, last?.at ?? 0),
        seconds: Math.max(this.#before + seconds, last?.seconds ?? 0),
      }
      fresh.push(this.#newest)
    }
    if (fresh.length === 0) return { added: [], dropped: null }
    const newest = this.#newest!
    const stride = clockStride(newest.place)
    const added = fresh.filter((mark) => mark === newest || mark.place % stride === 0)
    return { added, dropped: before && dropped(before.place, stride) }
  }
}

/** What goes of the marks up to the one that was the newest. */
function dropped(before: number, stride: number): ClockChange['dropped'] {
  if (clockStride(before) !== stride) return { from: 0, stride }
  return before % stride === 0 ? null : { from: before, stride }
}

/** At most about `most` marks, evenly taken by powers of two, with the last. */
export function thinClock({ steps, seconds, at }: Clock, most: number): Clock {
  const last = steps.length - 1
  let stride = 1
  while (last / stride >= most - 1) stride *= 2
  const keep = <T>(list: readonly T[]) => list.filter((_, i) => i % stride === 0 || i === last)
  return { steps: keep(steps), seconds: keep(seconds), at: keep(at) }
}

/**
 * When a step was done, linearly between the marks beside it. Null before the first mark and after the last, and where
 * there are none.
 */
export function timeAt(clock: Clock, step: number): { seconds: number; at: number } | null {
  const { steps, seconds, at } = clock
  const after = firstFrom(steps, step)
  if (after === steps.length || (after === 0 && steps[0] !== step)) return null
  if (steps[after] === step) return { seconds: seconds[after]!, at: at[after]! }
  const share = (step - steps[after - 1]!) / (steps[after]! - steps[after - 1]!)
  const between = (list: readonly number[]) => list[after - 1]! + share * (list[after]! - list[after - 1]!)
  return { seconds: between(seconds), at: between(at) }
}

/** Index of the first step that is not before `step`; the length where there is none. */
function firstFrom(steps: readonly number[], step: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]! < step) low = middle + 1
    else high = middle
  }
  return low
}
