import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { activations, usualAlpha } from '../../../lib/nn/activations.ts'
import { initialWeights, type LayerShape } from '../../../lib/nn/initializers.ts'
import {
  hiddenActivationNames,
  type InitializerName,
  initializerNames,
  outputActivationNames,
} from '../../../lib/nn/names.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { InitializerSpec } from '../../../lib/nn/spec.ts'
import { inFloat32, plain, tensorsOf, trainerFor, twoLayers } from './small-networks.ts'

const shape: LayerShape = { inputs: 100, units: 200, activation: 'relu' }

function draw(spec: InitializerSpec, layer: LayerShape = shape, seed = 1): Float32Array {
  return initialWeights(spec, layer, createRandom(seed))
}

function momentsOf(weights: Float32Array) {
  const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length
  const moment = (power: number) => weights.reduce((sum, w) => sum + (w - mean) ** power, 0) / weights.length
  return { mean, variance: moment(2), kurtosis: moment(4) / moment(2) ** 2 }
}

/** Within four standard errors of what 20,000 draws of a normal distribution show. */
function expectNormal(weights: Float32Array, variance: number) {
  const moments = momentsOf(weights)
  const count = weights.length
  expect(Math.abs(moments.mean)).toBeLessThan(4 * Math.sqrt(variance / count))
  expect(Math.abs(moments.variance / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
  expect(Math.abs(moments.kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / count))
}

function expectUniform(weights: Float32Array, limit: number) {
  const moments = momentsOf(weights)
  const size = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0)
  expect(size).toBeLessThanOrEqual(Math.fround(limit))
  expect(size).toBeGreaterThan(0.999 * limit)
  expect(Math.abs(moments.mean)).toBeLessThan((4 * limit) / Math.sqrt(3 * weights.length))
  expect(Math.abs((moments.variance * 3) / limit ** 2 - 1)).toBeLessThan(0.03)
  expect(moments.kurtosis).toBeCloseTo(1.8, 1)
}

describe('initializers', () => {
  it('zeros and constant are what they say', () => {
    expect(new Set(draw('zeros'))).toEqual(new Set([0]))
    expect(new Set(draw('constant'))).toEqual(new Set([Math.fround(0.1)]))
    expect(new Set(draw({ name: 'constant', value: -2.5 }))).toEqual(new Set([-2.5]))
  })

  it('normal and uniform take their parameter, 0.05 where none is given', () => {
    expectNormal(draw('normal'), 0.05 ** 2)
    expectNormal(draw({ name: 'normal', std: 3 }), 9)
    expectUniform(draw('uniform'), 0.05)
    expectUniform(draw({ name: 'uniform', limit: 2 }), 2)
  })

  it('glorot is uniform within √(6 / (inputs + units))', () => {
    expectUniform(draw('glorot'), Math.sqrt(6 / 300))
    expectUniform(draw('glorot', { ...shape, inputs: 500 }), Math.sqrt(6 / 700))
  })

  it('he is normal with variance 2 / inputs', () => {
    expectNormal(draw('he'), 2 / 100)
    expectNormal(draw('he', { ...shape, inputs: 400, units: 50 }), 2 / 400)
  })

  it.each(['leaky_relu', 'prelu', 'rrelu'] as const)(
    'he takes the slope of %s into account',
    (activation) => {
      const slope = usualAlpha(activation)
      expectNormal(draw('he', { ...shape, activation }), 2 / (1 + slope ** 2) / 100)
      expectNormal(draw('he', { ...shape, activation, alpha: 1 }), 1 / 100)
    },
  )

  it('he leaves an α that is no slope below zero out of account', () => {
    expectNormal(draw('he', { ...shape, activation: 'elu', alpha: 5 }), 2 / 100)
  })

  it('lecun is normal with variance 1 / inputs', () => {
    expectNormal(draw('lecun'), 1 / 100)
  })

  it.each([
    [60, 20],
    [20, 60],
    [33, 33],
    [1, 7],
    [7, 1],
    [1, 1],
  ])('orthogonal weights [%i, %i] have orthonormal rows or columns, whichever are fewer', (inputs, units) => {
    const weights = draw('orthogonal', { ...shape, inputs, units })
    const at = (input: number, unit: number) => weights[input * units + unit]!
    const fewer = Math.min(inputs, units)
    for (let i = 0; i < fewer; i++) {
      for (let j = 0; j < fewer; j++) {
        let product = 0
        for (let k = 0; k < Math.max(inputs, units); k++) {
          product += inputs >= units ? at(k, i) * at(k, j) : at(i, k) * at(j, k)
        }
        expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-6)
      }
    }
    expect(new Set(weights).size).toBe(weights.length)
  })

  it.each([...hiddenActivationNames, ...outputActivationNames])(
    'auto at a %s layer is what suits it',
    (activation) => {
      const hidden = hiddenActivationNames.find((name) => name === activation)
      const expected: InitializerName = hidden ? activations[hidden].initializer : 'glorot'
      expect(draw('auto', { ...shape, activation })).toEqual(draw(expected, { ...shape, activation }))
    },
  )

  it.each(initializerNames)(
    '%s is the same for the same seed, and without one only where nothing is drawn',
    (name) => {
      expect(draw(name)).toEqual(draw(name))
      expect(draw(name)).toHaveLength(shape.inputs * shape.units)
      const same = draw(name, shape, 2).every((w, i) => w === draw(name)[i])
      expect(same).toBe(name === 'zeros' || name === 'constant')
    },
  )
})

describe('a fresh network', () => {
  const spec = twoLayers('prelu', { normalization: 'batch', alpha: 0.375 })

  it('starts from the same bits on every variant', () => {
    const starts = variants.map(({ name }) => trainerFor(name, spec).parameters())
    for (const start of starts) expect(start).toEqual(starts[0])
    expect(trainerFor('scalar', spec, { ...plain, seed: 2 }).parameters()).not.toEqual(starts[0])
  })

  it('has weights in the order of its layers, biases and shifts of 0, gains and variances of 1, slopes of α', () => {
    const tensors = tensorsOf(trainerFor('scalar', spec))
    const random = createRandom(plain.seed)
    const start: Record<string, number> = {
      biases: 0,
      gain: 1,
      shift: 0,
      slopes: 0.375,
      running_mean: 0,
      running_variance: 1,
    }
    for (const [i, name] of Object.keys(tensors).entries()) {
      const kind = name.slice(name.indexOf('/') + 1)
      if (kind !== 'weights') expect(new Set(tensors[name])).toEqual(new Set([start[kind]]))
      else {
        const units = tensors[name.replace('weights', 'biases')]!.length
        const activation = name.startsWith('output') ? 'softmax' : 'prelu'
        const layer = { inputs: tensors[name]!.length / units, units, activation, alpha: 0.375 } as const
        expect(inFloat32(tensors)[i]).toEqual(initialWeights('auto', layer, random))
      }
    }
  })
})
