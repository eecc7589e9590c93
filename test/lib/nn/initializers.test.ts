import { describe, expect, it } from 'vitest'
import { initialWeights, type LayerShape } from '../../../lib/nn/initializers.ts'
import type { InitializerName } from '../../../lib/nn/names.ts'
import { createRandom } from '../../../lib/nn/random.ts'

const shape: LayerShape = { inputs: 100, units: 200, activation: 'relu' }

function moments(name: InitializerName, layer: LayerShape) {
  const weights = initialWeights(name, layer, createRandom(1))
  const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length
  return { variance, greatest: weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0) }
}

describe('initializers', () => {
  it('he is normal with variance 2 / inputs', () => {
    const { variance, greatest } = moments('he', shape)
    expect(Math.abs(variance * 50 - 1)).toBeLessThan(0.05)
    expect(greatest).toBeGreaterThan(3 * Math.sqrt(0.02))
  })

  it('he takes the slope of leaky ReLU into account', () => {
    const { variance } = moments('he', { ...shape, activation: 'leaky_relu', alpha: 1 })
    expect(Math.abs(variance * 100 - 1)).toBeLessThan(0.05)
  })

  it('glorot is uniform within √(6 / (inputs + units))', () => {
    const { variance, greatest } = moments('glorot', shape)
    const limit = Math.sqrt(6 / 300)
    expect(greatest).toBeLessThanOrEqual(limit)
    expect(greatest).toBeGreaterThan(0.999 * limit)
    expect(Math.abs((variance * 3) / limit ** 2 - 1)).toBeLessThan(0.05)
  })

  it.each([
    ['relu', 'he'],
    ['leaky_relu', 'he'],
    ['sigmoid', 'glorot'],
    ['tanh', 'glorot'],
    ['identity', 'glorot'],
    ['softmax', 'glorot'],
    ['linear', 'glorot'],
  ] as const)('auto at a %s layer is %s', (activation, expected) => {
    const layer = { ...shape, activation }
    expect(moments('auto', layer)).toEqual(moments(expected, layer))
  })
})
