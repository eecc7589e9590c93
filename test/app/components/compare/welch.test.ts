import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spreadOf, welch } from '#app/components/compare/welch.ts'

describe('the interval of a difference of means', () => {
  it('is Welch’s', () => {
    // Welch's unequal variances t-test, third example of en.wikipedia.org/wiki/Welch's_t-test.
    const first = [19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0]
    const second = [
      28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6, 20.6, 13.7, 23.2, 17.5, 20.6, 18.0, 23.9, 21.6, 24.3,
      20.4, 24.0, 13.2,
    ]
    const { difference, low, high } = welch(first, second)!
    expect(difference).toBeCloseTo(-2.22, 2)
    expect(high - difference).toBeCloseTo(difference - low, 12)
    // t = −2.22 at 24.5 degrees of freedom: p = 0.036, so 95 % do not reach 0.
    expect(high).toBeLessThan(0)
    expect(high).toBeGreaterThan(-0.3)
  })

  it('of samples alike in size and spread is Student’s', () => {
    const { low, high } = welch([1, 2, 3], [4, 5, 6])!
    const half = 2.776445 * Math.sqrt(2 / 3)
    expect([low, high]).toEqual([expect.closeTo(-3 - half, 5), expect.closeTo(-3 + half, 5)])
  })

  it('is not known of one value, and nothing but the difference where nothing varies', () => {
    expect(welch([1], [1, 2, 3])).toBeNull()
    expect(welch([0.9, 0.9], [0.5, 0.5])).toEqual({ difference: 0.4, low: 0.4, high: 0.4 })
  })

  it('turns its sign with its samples, and holds the difference', () => {
    const sample = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const [there, back] = [welch(first, second)!, welch(second, first)!]
        expect(there.low).toBeCloseTo(-back.high, 9)
        expect(there.low).toBeLessThanOrEqual(there.difference)
        expect(there.high).toBeGreaterThanOrEqual(there.difference)
      }),
      { seed: 6 },
    )
  })

  it('holds the true difference about 95 times of 100', () => {
    const gauss = normals(11)
    const draw = (n: number, mean: number, std: number) =>
      Array.from({ length: n }, () => mean + std * gauss())
    let held = 0
    for (let i = 0; i < 2000; i++) {
      const { low, high } = welch(draw(5, 0.97, 0.002), draw(5, 0.96, 0.01))!
      if (low <= 0.01 && high >= 0.01) held++
    }
    expect(held / 2000).toBeGreaterThan(0.93)
    expect(held / 2000).toBeLessThan(0.98)
  })
})

describe('mean and spread', () => {
  it('have n − 1 in the denominator', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ n: 8, mean: 5, std: Math.sqrt(32 / 7) })
    expect(spreadOf([3])).toEqual({ n: 1, mean: 3, std: null })
  })
})

/** Standard normal numbers of a seed (mulberry32, Box and Muller). */
function normals(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
