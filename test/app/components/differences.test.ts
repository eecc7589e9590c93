import { expect, test } from 'vitest'
import { differences } from '#app/components/compare/differences.ts'
import { bestOf, standingOf } from '#app/components/compare/standings.ts'
import { makeRun } from '../helpers/runs.ts'

const layers = (activation: 'relu' | 'tanh') => ({
  hidden: [
    { units: 64, activation },
    { units: 64, activation },
  ],
})

test('only the fields that differ are listed, with a value for every run', () => {
  const runs = [
    makeRun({}, { network: layers('relu') }),
    makeRun({}, { network: layers('tanh'), optimizer: { learningRate: 0.5 } }),
  ]
  expect(differences(runs)).toEqual({
    differing: [
      { name: 'activation', values: ['relu ×2', 'tanh ×2'] },
      { name: 'learningRate', values: ['0.1', '0.5'] },
    ],
    fields: 16,
  })
})

test('names and tags are no settings', () => {
  const { differing } = differences([makeRun({ name: 'a', tags: ['x'] }), makeRun({ name: 'b' })])
  expect(differing).toEqual([])
})

test('the best of a row is the highest accuracy and the lowest loss, and nothing for one run', () => {
  const standings = [0.9, 0.95].map((accuracy) =>
    standingOf({
      series: {},
      run: makeRun({
        summary: {
          'val/accuracy': { last: accuracy, best: accuracy, bestStep: 10 },
          'val/loss': { last: 'NaN', best: 1 - accuracy, bestStep: 10 },
        },
      }),
    }),
  )
  expect(bestOf(standings, 'bestAccuracy')).toBe(0.95)
  expect(bestOf(standings, 'bestLoss')).toBeCloseTo(0.05)
  expect(bestOf(standings, 'bestStep')).toBeNull()
  expect(bestOf(standings.slice(0, 1), 'bestAccuracy')).toBeNull()
})
