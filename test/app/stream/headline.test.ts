import { expect, test } from 'vitest'
import { headline } from '#app/stream/headline.ts'
import { makeRun } from '../helpers/runs.ts'

const run = makeRun({
  summary: {
    'val/accuracy': { last: 0.9, best: 0.92, bestStep: 20 },
    'val/loss': { last: 'NaN', best: 0.3, bestStep: 20 },
  },
})

test('the summary counts while no series is held', () => {
  expect(headline({ run, series: {} }, 'val/accuracy')).toEqual({ last: 0.9, best: 0.92, bestStep: 20 })
  expect(headline({ run, series: {} }, 'val/loss')).toEqual({ last: Number.NaN, best: 0.3, bestStep: 20 })
  expect(headline({ run, series: {} }, 'train/loss')).toEqual({ last: null, best: null, bestStep: null })
})

test('a series that is ahead of the summary counts', () => {
  const series = { 'val/accuracy': { steps: [20, 30, 40], values: [0.92, 0.95, 0.94], total: 3 } }
  expect(headline({ run, series }, 'val/accuracy')).toEqual({ last: 0.94, best: 0.95, bestStep: 30 })
})

test('the lowest loss is best, and what is no number never is', () => {
  const series = {
    'val/loss': {
      steps: [20, 30],
      values: [0.4, Number.NaN],
      min: [0.2, Number.NaN],
      max: [1, Number.NaN],
      total: 4,
    },
  }
  expect(headline({ run, series }, 'val/loss')).toEqual({ last: Number.NaN, best: 0.2, bestStep: 20 })
})
