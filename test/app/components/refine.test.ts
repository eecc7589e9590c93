import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refined, within } from '#app/components/compare/refine.ts'
import { between, stepScale, unitWords } from '#app/components/compare/step-scale.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import { makeRun } from '../helpers/runs.ts'

const values = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i / 90) + (i === 1234 ? 40 : 0))
const steps = values.keys().toArray()
/** What the server answers for a part. */
const answer = (from: number, to: number, most: number) => ({
  from,
  to,
  buckets: toBuckets(steps.slice(from, to + 1), values.slice(from, to + 1), most, from),
})

describe('finer buckets', () => {
  test('take the place of the coarse ones in their part, in order, without a gap or an extreme that goes', () => {
    const coarse = toBuckets(steps, values, 100)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3999 }), fc.integer({ min: 0, max: 2000 }), (from, length) => {
        const to = Math.min(3999, from + length)
        const series = refined(coarse, answer(from, to, 100))
        expect(series.steps).toEqual([...series.steps].sort((a, b) => a - b))
        expect(new Set(series.steps).size).toBe(series.steps.length)
        expect([series.steps[0]! <= 63, series.steps.at(-1)]).toEqual([true, 3999])
        const inner = within(series, from, to)
        expect(inner.steps.length).toBeGreaterThanOrEqual(Math.min(to - from + 1, 40))
        expect(Math.max(...inner.max!)).toBeGreaterThanOrEqual(Math.max(...values.slice(from, to + 1)))
        expect(inner.min!.length).toBe(inner.steps.length)
      }),
      { seed: 1 },
    )
  })

  test('of a run that went on are followed by what is only known coarsely', () => {
    const coarse = toBuckets(steps, values, 100)
    const part = answer(0, 2000, 1000)
    expect(refined(coarse, part).steps.filter((step) => step > 2000)).toEqual(
      coarse.steps.filter((step) => step > 2000),
    )
    expect(refined(coarse, null)).toBe(coarse)
  })

  test('keep their NaN', () => {
    const broken = values.slice()
    broken[1501] = Number.NaN
    const coarse = toBuckets(steps, broken, 100)
    const fine = {
      from: 1400,
      to: 1600,
      buckets: toBuckets(steps.slice(1400, 1601), broken.slice(1400, 1601), 300, 1400),
    }
    const series = refined(coarse, fine)
    expect(series.nans!.map((i) => series.steps[i])).toEqual([1501])
    expect(within(series, 1450, 1550).nans).toHaveLength(1)
  })
})

describe('a step on an axis', () => {
  test('comes back from every axis that there is', () => {
    const run = makeRun()
    const clock = { steps: [10, 400, 4690], seconds: [1, 2, 30], at: [5000, 6000, 90_000] }
    for (const unit of ['step', 'epoch', 'relative', 'wall'] as const) {
      const { toX, toStep } = stepScale(run, unit, clock)!
      for (const step of [10, 11, 399, 400, 4000, 4690]) expect(toStep(toX(step))).toBeCloseTo(step, 6)
    }
    expect(stepScale(run, 'relative', clock)!.toX(0)).toBe(0)
    expect(stepScale(run, 'epoch', undefined)!.toX(938)).toBe(1)
  })

  test('is nowhere in time without a clock', () => {
    expect(stepScale(makeRun(), 'wall', undefined)).toBeNull()
    expect(stepScale(makeRun(), 'relative', { steps: [], seconds: [], at: [] })).toBeNull()
  })

  test('in seconds reads in the unit that suits', () => {
    const { format } = unitWords.relative
    expect([0, 0.0012, 0.43, 93, 725, 8040].map(format)).toEqual([
      '0 s',
      '1.2 ms',
      '0.43 s',
      '93 s',
      '12 min 5 s',
      '2 h 14 min',
    ])
  })

  test('goes on along the last piece beyond the marks', () => {
    expect(between([0, 10], [0, 5], 20)).toBe(10)
    expect(between([3], [7], 9)).toBe(7)
  })
})
