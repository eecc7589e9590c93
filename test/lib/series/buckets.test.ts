import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBuckets } from '#lib/series/buckets.ts'

const anyValue = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity))
const seed = { seed: 7 }

describe('toBuckets', () => {
  it('leaves a short series as it is', () => {
    expect(toBuckets([1, 2, 3], [4, 5, 6], 3)).toEqual({ steps: [1, 2, 3], values: [4, 5, 6], total: 3 })
  })

  it('keeps a spike and a NaN among a million points', () => {
    const values = new Float64Array(1_000_000)
    values[123_457] = 9
    values[700_001] = -Infinity
    values[500_001] = Number.NaN
    const { min, max, nans, total } = toBuckets(values.keys().toArray(), values, 300)
    expect(max).toContain(9)
    expect(min).toContain(-Infinity)
    expect(nans).toEqual([Math.floor(500_001 / 4096)])
    expect(total).toBe(1_000_000)
    expect(max!.length).toBeLessThanOrEqual(300)
  })

  it('shows each bucket by its last point and its extremes, NaN left out', () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (values, most) => {
          const steps = values.map((_, i) => 10 * i)
          const buckets = toBuckets(steps, values, most)
          expect(buckets.steps.length).toBeLessThanOrEqual(most)
          expect(buckets.steps.at(-1)).toBe(steps.at(-1))
          let start = 0
          for (const [i, step] of buckets.steps.entries()) {
            const end = step / 10 + 1
            const numbers = values.slice(start, end).filter((value) => !Number.isNaN(value))
            expect(buckets.values[i]).toBe(values[end - 1])
            if (buckets.min) expect(buckets.min[i]).toBe(numbers.length ? Math.min(...numbers) : Number.NaN)
            if (buckets.max) expect(buckets.nans?.includes(i) ?? false).toBe(numbers.length < end - start)
            if (buckets.max) expect(buckets.max[i]).toBe(numbers.length ? Math.max(...numbers) : Number.NaN)
            start = end
          }
          expect(start).toBe(values.length)
        },
      ),
      seed,
    )
  })

  it('never changes a full bucket while the series grows within one bucket size', () => {
    const values = Array.from({ length: 64 }, (_, i) => Math.sin(i))
    const steps = values.map((_, i) => i)
    const early = toBuckets(steps.slice(0, 50), values.slice(0, 50), 20)
    const late = toBuckets(steps, values, 20)
    const full = Math.floor(50 / 4)
    expect(late.max!.slice(0, full)).toEqual(early.max!.slice(0, full))
    expect(late.steps.slice(0, full)).toEqual(early.steps.slice(0, full))
  })
})
