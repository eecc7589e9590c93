import { describe, expect, it } from 'vitest'
import { binaryCrossEntropy, crossEntropy, meanSquaredError, softmax } from '../../../lib/nn/losses.ts'

describe('losses', () => {
  it('softmax is a distribution, also of huge logits', () => {
    const p = softmax([1e4, 1e4 - 1, -1e4])
    expect(p.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12)
    expect(p[0]! / p[1]!).toBeCloseTo(Math.E, 9)
    expect(p[2]).toBe(0)
  })

  it('cross-entropy is −log of the class probability', () => {
    expect(crossEntropy([0, 0, 0, 0], 2)).toBeCloseTo(Math.log(4), 12)
    expect(crossEntropy([1, 2, 3], 0)).toBeCloseTo(-Math.log(softmax([1, 2, 3])[0]!), 12)
    expect(crossEntropy([1e4, -1e4], 1)).toBe(2e4)
    expect(crossEntropy([1e4, -1e4], 0)).toBe(0)
  })

  it('binary cross-entropy is cross-entropy of two classes, one of whose logits is 0', () => {
    for (const z of [-3, 0, 0.5, 20]) {
      expect(binaryCrossEntropy(z, 1)).toBeCloseTo(crossEntropy([0, z], 1), 12)
      expect(binaryCrossEntropy(z, 0)).toBeCloseTo(crossEntropy([0, z], 0), 12)
    }
    expect(binaryCrossEntropy(1e4, 0)).toBe(1e4)
    expect(binaryCrossEntropy(-1e4, 0)).toBe(0)
  })

  it('mean squared error takes the label for one output and one-hot targets for several', () => {
    expect(meanSquaredError([0.25], 1)).toBe(0.5625)
    expect(meanSquaredError([0.5, 0.5, 1], 2)).toBeCloseTo(0.5 / 3, 12)
  })
})
