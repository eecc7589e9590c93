import { describe, expect, it } from 'vitest'
import {
  activations,
  derivativeAt,
  outputActivations,
  usualAlpha,
  valueAt,
} from '../../../lib/nn/activations.ts'
import { respond } from '../../../lib/nn/losses.ts'
import { hiddenActivationNames, initializerNames, outputActivationNames } from '../../../lib/nn/names.ts'
import { alphasOf, formulas } from './reference-activations.ts'

/** −40 … 40, dense where something happens. */
const points = Array.from({ length: 20_001 }, (_, i) => ((i - 10_000) / 10_000) ** 3 * 40)

/** Greatest of what `measure` says of the points; NaN if it is that anywhere. */
function greatest(of: readonly number[], measure: (z: number) => number): number {
  let most = -Infinity
  for (const z of of) most = Math.max(most, measure(z))
  return most
}

it('there is one entry for every name', () => {
  expect(Object.keys(activations)).toEqual([...hiddenActivationNames])
  expect(Object.keys(outputActivations)).toEqual([...outputActivationNames])
  const titles = Object.values(activations).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
})

describe.each(hiddenActivationNames)('activation %s', (name) => {
  const entry = activations[name]
  const { value, slope, kinks } = formulas[name]
  const away = points.filter(
    (z, i) => i % 7 === 0 && [0, ...kinks].every((kink) => Math.abs(z - kink) > 0.01),
  )
  const everywhere = [...points, ...kinks, 0, -0]

  describe.each(alphasOf(entry.alpha))('with α = %d', (alpha) => {
    it('is what its formula says, and so is its derivative, at kinks that from the left', () => {
      const valueError = (z: number) => {
        const f = value(z, alpha)
        return Math.abs(valueAt(name, z, alpha) - f) / Math.max(1, Math.abs(f))
      }
      expect(greatest(everywhere, valueError)).toBeLessThan(1e-12)
      const slopeError = (z: number) => Math.abs(derivativeAt(name, z, alpha) - slope(z, alpha))
      expect(greatest(everywhere, slopeError)).toBeLessThan(1e-12)
    })

    it('has the derivative of central differences away from kinks', () => {
      const h = name === 'celu' ? 1e-3 * Math.min(1, alpha) : 1e-3
      const error = (z: number) => {
        const f = (steps: number) => valueAt(name, z + steps * h, alpha)
        // Of fourth order.
        const difference = (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h)
        return Math.abs(derivativeAt(name, z, alpha) - difference)
      }
      expect(greatest(away, error)).toBeLessThan(1e-9)
    })

    it('reaches the peak of its derivative and never more', () => {
      const most = greatest(everywhere, (z) => Math.abs(derivativeAt(name, z, alpha)))
      expect(most).toBeLessThanOrEqual(entry.peak(alpha) + 1e-9)
      expect(most).toBeGreaterThan(entry.peak(alpha) - 2e-6)
    })

    it('stays in its range and comes close to its ends', () => {
      const [low, high] = entry.range(alpha)
      const far = [-1e8, ...everywhere, 1e8]
      const least = -greatest(far, (z) => -valueAt(name, z, alpha))
      const most = greatest(far, (z) => valueAt(name, z, alpha))
      expect(least).toBeGreaterThanOrEqual(low - 1e-9)
      expect(most).toBeLessThanOrEqual(high + 1e-9)
      if (low === -Infinity) expect(least).toBeLessThan(alpha === 0 ? 1 : -1e5)
      else expect(least).toBeCloseTo(low, 5)
      if (high === Infinity) expect(most).toBeGreaterThan(1e5)
      else expect(most).toBeCloseTo(high, 5)
    })
  })

  it('judges silence by exact zeros only where f′ is constant far below zero', () => {
    const farBelow = [-5, -8, -39].map((z) => derivativeAt(name, z))
    if (entry.aliveAbove === 0) expect(new Set(farBelow).size).toBe(1)
    else expect(entry.aliveAbove).toBe(0.01)
  })

  it('has an initializer that suits it: half of a rectifier is silent, which He makes up for', () => {
    expect(initializerNames).toContain(entry.initializer)
    expect(entry.initializer).toBe(name === 'selu' ? 'lecun' : entry.rectifier ? 'he' : 'glorot')
  })

  it('has an α that can be used, if any', () => {
    expect(usualAlpha(name)).toBe(entry.alpha?.usual ?? 0)
    if (!entry.alpha) return
    const { least, usual, most } = entry.alpha
    expect(least).toBeLessThanOrEqual(usual)
    expect(usual).toBeLessThanOrEqual(most)
    if (entry.alpha.kind === 'random') expect(usual).toBeCloseTo((least + most) / 2, 12)
  })
})

describe.each(outputActivationNames)('output activation %s', (name) => {
  const { peak, range } = outputActivations[name]
  const output = (z: number) => respond({ activation: name }, [z, 0])[0]!

  it('has its peak and its range', () => {
    const slope = (z: number) => (output(z + 1e-5) - output(z - 1e-5)) / 2e-5
    expect(greatest(points, slope)).toBeCloseTo(peak, 6)
    expect(greatest(points, output)).toBeLessThanOrEqual(range[1])
    expect(-greatest(points, (z) => -output(z))).toBeGreaterThanOrEqual(range[0])
  })
})
