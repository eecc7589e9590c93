import { z } from 'zod'
import { checkpointStepSchema } from './checkpoint.ts'
import { metricValueSchema } from './metric-value.ts'

/** Most classes of which a confusion matrix, and the outputs of single mistakes, are told in full. */
export const mostClassesInFull = 100
/** Most confusions, mistakes, units drawn of a layer, and edges drawn between two. */
export const evaluationLimits = { confused: 50, mistakes: 24, drawnUnits: 24, edges: 200 } as const

export const evaluationQuerySchema = z.strictObject({ step: checkpointStepSchema })

const classSchema = z.int().min(0).describe('A class, as an index into `labels`.')
const share = z.number().min(0).max(1)

const classReportSchema = z.object({
  label: classSchema,
  precision: share
    .nullable()
    .describe('Of the samples predicted as it, the share that is; null where none was.'),
  recall: share.nullable().describe('Of its samples, the share predicted as it; null where it has none.'),
  f1: share.nullable().describe('Harmonic mean of both; null where either is.'),
  support: z.int().describe('Number of its samples.'),
})
export type ClassReport = z.infer<typeof classReportSchema>

const mistakeSchema = z.object({
  index: z.int().describe('Of the sample in its split.'),
  label: classSchema,
  predicted: classSchema,
  confidence: metricValueSchema.describe('What the network gives the predicted class.'),
  probabilities: z
    .array(metricValueSchema)
    .nullable()
    .describe(`What it gives each class; null where there are more than ${mostClassesInFull}.`),
})
export type Mistake = z.infer<typeof mistakeSchema>

const layerUnitsSchema = z.object({
  layer: z.string(),
  mean: z
    .array(metricValueSchema)
    .describe('Mean activation of each unit; of the output layer, mean output.'),
  activeShare: z
    .array(share)
    .describe('Share of the samples at which |f′| exceeds the threshold of `dead_units`.'),
  dead: z
    .array(z.boolean())
    .describe('Whether it does so on none. `dead_units` counts over the training split, this over `split`.'),
})
export type LayerUnits = z.infer<typeof layerUnitsSchema>

const layerEdgesSchema = z.object({
  from: z.string().describe('`input`, or a layer.'),
  to: z.string(),
  fromUnits: z
    .array(z.int())
    .describe(`Units that are drawn: at most ${evaluationLimits.drawnUnits}, evenly spread.`),
  toUnits: z.array(z.int()),
  weights: z
    .array(z.object({ from: z.int(), to: z.int(), weight: metricValueSchema }))
    .describe(
      `The strongest weights between those units, at most ${evaluationLimits.edges}, strongest first.`,
    ),
})
export type LayerEdges = z.infer<typeof layerEdgesSchema>

/** How a trained network does on held-out samples, class by class and unit by unit. */
export const evaluationSchema = z.object({
  step: z.int().describe('Of the checkpoint.'),
  epoch: z.int(),
  weights: z.string().describe('sha-256 in hex of its parameters.'),
  split: z.literal('val'),
  samples: z.int(),
  accuracy: share,
  loss: metricValueSchema.describe('Mean over the samples; both as the run recorded them at that step.'),
  labels: z.array(z.string()).describe('Name of each class.'),
  confusion: z
    .array(z.array(z.int()))
    .nullable()
    .describe(
      `Counts, a row a true class, a column a predicted one; null for more than ${mostClassesInFull}.`,
    ),
  confused: z
    .array(z.object({ truth: classSchema, predicted: classSchema, count: z.int() }))
    .describe(`The most frequent confusions, at most ${evaluationLimits.confused}.`),
  undecided: z
    .int()
    .describe('Samples with an output that is NaN: predicted as no class, in no column, among no mistakes.'),
  perClass: z.array(classReportSchema),
  mistakes: z
    .array(mistakeSchema)
    .describe(`The most confident mistakes, at most ${evaluationLimits.mistakes}, surest first.`),
  units: z.array(layerUnitsSchema).describe('Layer by layer, the output included.'),
  edges: z.array(layerEdgesSchema).describe('What a drawing of the network needs.'),
})
export type Evaluation = z.infer<typeof evaluationSchema>
