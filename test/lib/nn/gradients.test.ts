import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { hiddenActivationNames } from '../../../lib/nn/names.ts'
import type { TrainerOptions } from '../../../lib/nn/network.ts'
import type { NetworkSpec, OutputSpec } from '../../../lib/nn/spec.ts'
import { referenceGradient, referencePass } from './reference-network.ts'
import {
  allRows,
  firstNoise,
  inFloat32,
  networkOf,
  plain,
  samplesFor,
  tensorsAwayFromKinks,
  tensorsOf,
  threeClasses,
  trainerFor,
  twoLayers,
} from './small-networks.ts'

const rows = 7

/**
 * One step of plain descent at learning rate 1 moves every tensor by its negative gradient: that it does so by the
 * central differences of the same network in float64, and that it reports the same loss.
 */
function expectGradients(
  variant: string,
  spec: NetworkSpec,
  options: TrainerOptions = plain,
  every = 1,
  samples = samplesFor(spec, rows),
) {
  const pass = firstNoise(variant, spec, rows)
  const before = tensorsAwayFromKinks(spec, samples, pass)
  const trainer = trainerFor(variant, spec, options)
  expect(trainer.tensorNames).toEqual(Object.keys(before))
  trainer.setParameters(inFloat32(before))
  trainer.step(samples, allRows(samples), 0, rows, 1)
  const after = tensorsOf(trainer)
  const expected = referenceGradient(spec, before, samples, pass, every)
  const slopes = Object.values(expected)
    .flat()
    .filter((slope) => !Number.isNaN(slope))
  const greatest = Math.max(...slopes.map(Math.abs))
  expect(greatest).toBeGreaterThan(1e-4)
  for (const [name, gradient] of Object.entries(expected)) {
    for (const [i, slope] of gradient.entries()) {
      if (Number.isNaN(slope)) continue
      const error = Math.abs(before[name]![i]! - after[name]![i]! - slope)
      expect(error, `${name}[${i}]`).toBeLessThan(2e-6 + 1e-5 * greatest)
    }
  }
  const { loss } = referencePass(spec, before, samples, pass)
  expect(Math.abs(trainer.lossSum / rows - loss)).toBeLessThan(2e-6 * (1 + loss))
}

const softmax = { activation: 'softmax', loss: 'cross_entropy' } as const
const outputs: [string, OutputSpec][] = [
  ['two classes', { ...softmax, units: 2 }],
  ['a temperature', { ...softmax, units: 3, temperature: 2.5 }],
  ['label smoothing', { ...softmax, units: 3, labelSmoothing: 0.2 }],
  ['both', { ...softmax, units: 5, temperature: 0.5, labelSmoothing: 0.1 }],
  ['binary cross-entropy', { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' }],
  ...(['linear', 'sigmoid', 'softmax'] as const).flatMap((activation) =>
    (['mean_squared_error', 'mean_absolute_error', 'huber'] as const).flatMap((loss) =>
      (activation === 'softmax' ? [3] : [1, 3]).map((units): [string, OutputSpec] => [
        `${loss} of ${activation}(${units})`,
        { units, activation, loss, ...(loss === 'huber' ? { delta: 0.4 } : {}) },
      ]),
    ),
  ),
]

const tanh = { units: 5, activation: 'tanh' } as const
const structures: [string, NetworkSpec][] = [
  ['no hidden layer', networkOf([])],
  ['one hidden layer', networkOf([tanh])],
  ['five layers', networkOf(Array.from({ length: 5 }, () => tanh))],
  [
    'layers wider than a tile',
    networkOf([
      { units: 19, activation: 'gelu' },
      { units: 9, activation: 'selu' },
    ]),
  ],
  ['batch normalization', twoLayers('tanh', { normalization: 'batch' })],
  ['layer normalization', twoLayers('tanh', { normalization: 'layer' })],
  ['batch normalization of a linear layer', twoLayers('identity', { normalization: 'batch' })],
  ['dropout', twoLayers('tanh', { dropout: 0.4 })],
  ['dropout of a linear layer', twoLayers('identity', { dropout: 0.4 })],
  [
    'everything at once',
    networkOf([
      { units: 6, activation: 'prelu', normalization: 'batch', dropout: 0.3 },
      { units: 5, activation: 'rrelu', normalization: 'layer', dropout: 0.2 },
      { units: 4, activation: 'celu', alpha: 0.7, normalization: 'batch' },
      { units: 5, activation: 'prelu', alpha: 0.5 },
    ]),
  ],
]

describe.each(variants.map(({ name }) => name))(
  'gradients on %s are those of central differences',
  (variant) => {
    it.each(hiddenActivationNames)('%s', (activation) => {
      expectGradients(variant, twoLayers(activation))
    })

    it.each(outputs)('output: %s', (_, output) => {
      expectGradients(variant, networkOf([tanh], output))
    })

    it.each(structures)('%s', (_, spec) => {
      expectGradients(variant, spec)
    })

    it.each(structures)('%s, the gradients of all layers kept apart', (_, spec) => {
      const apart: TrainerOptions = { ...plain, optimizer: { ...plain.optimizer, clipNorm: 1e9 } }
      expectGradients(variant, spec, apart)
    })

    it('a thousand classes', () => {
      const spec = networkOf([{ units: 4, activation: 'sine' }], {
        ...threeClasses,
        units: 1000,
        labelSmoothing: 0.1,
      })
      expectGradients(variant, spec, plain, 61)
    })

    it.each([plain, { ...plain, optimizer: { ...plain.optimizer, clipNorm: 1e9 } }])(
      'bytes, mostly zero',
      (options) => {
        const spec: NetworkSpec = { ...twoLayers('tanh'), inputs: 70 }
        const given = samplesFor(spec, rows)
        const features = Uint8Array.from(given.features, (x) => (x > 1.2 ? 100 * x : 0))
        expectGradients(variant, spec, options, 1, { ...given, features })
      },
    )
  },
)
