import { expect, it } from 'vitest'
import { gridFinding, gridMeasures, gridRow, lastStep } from '#app/components/compare/grid-rows.ts'
import { layersOf, makeCompared, seriesOf } from '../../helpers/compared.ts'

/** Gradients of two hidden layers and the output that stay as they are. */
const gradients = (...values: readonly [number, number, number]) =>
  Object.fromEntries(
    ['hidden_1', 'hidden_2', 'output'].map((layer, i) => [
      `grad_norm/${layer}`,
      seriesOf([values[i]!, values[i]!, values[i]!]),
    ]),
  )
const runs = makeCompared([
  { request: layersOf('sigmoid'), run: { name: 'deep' }, series: gradients(1e-6, 0.1, 1) },
  { request: layersOf('relu'), run: { name: 'quick' }, series: gradients(0.5, 0.5, 1) },
])

it('the maps of a row are on one scale, whatever each of them holds', () => {
  const { heats, scale } = gridRow('grad_norm', runs, 200, 10)
  expect(heats.map(({ layers }) => layers.length)).toEqual([3, 3])
  expect([scale.low, scale.high]).toEqual(['10⁻⁶', '1'])
  const own = gridRow('grad_norm', runs.slice(1), 200, 10).scale
  expect(own.low).not.toBe(scale.low)
})

it('names the runs that cross a threshold', () => {
  const rows = gridMeasures.map((measure) => gridRow(measure, runs, 200, 10))
  expect(gridFinding(rows, runs)).toBe(
    'By the verdicts’ thresholds, the gradient vanishes or explodes in deep.',
  )
  const healthy = runs.slice(1)
  const theirs = gridMeasures.map((measure) => gridRow(measure, healthy, 200, 10))
  expect(gridFinding(theirs, healthy)).toBe('No threshold is crossed in any run.')
  const empty = makeCompared([{}])
  const nothing = gridMeasures.map((measure) => gridRow(measure, empty, 200, 10))
  expect(gridFinding(nothing, empty)).toBe('No measures of layers were recorded yet.')
})

it('has room for the longest run, and for what is to come of those that go on', () => {
  expect(lastStep(runs, () => false)).toBe(200)
  expect(lastStep(runs, () => true)).toBe(4690)
})
