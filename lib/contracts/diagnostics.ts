import { z } from 'zod'
import { metricValueSchema } from './metric-value.ts'
import { verdictSchema } from './verdict.ts'

/** What is measured per layer; see docs/DIAGNOSTICS.md for the definitions. */
export const measureNames = [
  'grad_norm',
  'error_rms',
  'update_ratio',
  'dead_units',
  'saturation',
  'activation_mean',
  'activation_std',
] as const
export type MeasureName = (typeof measureNames)[number]

/** What a layer's histograms count, in the order of a step: forward, then back. */
export const histogramNames = ['preActivation', 'activation', 'weight', 'gradient'] as const
export type HistogramName = (typeof histogramNames)[number]

/** 64 bins of equal width from `low` to `high`; what is NaN or infinite is counted apart. */
const histogramSchema = z.object({
  low: z.number(),
  high: z.number(),
  counts: z.array(z.int()),
  nonFinite: z.int(),
})
export type Histogram = z.infer<typeof histogramSchema>

const layerSnapshotSchema = z.object({
  name: z.string().describe('`hidden_1` … `hidden_n`, `output`.'),
  activation: z.string(),
  measures: z.record(z.enum(measureNames), metricValueSchema),
  shrink: metricValueSchema
    .nullable()
    .describe('error_rms ÷ that of the next layer; null for the output layer.'),
  peak: z.number().describe("Greatest |f′| of the layer's activation: the bound of `shrink`, weights aside."),
  histograms: z.object({
    preActivation: histogramSchema,
    activation: histogramSchema,
    weight: histogramSchema,
    gradient: histogramSchema,
  }),
})
export type LayerSnapshot = z.infer<typeof layerSnapshotSchema>

/** A close look at every layer at one step. */
export const snapshotSchema = z.object({
  step: z.int(),
  epoch: z.int(),
  layers: z.array(layerSnapshotSchema),
})
export type Snapshot = z.infer<typeof snapshotSchema>

export const diagnosticsQuerySchema = z.strictObject({
  step: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional()
    .describe('The newest snapshot at or before it is answered; the newest of all where absent.'),
})
export type DiagnosticsQuery = z.output<typeof diagnosticsQuerySchema>

export const diagnosticsAnswerSchema = z.object({
  step: z.int().nullable().describe('Of the snapshot; null while there is none.'),
  epoch: z.int().nullable(),
  layers: z.array(layerSnapshotSchema),
  steps: z.array(z.int()).describe('Every step that has a snapshot.'),
  verdicts: z.array(verdictSchema),
})
export type DiagnosticsAnswer = z.infer<typeof diagnosticsAnswerSchema>

/** Most snapshots that one answer holds of a layer: more than a run takes. */
const mostInSeries = 64

export const histogramSeriesQuerySchema = z.strictObject({
  layer: z
    .string()
    .regex(/^(hidden_[1-9]\d?|output)$/, 'A layer is called hidden_1 … hidden_n, or output')
    .describe('`hidden_1` … `hidden_n`, `output`.'),
  histogram: z.enum(histogramNames),
  max: z.coerce
    .number()
    .int()
    .min(2)
    .max(mostInSeries)
    .default(24)
    .describe('Most snapshots in the answer: every 2nd, 4th … counted from the first, and the newest.'),
})
export type HistogramSeriesQuery = z.output<typeof histogramSeriesQuerySchema>

export const histogramSeriesSchema = z.object({
  layer: z.string(),
  histogram: z.enum(histogramNames),
  items: z.array(z.object({ step: z.int(), epoch: z.int(), histogram: histogramSchema })),
  total: z.int().describe('Snapshots that the run has.'),
})
export type HistogramSeries = z.infer<typeof histogramSeriesSchema>
