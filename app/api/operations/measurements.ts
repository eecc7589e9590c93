import { defineOperation } from '#app/api/operation.ts'
import { checkpointListSchema } from '#lib/contracts/checkpoint.ts'
import { clockQuerySchema, clockSchema, clocksQuerySchema, clocksSchema } from '#lib/contracts/clock.ts'
import {
  diagnosticsAnswerSchema,
  diagnosticsQuerySchema,
  histogramSeriesQuerySchema,
  histogramSeriesSchema,
} from '#lib/contracts/diagnostics.ts'
import {
  compareQuerySchema,
  comparisonSchema,
  metricsFileSchema,
  metricsQuerySchema,
  metricsSchema,
} from '#lib/contracts/metric.ts'
import { timeToAccuracyQuerySchema, timeToAccuracySchema } from '#lib/contracts/time-to-accuracy.ts'

const group = 'Measurements'

export const getMetrics = defineOperation({
  name: 'getMetrics',
  method: 'GET',
  path: '/runs/{id}/metrics',
  group,
  summary: 'Series over steps',
  description:
    'Series with more points than `maxPoints` come in buckets of a power of two points, counted from the first, so ' +
    'that they do not shift while a run goes on: the last value of each, its least and its greatest. What is NaN or ' +
    'infinite comes as `"NaN"`, `"Infinity"`, `"-Infinity"`. With `format`, or an `Accept` header of that type, all ' +
    'raw points come as a file instead: every 32nd, as its name says, where retention has thinned them, and 409 where it ' +
    'has dropped them.',
  query: metricsQuerySchema.extend(metricsFileSchema.partial().shape),
  answer: metricsSchema,
  problems: ['conflict'],
  files: {
    'text/csv': 'A line a frame: `seq`, `step`, then a column for each metric.',
    'application/vnd.apache.arrow.stream': 'The same as an Arrow IPC stream.',
  },
})

export const compareRuns = defineOperation({
  name: 'compareRuns',
  method: 'GET',
  path: '/compare',
  group,
  summary: 'The same series of several runs',
  description: 'Runs that there are not are missing in the answer.',
  query: compareQuerySchema,
  answer: comparisonSchema,
})

export const getClock = defineOperation({
  name: 'getClock',
  method: 'GET',
  path: '/runs/{id}/clock',
  group,
  summary: 'When the steps of a run were done',
  description:
    'Frames are numbered by steps alone. Beside them, every validation and about every second of training leaves a mark, ' +
    'of a long run every second, fourth … of them. Empty for a run from before times were taken.',
  query: clockQuerySchema,
  answer: clockSchema,
})

export const compareClocks = defineOperation({
  name: 'compareClocks',
  method: 'GET',
  path: '/compare/clocks',
  group,
  summary: 'The clocks of several runs',
  description: 'Runs that there are not are missing in the answer.',
  query: clocksQuerySchema,
  answer: clocksSchema,
})

export const timeToAccuracy = defineOperation({
  name: 'timeToAccuracy',
  method: 'GET',
  path: '/compare/time-to-accuracy',
  group,
  summary: 'Steps and seconds to an accuracy',
  description:
    'When each run first got to each accuracy on the held-out split, by the exact step of that validation. Runs that there ' +
    'are not are missing in the answer.',
  query: timeToAccuracyQuerySchema,
  answer: timeToAccuracySchema,
})

export const getDiagnostics = defineOperation({
  name: 'getDiagnostics',
  method: 'GET',
  path: '/runs/{id}/diagnostics',
  group,
  summary: 'A close look at every layer',
  description:
    'Measures and histograms of each layer at one step, every step that has them, and the verdicts.',
  query: diagnosticsQuerySchema,
  answer: diagnosticsAnswerSchema,
})

export const getHistogramSeries = defineOperation({
  name: 'getHistogramSeries',
  method: 'GET',
  path: '/runs/{id}/diagnostics/series',
  group,
  summary: 'One histogram of a layer over time',
  description:
    'The same kind of histogram of one layer at several steps. With more than `max` snapshots every 2nd, 4th … comes, ' +
    'counted from the first so that they do not shift while a run goes on, and the newest.',
  query: histogramSeriesQuerySchema,
  answer: histogramSeriesSchema,
})

export const listCheckpoints = defineOperation({
  name: 'listCheckpoints',
  method: 'GET',
  path: '/runs/{id}/checkpoints',
  group,
  summary: 'The checkpoints of a run',
  description: 'In order of steps. A run goes on, and can be forked, from those that are restorable.',
  answer: checkpointListSchema,
})
