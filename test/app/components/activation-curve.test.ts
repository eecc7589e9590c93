import { expect, test } from 'vitest'
import { activationCurves } from '#app/components/marks/activation-curve.ts'
import { activationFamilies, alphaWords, peakOf, takesAlpha } from '#app/format/activations.ts'
import { activations } from '#lib/nn/activations.ts'
import { hiddenActivationNames, outputActivationNames } from '#lib/nn/names.ts'

const names = [...hiddenActivationNames, ...outputActivationNames]
const heights = (path: string) => [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]))

test.each(names)('%s has a curve within its box', (name) => {
  const numbers = [...activationCurves[name].matchAll(/-?[\d.]+/g)].map(Number)
  expect(numbers.length).toBeGreaterThan(4)
  for (const number of numbers) expect(number).toBeGreaterThanOrEqual(1)
  for (const number of numbers) expect(number).toBeLessThanOrEqual(13)
})

test('a curve is the function: relu is flat and then rises, a gaussian comes back, a leaky slope is seen', () => {
  const relu = heights(activationCurves.relu)
  expect(new Set(relu.slice(0, relu.length >> 1)).size).toBe(1)
  expect(relu.at(-1)).toBeLessThan(relu[0]!)
  const gaussian = heights(activationCurves.gaussian)
  expect(gaussian[0]).toBe(gaussian.at(-1))
  const leaky = heights(activationCurves.leaky_relu)
  expect(leaky[0]).toBeGreaterThan(leaky[8]!)
})

test('every activation is in one family, and adding one to the table puts it there', () => {
  expect(activationFamilies.flatMap((family) => family.names).toSorted()).toEqual(
    [...hiddenActivationNames].sort(),
  )
})

test('an alpha is asked for exactly where its author chooses it', () => {
  for (const name of hiddenActivationNames) {
    expect(takesAlpha(name)).toBe(['fixed', 'learned'].includes(activations[name].alpha?.kind ?? ''))
    expect(alphaWords(name) === null).toBe(activations[name].alpha === undefined)
  }
  expect(alphaWords('leaky_relu')).toBe('α from 0 to 1, usually 0.01')
  expect(alphaWords('prelu')).toBe('α from 0 to 1, learned from 0.25')
  expect(alphaWords('rrelu')).toBe('α drawn from 0.125 to 0.333 while training')
})

test('the peak of f′ follows the alpha', () => {
  expect(peakOf({ activation: 'sigmoid' })).toBe(0.25)
  expect(peakOf({ activation: 'elu', alpha: 3 })).toBe(3)
  expect(peakOf({ activation: 'elu' })).toBe(1)
})
