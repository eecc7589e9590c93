import { z } from 'zod'
import { commaList } from './comma-list.ts'
import { metricValueSchema } from './metric-value.ts'

/** Largest number of buckets that one series may be asked for. */
const maxPointsLimit = 10_000

/** Largest `seq` and step that the log can hold. */
const maxInteger = 2 ** 31 - 1
const whole = z.coerce.number().int().min(0).max(maxInteger)

/** A place in a run's metrics log; 0 is before its first frame. */
export const seqSchema = z.int().min(0).max(maxInteger)

export const metricsFormats = ['csv', 'arrow'] as const
/** A file of all raw points. */
export type MetricsFormat = (typeof metricsFormats)[number]

export const metricsQuerySchema = z.strictObject({
  keys: commaList(
    z
      .array(
        z
          .string()
          .max(200)
          .regex(/^[\w/*]*$/, 'Not a metric key'),
      )
      .max(500),
  )
    .optional()
    .describe('Comma-separated; all where absent. `grad_norm/*` stands for every layer.'),
  after: whole.default(0).describe('Only what was recorded after this sequence number.'),
  from: whole.optional().describe('First step.'),
  to: whole.optional().describe('Last step, inclusive.'),
  maxPoints: z.coerce
    .number()
    .int()
    .min(2)
    .max(maxPointsLimit)
    .default(1000)
    .describe('Longer series come in power-of-two buckets of last, min and max.'),
})
export type MetricsQuery = z.output<typeof metricsQuerySchema>

/** As a file: everything, whatever else is asked. */
export const metricsFileSchema = z.strictObject({ format: z.enum(metricsFormats) })

/** One metric over steps. With `min` and `max`, every entry stands for a bucket and `values` holds its last. */
const seriesSchema = z.object({
  steps: z.array(z.int()),
  values: z.array(metricValueSchema),
  min: z.array(metricValueSchema).optional(),
  max: z.array(metricValueSchema).optional(),
  counts: z.array(z.int()).optional().describe('Points that each bucket stands for.'),
  nans: z.array(z.int()).optional().describe('Indices of the buckets that hold a NaN among their points.'),
  total: z.int().describe('Recorded points that the entries stand for.'),
})
export type Series = z.infer<typeof seriesSchema>

export const metricsSchema = z.object({ seq: z.int(), series: z.record(z.string(), seriesSchema) })
export type Metrics = z.infer<typeof metricsSchema>

/** Most runs that are compared at once. */
const mostCompared = 200

export const compareQuerySchema = metricsQuerySchema.pick({ keys: true, from: true, to: true }).extend({
  runs: commaList(
    z
      .array(z.string().regex(/^[0-9a-z]{16}$/, 'Not the id of a run'))
      .min(1)
      .max(mostCompared),
  ).describe('Ids, separated by commas.'),
  maxPoints: metricsQuerySchema.shape.maxPoints.default(300),
})
export type CompareQuery = z.output<typeof compareQuerySchema>

/** Series of several runs, by id. */
export const comparisonSchema = z.object({ runs: z.record(z.string(), metricsSchema) })
export type Comparison = z.infer<typeof comparisonSchema>

/** One recorded moment of a run: `values[i]` belongs to `keys[i]`. */
export const frameSchema = z.object({
  runId: z.string(),
  seq: z.int(),
  step: z.int(),
  keys: z.array(z.string()),
  values: z.array(metricValueSchema),
})
export type Frame = z.infer<typeof frameSchema>
