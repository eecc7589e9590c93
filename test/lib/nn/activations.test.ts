import { describe, expect, it } from 'vitest'
import { activations } from '../../../lib/nn/activations.ts'
import { hiddenActivationNames } from '../../../lib/nn/names.ts'

/** −8.05 … 8.05, without the kinks at 0. */
const points = Array.from({ length: 162 }, (_, i) => -8.05 + i * 0.1)
const alpha = 0.2

describe.each(hiddenActivationNames)('activation %s', (name) => {
  const { value, derivative, peak, range } = activations[name]

  it('has a derivative that agrees with central differences', () => {
    const h = 1e-5
    for (const z of points) {
      const slope = (value(z + h, alpha) - value(z - h, alpha)) / (2 * h)
      expect(Math.abs(derivative(z, alpha) - slope)).toBeLessThan(1e-8)
    }
  })

  it('reaches the peak of its derivative and never more', () => {
    const slopes = [...points, 0].map((z) => Math.abs(derivative(z, alpha)))
    expect(Math.max(...slopes)).toBe(peak)
  })

  it('stays in its range and comes close to finite ends', () => {
    const values = [-40, ...points, 40].map((z) => value(z, alpha))
    const [low, high] = range
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...values)).toBeLessThanOrEqual(high)
    if (Number.isFinite(low)) expect(Math.min(...values)).toBeCloseTo(low, 9)
    if (Number.isFinite(high)) expect(Math.max(...values)).toBeCloseTo(high, 9)
  })
})
