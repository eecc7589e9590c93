import { expect, test } from 'vitest'
import { activations, derivativeAt, usualAlpha } from '#lib/nn/activations.ts'
import { errorLeft, rmsSlope } from '#lib/nn/error-chain.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { createRandom } from '#lib/nn/random.ts'

const draws = 200_000

test.each(hiddenActivationNames)('rms of f′ of %s agrees with draws from the distribution', (name) => {
  const alpha = usualAlpha(name)
  for (const spread of [0.1, 1, 4]) {
    const random = createRandom(7)
    let sum = 0
    let squares = 0
    for (let i = 0; i < draws; i++) {
      const square = derivativeAt(name, spread * random.normal(), alpha) ** 2
      sum += square
      squares += square * square
    }
    const mean = sum / draws
    // Five standard errors of the mean: what a wrong factor of a few per cent would leave far behind.
    const error = Math.sqrt((squares / draws - mean * mean) / draws)
    expect(Math.abs(rmsSlope(name, alpha, spread) ** 2 - mean)).toBeLessThanOrEqual(5 * error + 1e-9)
  }
})

test('closed forms: half of all errors pass a relu, all an identity, whatever the spread', () => {
  for (const spread of [0.1, 0.7, 4]) {
    expect(rmsSlope('relu', 0, spread)).toBeCloseTo(Math.SQRT1_2, 12)
    expect(rmsSlope('identity', 0, spread)).toBeCloseTo(1, 12)
    // E[(1 + α²)/2] of a leaky one; E[cos² z] = (1 + e^−2s²)/2 of a sine.
    expect(rmsSlope('leaky_relu', 0.2, spread)).toBeCloseTo(Math.sqrt(1.04 / 2), 12)
    expect(rmsSlope('sine', 0, spread)).toBeCloseTo(Math.sqrt((1 + Math.exp(-2 * spread ** 2)) / 2), 12)
  }
})

test('no spread lets more through than the peak, and of a sigmoid never more than a quarter', () => {
  for (const name of hiddenActivationNames) {
    const alpha = usualAlpha(name)
    for (const spread of [0.1, 0.5, 2])
      expect(rmsSlope(name, alpha, spread)).toBeLessThanOrEqual(activations[name].peak(alpha) + 1e-9)
  }
  expect(rmsSlope('sigmoid', 0, 0.1)).toBeGreaterThan(0.249)
})

test('an error shrinks or grows by the same factor in every layer', () => {
  expect(errorLeft(0.25, 1, 3)).toEqual([1, 0.25, 0.0625, 0.015625])
  expect(errorLeft(0.5, 2, 2)).toEqual([1, 1, 1])
})
