import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coarser } from '#app/stream/coarser.ts'
import { GrowingSeries } from '#app/stream/growing-series.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { type Buckets, toBuckets } from '#lib/series/buckets.ts'

const value = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true, min: -10, max: 10 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)
const stepsOf = (values: readonly number[]) => values.map((_, i) => 10 * (i + 1))
const single = (steps: number[], values: readonly number[]) => ({
  steps,
  values: values.map(encodeValue),
  total: steps.length,
})

/** What is drawn says nothing of how many points a bucket has. */
const drawn = ({ counts: _counts, ...buckets }: Buckets) => buckets

describe('a growing series', () => {
  test('is thinned to what the server would make of the whole', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 2, max: 40 }), (values, limit) => {
        const growing = new GrowingSeries(limit)
        for (const [i, one] of values.entries()) growing.extend(single([10 * (i + 1)], [one]))
        expect(growing.buckets()).toEqual(drawn(toBuckets(stepsOf(values), values, limit)))
      }),
      { seed: 1 },
    )
  })

  test('grows on from what the server has thinned as if it had been there from the start', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 40 }),
        fc.nat(300),
        (values, limit, cut) => {
          const steps = stepsOf(values)
          const { min, max, ...sent } = toBuckets(steps.slice(0, cut), values.slice(0, cut), limit)
          const growing = new GrowingSeries(limit)
          growing.extend({
            ...sent,
            values: sent.values.map(encodeValue),
            ...(min && max ? { min: min.map(encodeValue), max: max.map(encodeValue) } : {}),
          })
          growing.extend(single(steps.slice(cut), values.slice(cut)))
          expect(growing.buckets()).toEqual(drawn(toBuckets(steps, values, limit)))
        },
      ),
      { seed: 1 },
    )
  })

  test('takes over the larger buckets of a server that holds fewer', () => {
    const growing = new GrowingSeries(100)
    growing.extend(single([1, 2, 3], [1, 2, 3]))
    growing.extend({ steps: [4, 8], values: [4, 8], min: [4, 5], max: [4, 8], counts: [1, 4], total: 5 })
    expect(growing.buckets()).toEqual({ steps: [4, 8], values: [4, 8], min: [1, 5], max: [4, 8], total: 8 })
  })
})

describe('a coarser series', () => {
  test('keeps spikes, and joins no more than it must', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 37 ? 99 : 0))
    const thin = coarser(toBuckets(stepsOf(values), values, 100), 30)
    expect(thin.steps).toHaveLength(25)
    expect(thin.max![9]).toBe(99)
    expect(thin.total).toBe(100)
  })

  test('of few entries is itself', () => {
    const series = toBuckets([1, 2], [3, 4], 10)
    expect(coarser(series, 2)).toBe(series)
  })
})
