import { z } from 'zod'
import { metricValueSchema } from './metric-value.ts'

/** Largest number of buckets that one series may be asked for. */
const maxPointsLimit = 10_000

/** Largest `seq` and step that the log can hold. */
const maxInteger = 2 ** 31 - 1
const whole = z.coerce.number().int().min(0).max(maxInteger)

/** A place in a run's metrics log; 0 is before its first frame. */
export const seqSchema = z.int().min(0).max(maxInteger)

export const metricsQuerySchema = z.strictObject({
  /** Comma-separated; all where absent. `grad_norm/*` stands for every layer. */
  keys: z
    .string()
    .regex(/^[\w/*,]*$/, 'Not a list of metric keys')
    .max(4000)
    .transform((list) => list.split(',').filter(Boolean))
    .optional(),
  /** Only what was recorded after this sequence number. */
  after: whole.default(0),
  /** First and last step, inclusive. */
  from: whole.optional(),
  to: whole.optional(),
  /** Longer series come in power-of-two buckets of last, min and max. */
  maxPoints: z.coerce.number().int().min(2).max(maxPointsLimit).default(1000),
})
export type MetricsQuery = z.output<typeof metricsQuerySchema>

/** One metric over steps. With `min` and `max`, every entry stands for a bucket and `values` holds its last. */
const seriesSchema = z.object({
  steps: z.array(z.int()),
  values: z.array(metricValueSchema),
  min: z.array(metricValueSchema).optional(),
  max: z.array(metricValueSchema).optional(),
  /** Points that each bucket stands for. */
  counts: z.array(z.int()).optional(),
  /** Recorded points that the entries stand for. */
  total: z.int(),
})
export type Series = z.infer<typeof seriesSchema>

export const metricsSchema = z.object({ seq: z.int(), series: z.record(z.string(), seriesSchema) })
export type Metrics = z.infer<typeof metricsSchema>

/** Most runs that are compared at once. */
const mostCompared = 200

export const compareQuerySchema = metricsQuerySchema.pick({ keys: true, from: true, to: true }).extend({
  /** Ids, separated by commas. */
  runs: z
    .string()
    .transform((list) => [...new Set(list.split(',').filter(Boolean))])
    .pipe(
      z
        .array(z.string().regex(/^[0-9a-z]{16}$/, 'Not the id of a run'))
        .min(1)
        .max(mostCompared),
    ),
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
