import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { momentsOf, quantile, shareAbove } from '#app/components/run/histogram.ts'
import { halved, ridgePaths } from '#app/components/run/ridge-path.ts'
import { flatZones } from '#app/components/run/ridge-rows.ts'
import { commonSpan, ridgeSpans, spanTicks } from '#app/components/run/ridge-scale.ts'
import { histogram } from '../helpers/histograms.ts'

const box = { width: 100, base: 50, height: 40 }

describe('a histogram', () => {
  test('tells quantiles, shares and moments as if values were spread evenly in their bins', () => {
    const even = histogram(0, 4, [1, 1, 1, 1])
    expect(quantile(even, 0.5)).toBe(2)
    expect(quantile(histogram(0, 4, [3, 0, 0, 1]), 0.9)).toBeCloseTo(3.6)
    expect(shareAbove(even, 1)).toBe(0.75)
    expect(shareAbove(even, 2.5)).toBe(0.375)
    expect(shareAbove(even, -3)).toBe(1)
    expect(shareAbove(histogram(2, 2, [4]), 1)).toBe(1)
    expect(momentsOf(histogram(0, 2, [1, 1]))).toEqual({ mean: 1, deviation: 0.5 })
  })
  test('without a number has none of them', () => {
    const empty = histogram(0, 0, [0, 0])
    expect([quantile(empty, 0.5), shareAbove(empty, 0), momentsOf(empty).mean]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe('a ridge', () => {
  test('goes through the middle of its bins, its highest at the top of its row', () => {
    const { outlines, cuts } = ridgePaths([histogram(0, 4, [1, 2, 1, 0])], [0, 8], box)
    expect(outlines).toEqual(['M0 50L6.3 30L18.8 10L31.3 30L43.8 50L50 50'])
    expect(cuts).toEqual([null])
  })
  test('stands in one measure with its yardstick: equal areas', () => {
    const { outlines } = ridgePaths([histogram(0, 4, [1, 1]), histogram(0, 8, [1, 1])], [0, 8], box)
    expect(outlines[0]).toContain('L12.5 10')
    expect(outlines[1]).toContain('L25 30')
  })
  test('of one bin far above all others is cut, so that the others are seen', () => {
    const { outlines, cuts } = ridgePaths([histogram(0, 4, [100, 2, 1, 1])], [0, 4], box)
    expect(cuts).toEqual([12.5])
    expect(outlines[0]).toContain('L12.5 10L37.5 30')
  })
  test('of equal values is a bar, of none nothing', () => {
    expect(ridgePaths([histogram(2, 2, [4])], [0, 4], box).outlines[0]).toBe(
      'M49.5 50L49.5 10L50.5 10L50.5 50',
    )
    expect(ridgePaths([histogram(0, 0, [0])], [0, 4], box).outlines).toEqual([''])
  })
})

test('in half as many bins a histogram counts the same', () => {
  expect(halved(histogram(0, 4, [1, 2, 3, 4]))).toEqual(histogram(0, 4, [3, 7]))
  expect(halved(histogram(0, 3, [1, 2, 3]))).toEqual(histogram(0, 3, [1, 2, 3]))
})

describe('scales', () => {
  test('are one for all rows that can be read on it, else each row’s own', () => {
    expect(ridgeSpans([[histogram(-1, 1)], [histogram(0, 5)]])).toEqual({
      spans: [
        [-1, 4],
        [-1, 4],
      ],
      shared: true,
    })
    const { spans, shared } = ridgeSpans([[histogram(-1, 1)], [histogram(0, 500)]])
    expect(shared).toBe(false)
    expect(spans[0]![1]).toBeLessThanOrEqual(1)
  })
  test('leave out what few values need', () => {
    const far = histogram(0, 1000, [998, ...Array.from({ length: 98 }, () => 0), 1])
    expect(commonSpan([far])[1]).toBeLessThanOrEqual(20)
  })
  test('of nothing, or of equal values, are ones that can be drawn', () => {
    expect(ridgeSpans([[histogram(0, 0, [0])]])).toEqual({ spans: [[-1, 1]], shared: true })
    const [low, high] = commonSpan([histogram(3, 3, [5])])
    expect(low).toBeLessThan(3)
    expect(high).toBeGreaterThan(3)
  })
  test('enclose the bulk of every histogram, and have a few ticks on them', () => {
    const end = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(end, end, fc.array(fc.nat(9), { minLength: 64, maxLength: 64 }), (a, b, counts) => {
        const each = histogram(Math.min(a, b), Math.max(a, b), counts)
        const span = commonSpan([each])
        const ticks = spanTicks(span)
        if (counts.some((count) => count > 0) && b !== a) {
          expect(span[0]).toBeLessThanOrEqual(quantile(each, 0.01) + Math.abs(a - b) * 1e-9)
          expect(span[1]).toBeGreaterThanOrEqual(quantile(each, 0.99) - Math.abs(a - b) * 1e-9)
        }
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(8)
      }),
      { seed: 5 },
    )
  })
})

test('an activation is flat where its slope is below 5 % of its peak', () => {
  const zones = (activation: Parameters<typeof flatZones>[0] & object) => flatZones(activation, [-6, 6])
  expect(zones({ units: 1, activation: 'relu' })).toEqual([[-6, 0]])
  expect(zones({ units: 1, activation: 'leaky_relu', alpha: 0.1 })).toEqual([])
  const sigmoid = zones({ units: 1, activation: 'sigmoid' })
  // f′ = 0.05 / 4 at z = ±4.357
  expect(sigmoid[0]![1]).toBeCloseTo(-4.36, 1)
  expect(sigmoid[1]![0]).toBeCloseTo(4.36, 1)
  expect(flatZones(undefined, [-6, 6])).toEqual([])
})
