import { expect, test } from 'vitest'
import { readingsAt, stopsOf } from '#app/components/charts/plot-line.ts'
import { layerLines } from '#app/components/run/layer-measures.ts'
import { valuesAt } from '#app/components/run/layer-readings.ts'
import { headlineLines, marksOf, stretchAt, stretchesOf } from '#app/components/run/run-lines.ts'
import type { Past } from '#app/hooks/use-lineage.ts'
import { makeRun } from '../helpers/runs.ts'

const series = (steps: number[], value: number) => ({
  steps,
  values: steps.map(() => value),
  total: steps.length,
})
const config = makeRun().config
const parent = makeRun({
  id: 'aaaaaaaaaaaaaaa3',
  name: 'parent',
  learningRateChanges: [
    { id: 1, step: 50, learningRate: 0.5 },
    { id: 2, step: 900, learningRate: 0.9 },
  ],
})
const fork = makeRun({
  id: 'aaaaaaaaaaaaaab3',
  name: 'fork',
  fork: { of: parent.id, step: 100, weights: 'w', config },
  learningRateChanges: [
    { id: 3, step: 150, learningRate: 0.01 },
    { id: 4, step: null, learningRate: 0.02 },
  ],
})
const past: Past = {
  run: parent,
  span: [-1, 100],
  series: { 'val/accuracy': series([0, 50, 100], 0.5), 'grad_norm/hidden_1': series([0, 100], 1) },
}
const own = { 'val/accuracy': series([100, 150, 200], 0.9), 'grad_norm/hidden_1': series([150, 200], 2) }
const stretches = stretchesOf(fork, own, [past])

test('a run that is no fork is drawn as it is', () => {
  const [line] = headlineLines(stretchesOf(parent, own, []), 'accuracy')
  expect(line!.span).toBeUndefined()
  expect(line!.quiet).toBe(false)
  expect(marksOf(stretchesOf(parent, own, [])).map(({ label }) => label)).toEqual(['lr 0.5', 'lr 0.9'])
})

test('before the fork the parent is drawn, faintly and in another colour, though both have the same by their ids', () => {
  const lines = headlineLines(stretches, 'accuracy').filter(({ label }) => label === 'validation')
  expect(lines.map(({ quiet }) => quiet)).toEqual([true, false])
  expect(new Set(lines.map(({ colour }) => colour)).size).toBe(2)
})

test('at every place one of the two is read: up to the fork the parent, beyond it the fork', () => {
  const lines = headlineLines(stretches, 'accuracy').filter(({ label }) => label === 'validation')
  const at = (x: number) => readingsAt(lines, x, String)
  expect([at(0), at(100), at(101), at(200)]).toEqual([
    'validation 0.5',
    'validation 0.5',
    'validation 0.9',
    'validation 0.9',
  ])
  expect([stretchAt(stretches, 0), stretchAt(stretches, 100), stretchAt(stretches, 101)]).toEqual([
    stretches[0],
    stretches[0],
    stretches[1],
  ])
  expect(stopsOf(lines)).toEqual([0, 50, 100, 100, 150, 200])
})

test('layers are read by their names, whichever run trained there', () => {
  const lines = layerLines('grad_norm', ['hidden_1'], stretches)
  expect(valuesAt(lines, 60)).toEqual(new Map([['hidden_1', 1]]))
  expect(valuesAt(lines, 160)).toEqual(new Map([['hidden_1', 2]]))
  expect(new Set(lines.map(({ id }) => id)).size).toBe(2)
})

test('the fork and the learning rates up to it and after it are marked, those that do not apply yet are not', () => {
  expect(marksOf(stretches).map(({ x, label }) => [x, label])).toEqual([
    [50, 'lr 0.5'],
    [100, 'forked from parent, step 100'],
    [150, 'lr 0.01'],
  ])
})

test('a fork is marked though nothing is known of the run before', () => {
  const [mark] = marksOf(stretchesOf(fork, own, []))
  expect([mark!.x, mark!.label]).toEqual([100, 'forked, step 100'])
})
