import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Clock,
  type ClockChange,
  ClockWriter,
  clockStride,
  type PlacedMark,
  thinClock,
  timeAt,
} from '#lib/series/clock.ts'

/** Marks as a database keeps them. */
class Marks {
  readonly kept = new Map<number, PlacedMark>()

  write({ added, dropped }: ClockChange): void {
    const before = added[0]?.place ?? 0
    for (const place of [...this.kept.keys()]) {
      if (dropped && place >= dropped.from && place < before && place % dropped.stride !== 0)
        this.kept.delete(place)
    }
    for (const mark of added) if (!this.kept.has(mark.place)) this.kept.set(mark.place, mark)
  }

  get list(): PlacedMark[] {
    return [...this.kept.values()].sort((a, b) => a.place - b.place)
  }
}

const mark = (step: number, seconds: number, at = 1000 * seconds) => ({ step, seconds, at })
const clockOf = (marks: readonly { step: number; seconds: number; at: number }[]): Clock => ({
  steps: marks.map(({ step }) => step),
  seconds: marks.map(({ seconds }) => seconds),
  at: marks.map(({ at }) => at),
})

describe('the clock of a run', () => {
  it('adds up attempts, and passes over steps that it knows', () => {
    const marks = new Marks()
    const first = new ClockWriter(null)
    marks.write(first.add([mark(0, 0), mark(100, 10)]))
    // Killed at step 100; the next attempt does 60 to 100 again.
    const second = new ClockWriter(marks.list.at(-1)!)
    marks.write(second.add([mark(80, 2, 20_000), mark(100, 4, 22_000)]))
    marks.write(second.add([mark(140, 8, 26_000)]))
    expect(marks.list).toEqual([
      { place: 0, step: 0, seconds: 0, at: 0 },
      { place: 1, step: 100, seconds: 10, at: 10_000 },
      { place: 2, step: 140, seconds: 18, at: 26_000 },
    ])
  })

  it('does not go back where the machine’s does', () => {
    const writer = new ClockWriter({ place: 3, step: 10, seconds: 5, at: 9000 })
    expect(writer.add([mark(20, 1, 2000)]).added).toEqual([{ place: 4, step: 20, seconds: 6, at: 9000 }])
  })

  it('keeps every multiple of a power of two and the newest, however marks come and attempts end', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.boolean()), { maxLength: 14 })
    fc.assert(
      fc.property(pieces, (parts) => {
        const marks = new Marks()
        let writer = new ClockWriter(null)
        let total = 0
        for (const [count, ends] of parts) {
          const change = writer.add(
            Array.from({ length: count }, (_, i) => mark(total + i, 0.001 * (total + i))),
          )
          marks.write(change)
          // An append whose answer was lost is written again.
          marks.write(change)
          total += count
          if (ends) writer = new ClockWriter(marks.list.at(-1)!)
        }
        if (total === 0) return
        const stride = clockStride(total - 1)
        const wanted = Array.from({ length: total }, (_, i) => i).filter(
          (place) => place % stride === 0 || place === total - 1,
        )
        expect(marks.list.map(({ place }) => place)).toEqual(wanted)
        expect(wanted.length).toBeLessThanOrEqual(2001)
        expect(marks.list.map(({ step }) => step)).toEqual(wanted)
        const seconds = marks.list.map((each) => each.seconds)
        expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})

describe('a thinned clock', () => {
  const clock = clockOf(Array.from({ length: 1001 }, (_, i) => mark(10 * i, i)))

  it('is itself where it is short enough', () => {
    expect(thinClock(clock, 2000)).toEqual(clock)
  })

  it.each([2, 10, 300, 1000])('has at most %i marks, the first and the last among them', (most) => {
    const { steps, seconds, at } = thinClock(clock, most)
    expect(steps.length).toBeLessThanOrEqual(most)
    expect(steps.length).toBeGreaterThan(most / 3)
    expect([steps[0], steps.at(-1)]).toEqual([0, 10_000])
    expect(seconds).toEqual(steps.map((step) => step / 10))
    expect(at).toHaveLength(steps.length)
  })
})

describe('the time of a step', () => {
  const clock = clockOf([mark(0, 0, 500), mark(10, 1, 1500), mark(30, 2, 9500)])

  it.each([
    [0, { seconds: 0, at: 500 }],
    [10, { seconds: 1, at: 1500 }],
    [5, { seconds: 0.5, at: 1000 }],
    [20, { seconds: 1.5, at: 5500 }],
    [30, { seconds: 2, at: 9500 }],
    [31, null],
    [-1, null],
  ])('%i is known between the first mark and the last', (step, time) => {
    expect(timeAt(clock, step)).toEqual(time)
  })

  it('is not known without marks', () => {
    expect(timeAt(clockOf([]), 0)).toBeNull()
  })
})
