import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Horizontal,
  isPart,
  panned,
  placeAt,
  shareAt,
  visiblePart,
  zoomed,
} from '#app/components/charts/horizontal.ts'

const scale = fc
  .record({
    scale: fc.constantFrom('linear' as const, 'log' as const),
    from: fc.integer({ min: 1, max: 1000 }),
    length: fc.integer({ min: 10, max: 1e6 }),
  })
  .map(({ scale, from, length }): Horizontal => ({ scale, from, to: from + length }))
const share = fc.double({ min: -0.5, max: 1.5, noNaN: true })
const seed = { seed: 5 }

describe('a horizontal scale', () => {
  test('has a share for every place and the place for every share', () => {
    fc.assert(
      fc.property(scale, share, (whole, share) => {
        expect(shareAt(whole, placeAt(whole, share))).toBeCloseTo(share, 6)
      }),
      seed,
    )
  })

  test('never shows what is beyond its ends, nor nothing, however it is zoomed and moved', () => {
    const moves = fc.array(fc.tuple(fc.constantFrom('zoom', 'pan', 'part'), share, share), { maxLength: 12 })
    fc.assert(
      fc.property(scale, moves, (whole, moves) => {
        let part = whole
        for (const [kind, a, b] of moves) {
          if (kind === 'zoom') part = zoomed(part, whole, 2 ** (4 * a), Math.min(1, Math.max(0, b)))
          else if (kind === 'pan') part = panned(part, whole, a)
          else part = visiblePart(part, whole, Math.min(a, b), Math.max(a, b))
          expect(part.from).toBeGreaterThanOrEqual(whole.from)
          expect(part.to).toBeLessThanOrEqual(whole.to)
          expect(part.to).toBeGreaterThan(part.from)
        }
      }),
      seed,
    )
  })

  test('keeps the place around which it is zoomed, and comes back', () => {
    const whole: Horizontal = { scale: 'linear', from: 0, to: 1000 }
    const part = zoomed(whole, whole, 4, 0.3)
    expect(placeAt(part, 0.3)).toBeCloseTo(300)
    expect(part.to - part.from).toBeCloseTo(250)
    expect(isPart(part, whole)).toBe(true)
    expect(zoomed(part, whole, 0.01)).toEqual(whole)
    expect(isPart(zoomed(part, whole, 0.01), whole)).toBe(false)
  })
})
