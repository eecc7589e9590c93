import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readState } from '#app/components/explore/explore-query.ts'
import {
  bounds,
  type ExploreState,
  mostChosen,
  type Order,
  usualState,
  writeState,
} from '#app/components/explore/explore-state.ts'
import { activations, usualAlpha } from '#lib/nn/activations.ts'
import { type HiddenActivationName, hiddenActivationNames } from '#lib/nn/names.ts'

const read = (query: string) => readState(Object.fromEntries(new URLSearchParams(query)))
const name = fc.constantFrom(...hiddenActivationNames)
/** A place on a slider. */
const on = ([least, most, step]: readonly [number, number, number]) =>
  fc
    .integer({ min: 0, max: Math.round((most - least) / step) })
    .map((steps) => Number((least + steps * step).toFixed(4)))

function alphaOf(of: HiddenActivationName): fc.Arbitrary<number> {
  const spec = activations[of].alpha
  return spec
    ? on([spec.least, spec.most, (spec.most - spec.least) / 8]).map((alpha) => Math.min(alpha, spec.most))
    : fc.constant(0)
}
const chosen = name.chain((of) =>
  fc.oneof(fc.constant(usualAlpha(of)), alphaOf(of)).map((alpha) => ({ name: of, alpha })),
)
const states: fc.Arbitrary<ExploreState> = fc.record({
  chosen: fc.uniqueArray(chosen, { minLength: 1, maxLength: mostChosen, selector: (one) => one.name }),
  orders: fc
    .subarray([0, 1, 2] satisfies Order[], { minLength: 1 })
    .map((orders) => orders.toSorted() as Order[]),
  z: on(bounds.z),
  layers: on(bounds.layers),
  gain: on(bounds.gain),
  spread: on(bounds.spread),
  logits: fc
    .constantFrom(2, 10)
    .chain((count) => fc.array(on(bounds.logit), { minLength: count, maxLength: count })),
  temperature: on(bounds.temperature),
  toy: fc.record({
    activation: name,
    layers: on(bounds.toyLayers),
    units: on(bounds.toyUnits),
    learningRate: on([0.001, 10, 0.001]),
    noise: on(bounds.toyNoise),
    seed: on(bounds.toySeed),
  }),
})

test('whatever is set is what the address says', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(read(writeState(state))).toEqual(state)
    }),
    { seed: 5, numRuns: 400 },
  )
})

test('the usual state has no query, and an empty query is the usual state', () => {
  expect(writeState(usualState)).toBe('')
  expect(read('')).toEqual(usualState)
})

test('an address names activations as a person would', () => {
  expect(read('f=relu').chosen).toEqual([{ name: 'relu', alpha: 0 }])
  expect(read('f=elu,leaky_relu:0.3').chosen).toEqual([
    { name: 'elu', alpha: 1 },
    { name: 'leaky_relu', alpha: 0.3 },
  ])
})

test.each([
  ['f=swish', 'chosen'],
  ['d=3', 'orders'],
  ['z=99', 'z'],
  ['z=east', 'z'],
  ['layers=2.5', 'layers'],
  ['logits=1,2,3', 'logits'],
  ['toy=relu', 'toy'],
  ['toy=relu,9x9', 'toy'],
  ['lr=0', 'toy'],
] as const)('what makes no sense (%s) is as usual, and spoils nothing else', (query, part) => {
  const state = read(`${query}&gain=2`)
  expect(state[part]).toEqual(usualState[part])
  expect(state.gain).toBe(2)
})

test('an α out of bounds is the usual one, and a name twice is one', () => {
  expect(read('f=elu:900').chosen).toEqual([{ name: 'elu', alpha: 1 }])
  expect(read('f=relu,relu').chosen).toHaveLength(1)
})
