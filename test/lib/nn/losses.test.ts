import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binaryCrossEntropy, crossEntropy, lossOf, respond, softmax } from '../../../lib/nn/losses.ts'
import type { OutputSpec } from '../../../lib/nn/spec.ts'

const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 12 })
const output = (spec: Partial<OutputSpec> & Pick<OutputSpec, 'activation' | 'loss'>): OutputSpec => ({
  units: 3,
  ...spec,
})

describe('softmax', () => {
  it('is a distribution, also of huge logits', () => {
    const p = softmax([1e4, 1e4 - 1, -1e4])
    expect(p.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12)
    expect(p[0]! / p[1]!).toBeCloseTo(Math.E, 9)
    expect(p[2]).toBe(0)
  })

  it('divides the logits by the temperature', () => {
    expect(softmax([1, 2, 4], 2)).toEqual(softmax([0.5, 1, 2]))
    expect(Math.max(...softmax([1, 2, 4], 100))).toBeCloseTo(1 / 3, 1)
    expect(Math.max(...softmax([1, 2, 4], 0.1))).toBeCloseTo(1, 6)
  })
})

describe('cross-entropy', () => {
  it('is −log of the class probability', () => {
    expect(crossEntropy([0, 0, 0, 0], 2)).toBeCloseTo(Math.log(4), 12)
    expect(crossEntropy([1, 2, 3], 0)).toBeCloseTo(-Math.log(softmax([1, 2, 3])[0]!), 12)
    expect(crossEntropy([1, 2, 3], 0, 2)).toBeCloseTo(-Math.log(softmax([1, 2, 3], 2)[0]!), 12)
    expect(crossEntropy([1e4, -1e4], 1)).toBe(2e4)
    expect(crossEntropy([1e4, -1e4], 0)).toBe(0)
  })

  it('with label smoothing is −Σ t·log p of the smoothed target', () => {
    const smoothed = fc.property(
      logits,
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: 0.3, max: 5, noNaN: true }),
      (z, smoothing, temperature) => {
        const label = z.length - 1
        const terms = softmax(z, temperature).map((p, i) => {
          const target = smoothing / z.length + (i === label ? 1 - smoothing : 0)
          return target === 0 ? 0 : -target * Math.log(p)
        })
        const expected = terms.reduce((sum, term) => sum + term, 0)
        const actual = crossEntropy(z, label, temperature, smoothing)
        expect(Math.abs(actual - expected)).toBeLessThan(1e-9 * (1 + expected))
      },
    )
    fc.assert(smoothed, { seed: 20261123, numRuns: 200 })
  })
})

it('binary cross-entropy is cross-entropy of two classes, one of whose logits is 0', () => {
  for (const z of [-3, 0, 0.5, 20]) {
    expect(binaryCrossEntropy(z, 1)).toBeCloseTo(crossEntropy([0, z], 1), 12)
    expect(binaryCrossEntropy(z, 0)).toBeCloseTo(crossEntropy([0, z], 0), 12)
  }
  expect(binaryCrossEntropy(1e4, 0)).toBe(1e4)
  expect(binaryCrossEntropy(-1e4, 0)).toBe(0)
})

describe('mean errors', () => {
  const linear = (loss: OutputSpec['loss'], delta?: number) => output({ activation: 'linear', loss, delta })

  it('take the target for one output and a one-hot one for several', () => {
    expect(lossOf(linear('mean_squared_error'), [0.25], 1)).toBe(0.5625)
    expect(lossOf(linear('mean_squared_error'), [0.25], -3.5)).toBe(3.75 ** 2)
    expect(lossOf(linear('mean_squared_error'), [0.5, 0.5, 1], 2)).toBeCloseTo(0.5 / 3, 12)
    expect(lossOf(linear('mean_absolute_error'), [0.5, -0.5, 4], 2)).toBeCloseTo(4 / 3, 12)
  })

  it('Huber is half the square within delta, a line beyond, both joining smoothly', () => {
    expect(lossOf(linear('huber'), [0.5], 0)).toBe(0.125)
    expect(lossOf(linear('huber'), [3], 0)).toBe(2.5)
    expect(lossOf(linear('huber', 2), [3], 0)).toBe(4)
    for (const h of [1e-6, -1e-6]) expect(lossOf(linear('huber'), [1 + h], 0)).toBeCloseTo(0.5 + h, 11)
  })

  it('read what the output activation makes of the logits', () => {
    const sigmoid = output({ activation: 'sigmoid', loss: 'mean_squared_error' })
    expect(lossOf(sigmoid, [0, 0, 0], 1)).toBeCloseTo(0.25, 12)
    const warm = output({ activation: 'softmax', loss: 'mean_absolute_error', temperature: 3 })
    const p = softmax([1, 2, 3], 3)
    expect(respond(warm, [1, 2, 3])).toEqual(p)
    expect(lossOf(warm, [1, 2, 3], 0)).toBeCloseTo((1 - p[0]! + p[1]! + p[2]!) / 3, 12)
  })
})
