import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { type Prediction, predictionSchema } from '#lib/contracts/prediction.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { loadDataset } from '#lib/datasets/dataset.ts'
import { hiddenActivationNames, numericClasses } from '#lib/nn/names.ts'
import { predictSamples } from '#workers/prediction.ts'
import { tinyRun } from '../helpers/api.ts'
import { inference, referencePass } from '../lib/nn/reference-network.ts'
import { tensorsOf } from '../lib/nn/small-networks.ts'
import { trainAndLoad } from './looked-at.ts'
import { firstOf } from './recorded-training.ts'

const spirals = await loadDataset('two_spirals')
const mnist = await loadDataset('mnist')

const asked = (indices: number[]) => ({
  inputs: { split: 'val' as const, indices },
  activations: true,
})
/** The rows that were answered, without what says where they come from. */
const rowsOf = ({ truth: _, ...rest }: Prediction) => rest

describe('a prediction', () => {
  it.each(
    hiddenActivationNames.flatMap((activation) => numericClasses.map((name) => ({ activation, name }))),
  )('by $activation in $name is the same alone, among others, and from the features', async (given) => {
    const request: RunRequest = {
      ...tinyRun,
      network: {
        hidden: [
          { units: 7, activation: given.activation, normalization: 'batch', dropout: 0.2 },
          { units: 5, activation: given.activation, normalization: 'layer' },
        ],
      },
      epochs: 1,
    }
    const { recorded: _, ...loaded } = await trainAndLoad(request, { numericClass: given.name })
    const indices = [3, 499, 0, 3, 250, 77, 141]
    const together = predictSamples(loaded, asked(indices), spirals)
    expect(predictionSchema.parse(together)).toEqual(together)
    expect(together.truth).toEqual(indices.map((index) => spirals.val.labels[index]))
    const rows = indices.map((index) => [...spirals.val.features.subarray(2 * index, 2 * index + 2)])
    const fromFeatures = predictSamples(loaded, { inputs: { rows }, activations: true }, spirals)
    expect(rowsOf(fromFeatures)).toEqual(rowsOf(together))
    for (const [row, index] of indices.entries()) {
      const alone = predictSamples(loaded, asked([index]), spirals)
      expect(alone.logits[0]).toEqual(together.logits[row])
      expect(alone.probabilities[0]).toEqual(together.probabilities[row])
      expect(alone.activations!.map(({ values }) => values[0])).toEqual(
        together.activations!.map(({ values }) => values[row]),
      )
    }
  })

  it('is what the mathematics says, in float64', async () => {
    const request: RunRequest = {
      ...tinyRun,
      network: {
        hidden: [
          { units: 6, activation: 'tanh', normalization: 'batch', dropout: 0.3 },
          { units: 4, activation: 'prelu' },
        ],
        output: { activation: 'softmax', loss: 'cross_entropy', temperature: 2 },
      },
      epochs: 2,
    }
    const { recorded, ...loaded } = await trainAndLoad(request)
    const samples = firstOf(spirals.val, 20)
    const { layers } = referencePass(loaded.spec, tensorsOf(recorded.trainer), samples, inference)
    const expected = layers.at(-1)!.a
    const found = predictSamples(loaded, asked(Array.from({ length: 20 }, (_, i) => i)), spirals)
    found.outputs.forEach((row, i) => {
      row.forEach((p, unit) => {
        expect(decodeValue(p)).toBeCloseTo(expected[i]![unit]!, 5)
      })
      expect(row.reduce<number>((sum, p) => sum + decodeValue(p), 0)).toBeCloseTo(1, 5)
    })
    expect(found.probabilities).toEqual(found.outputs)
    expect(found.activations!.map(({ layer, values }) => [layer, values.length, values[0]!.length])).toEqual([
      ['hidden_1', 20, 6],
      ['hidden_2', 20, 4],
    ])
  })

  it('of a single unit gives both classes their share', async () => {
    const { recorded: _, ...loaded } = await trainAndLoad(tinyRun)
    const found = predictSamples(loaded, { ...asked([0, 1, 2]), activations: false }, spirals)
    expect(found.activations).toBeNull()
    found.probabilities.forEach(([a, b], row) => {
      expect([a, b]).toEqual([1 - Number(found.outputs[row]![0]), found.outputs[row]![0]])
      expect(found.predicted[row]).toBe(Number(b) > 0.5 ? 1 : 0)
    })
  })

  it('of a digit does not depend on how much of it is ink', async () => {
    const data = { train: firstOf(mnist.train, 1000), val: firstOf(mnist.val, 100) }
    const request: RunRequest = {
      dataset: 'mnist',
      network: { hidden: [{ units: 16, activation: 'relu' }] },
      epochs: 1,
    }
    const loads = await Promise.all(
      numericClasses.map((numericClass) => trainAndLoad(request, { numericClass, data })),
    )
    // Above a third of the first rows, no index of what is not zero is made; below, one is.
    const digit = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 784, maxLength: 784 })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(digit, share, (pixels, ink) => {
        const inked = pixels.map((value, i) => ((i * 7919) % 784 < ink * 784 ? value : 0))
        const blank = Array.from({ length: 784 }, () => 0)
        for (const loaded of loads) {
          const alone = predictSamples(loaded, { inputs: { rows: [inked] }, activations: false }, data)
          const rows = [...Array.from({ length: 8 }, () => blank), inked]
          const among = predictSamples(loaded, { inputs: { rows }, activations: false }, data)
          expect(among.logits.at(-1)).toEqual(alone.logits[0])
        }
      }),
      { numRuns: 25, seed: 3 },
    )
  })
})
