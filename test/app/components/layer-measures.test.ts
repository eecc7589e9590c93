import { describe, expect, test } from 'vitest'
import { linearAxis, shareAxis } from '#app/components/charts/axes.ts'
import { toLine } from '#app/components/charts/plot-line.ts'
import { layerFinding } from '#app/components/run/layer-findings.ts'
import { measureChoices } from '#app/components/run/layer-measures.ts'
import { layerPanels } from '#app/components/run/layer-panels.ts'
import { shrinkFactors, valuesAt } from '#app/components/run/layer-readings.ts'
import { measureNames } from '#lib/contracts/diagnostics.ts'
import { makeRun } from '../helpers/runs.ts'

const layers = ['hidden_1', 'hidden_2', 'output']
const series = (...values: number[]) => ({
  steps: values.map((_, i) => 50 * i),
  values,
  total: values.length,
})
const line = (...values: number[]) => toLine({ id: 'a', label: 'a', colour: 'red' }, series(...values))
const sigmoids = [
  { units: 8, activation: 'sigmoid' as const },
  { units: 8, activation: 'sigmoid' as const },
]

test('every measure of the contract can be chosen, once', () => {
  expect(measureChoices.flatMap(({ measures }) => [...measures]).toSorted()).toEqual([...measureNames].sort())
})

test('a choice draws the layers that have its measure, in the network’s order', () => {
  const held = {
    'dead_units/hidden_2': series(0, 0.1),
    'dead_units/hidden_1': series(0, 0.5),
    'grad_norm/output': series(1),
  }
  const [panel] = layerPanels('dead_units', layers, [{ run: makeRun(), series: held, quiet: false }])
  expect(panel!.lines.map(({ label }) => label)).toEqual(['hidden_1', 'hidden_2'])
  expect(panel!.axis.domain).toEqual([0, 0.6])
  expect(layerPanels('activations', layers, []).map(({ name }) => name)).toEqual([
    'activation_mean',
    'activation_std',
  ])
})

describe('axes', () => {
  test('shares keep the thresholds in sight, and go to all of it where that is needed', () => {
    expect(shareAxis([line(0, 0.02)]).domain).toEqual([0, 0.6])
    expect(shareAxis([line(0, 0.61)]).domain).toEqual([0, 1])
    expect(shareAxis([]).format(0.4)).toBe('40 %')
  })
  test('signed values lie between round numbers, 0 among them', () => {
    expect(linearAxis([line(-0.13, 0.4)]).ticks).toEqual([-0.2, 0, 0.2, 0.4])
    expect(linearAxis([line(3, 7)]).ticks).toEqual([0, 2, 4, 6, 8])
    expect(linearAxis([]).domain).toEqual([0, 1])
    expect(linearAxis([line(-0.13, 0.4)]).format(-0.2)).toBe('−0.2')
  })
})

describe('the error on its way back', () => {
  const errors = new Map([
    ['hidden_1', 0.0001],
    ['hidden_2', 0.001],
    ['output', 0.01],
  ])
  test('shrinks by its ratio to the next layer, beside the bound of the layer’s own activation', () => {
    const shrinks = shrinkFactors(layers, sigmoids, errors)
    expect(shrinks.map(({ peak }) => peak)).toEqual([0.25, 0.25])
    expect(shrinks.map(({ factor }) => factor)).toEqual([expect.closeTo(0.1), expect.closeTo(0.1)])
    expect(layerFinding('error_rms', errors, shrinks)).toBe(
      'hidden_1 gets 1/100 of the error of the output layer. The slopes alone let at most 1/16 of it through 2 layers.',
    )
  })
  test('has no factor where one of the two is missing or 0', () => {
    const known = new Map([
      ['hidden_1', 0.1],
      ['output', 0],
    ])
    expect(shrinkFactors(layers, sigmoids, known).map(({ factor }) => factor)).toEqual([null, null])
  })
})

describe('a finding', () => {
  const reading = (...values: number[]) => new Map(values.map((value, i) => [layers[i]!, value]))
  test('is silent while nothing is known', () => {
    for (const name of measureNames) expect(layerFinding(name, new Map(), [])).toBeNull()
  })
  test.each([
    ['grad_norm', [0.1, 0.2, 0.1], 'hidden_1 gets 1.0 times the gradient of the output layer.'],
    ['grad_norm', [0, 0.2, 0.1], 'No gradient reaches hidden_1: it does not learn.'],
    ['grad_norm', [Number.NaN, 1, 1], 'The gradient is NaN: the weights have diverged.'],
    ['dead_units', [0.1, 0.4375], 'hidden_2 has most dead units: 44 %.'],
    ['dead_units', [0, 0], 'No unit is dead.'],
    ['saturation', [0.1, 0.03], 'hidden_1 is saturated most: 10 % of its outputs.'],
    [
      'update_ratio',
      [0.0001, 0.002],
      'A step changes hidden_1 by 1.0·10⁻⁴ of its length, hidden_2 by 2.0·10⁻³; about 0.001 is usual.',
    ],
  ] as const)('of %s at %j reads %s', (name, values, words) => {
    expect(layerFinding(name, reading(...values), [])).toBe(words)
  })
  test('reads lines where the playhead is', () => {
    expect(valuesAt([line(1, 2, 3)], 60).get('a')).toBe(2)
    expect(valuesAt([line()], 60).size).toBe(0)
  })
})
