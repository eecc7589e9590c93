import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import type { OutputSpec } from '../../../lib/nn/spec.ts'
import { inference, referencePass } from './reference-network.ts'
import { inFloat32, networkOf, samplesFor, tensorsAwayFromKinks, trainerFor } from './small-networks.ts'

/** Every kind of layer; more units than any tile has columns. */
const hidden = [
  { units: 19, activation: 'rrelu', normalization: 'batch', dropout: 0.3 },
  { units: 6, activation: 'prelu', normalization: 'layer' },
  { units: 5, activation: 'tanh' },
] as const
const outputs: OutputSpec[] = [
  { units: 3, activation: 'softmax', loss: 'cross_entropy', temperature: 2 },
  { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
  { units: 1, activation: 'linear', loss: 'mean_squared_error' },
]

function greatestDifference(actual: Float32Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual[i]!)), 0)
}

describe.each(variants.map(({ name }) => name))('what a network answers on %s', (variant) => {
  it.each(outputs)('is what the reference answers: $activation', (output) => {
    const spec = networkOf([...hidden], output)
    // More than fit into one batch.
    const samples = samplesFor(spec, 150)
    const tensors = tensorsAwayFromKinks(spec, samples, inference, 1e-6)
    const trainer = trainerFor(variant, spec)
    trainer.setParameters(inFloat32(tensors))
    const { layers } = referencePass(spec, tensors, samples, inference)
    expect(greatestDifference(trainer.respond(samples), layers.at(-1)!.a.flat())).toBeLessThan(1e-5)
  })

  it('leaves a training as it is', () => {
    const spec = networkOf([...hidden])
    const samples = samplesFor(spec, 16)
    const rows = Uint32Array.from({ length: 16 }, (_, row) => row)
    const [alone, asked] = [trainerFor(variant, spec), trainerFor(variant, spec)]
    for (let step = 0; step < 3; step++) {
      for (const trainer of [alone, asked]) trainer.step(samples, rows, 0, 16, 0.1)
      asked.respond(samples)
    }
    expect(asked.save()).toEqual(alone.save())
  })
})
