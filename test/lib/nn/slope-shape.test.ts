import { describe, expect, it, test } from 'vitest'
import { activations, derivativeAt, usualAlpha, valueAt } from '#lib/nn/activations.ts'
import { dual, variable } from '#lib/nn/dual.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { jumpsOf, kinksOf, peakWithin, saturatedZones, secondDerivativeAt } from '#lib/nn/slope-shape.ts'
import { alphasOf, formulas } from './reference-activations.ts'

const within = [-8, 8] as const
const points = Array.from({ length: 801 }, (_, i) => -8 + i / 50 + 0.003)

describe.each(hiddenActivationNames)('%s', (name) => {
  describe.each(alphasOf(activations[name].alpha))('with α = %d', (alpha) => {
    const jumps = kinksOf(name, alpha, within)

    it('has its f′ by differentiating its f, and its f″ by differentiating its f′', () => {
      const h = name === 'celu' ? 1e-3 * Math.min(1, alpha) : 1e-3
      for (const z of points) {
        if ([0, ...formulas[name].kinks].some((kink) => Math.abs(z - kink) < 0.004)) continue
        const slope = activations[name].value(dual, variable(z), dual.constant(alpha)).slope
        expect(slope).toBeCloseTo(derivativeAt(name, z, alpha), 11)
        const f = (steps: number) => derivativeAt(name, z + steps * h, alpha)
        const difference = (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h)
        expect(Math.abs(secondDerivativeAt(name, z, alpha) - difference)).toBeLessThan(
          1e-7 * Math.max(1, alpha),
        )
      }
    })

    it('has its kinks where the book says', () => {
      const really = formulas[name].kinks.filter((kink) => {
        const step = derivativeAt(name, kink + 1e-9, alpha) - derivativeAt(name, kink, alpha)
        return Math.abs(step) > 1e-3
      })
      expect(jumps).toHaveLength(really.length)
      for (const [i, kink] of really.entries()) expect(jumps[i]).toBeCloseTo(kink, 8)
    })
  })

  it('has the peak of the table', () => {
    const alpha = usualAlpha(name)
    const { slope, at } = peakWithin(name, alpha, [-6, 6])
    expect(Math.abs(slope) / activations[name].peak(alpha)).toBeCloseTo(1, 2)
    expect(derivativeAt(name, at[0] === at[1] ? at[0] : (at[0] + at[1]) / 2, alpha) / slope).toBeCloseTo(1, 3)
  })

  it('is below 5 % of its peak in its saturated zones and nowhere else', () => {
    const alpha = usualAlpha(name)
    const limit = 0.05 * activations[name].peak(alpha)
    const zones = saturatedZones(name, alpha, within)
    for (const z of points) {
      const inside = zones.some(([from, to]) => z > from + 0.05 && z < to - 0.05)
      const outside = zones.every(([from, to]) => z < from - 0.05 || z > to + 0.05)
      if (inside) expect(Math.abs(derivativeAt(name, z, alpha))).toBeLessThan(limit)
      // A zero that f′ only passes through is no zone.
      const passes = Math.abs(secondDerivativeAt(name, z, alpha)) > 0.3
      if (outside && !passes) expect(Math.abs(derivativeAt(name, z, alpha))).toBeGreaterThanOrEqual(limit)
    }
  })
})

test('the zones of sigmoid and tanh, in closed form', () => {
  // σ(1 − σ) = 0.05/4 at z = ±4.357; 1 − tanh² = 0.05 at z = ±2.178.
  const sigmoid = Math.log((1 + Math.sqrt(0.95)) / (1 - Math.sqrt(0.95)))
  expect(saturatedZones('sigmoid', 0, [-6, 6])).toEqual([
    [-6, expect.closeTo(-sigmoid, 6)],
    [expect.closeTo(sigmoid, 6), 6],
  ])
  const tanh = Math.atanh(Math.sqrt(0.95))
  expect(saturatedZones('tanh', 0, [-6, 6])[1]![0]).toBeCloseTo(tanh, 6)
  expect(saturatedZones('relu', 0, [-6, 6])).toEqual([[-6, 0]])
  expect(saturatedZones('leaky_relu', 0.1, [-6, 6])).toEqual([])
})

test('peaks: a place, or a stretch from a kink on', () => {
  expect(peakWithin('sigmoid', 0, [-6, 6])).toEqual({ slope: 0.25, at: [0, 0] })
  expect(peakWithin('relu', 0, [-6, 6])).toEqual({ slope: 1, at: [0, 6] })
  expect(peakWithin('elu', 1, [-6, 6]).at).toEqual([0, 6])
  expect(peakWithin('gelu', 0, [-6, 6]).at).toEqual([1.41, 1.41])
})

test('a jump is found wherever it is, and a steep rise is none', () => {
  expect(jumpsOf((z) => (z <= 0.1234 ? 0 : 1), [-6, 6])).toEqual([0.1234])
  expect(jumpsOf((z) => valueAt('tanh', 50 * z), [-6, 6])).toEqual([])
})
