import { z } from 'zod'
import { splitNames } from '#lib/datasets/catalogue.ts'
import { checkpointStepSchema } from './checkpoint.ts'
import { metricValueSchema } from './metric-value.ts'

/** Most samples of one question, and most activations in its answer. */
export const predictionLimits = { samples: 256, activations: 500_000 } as const

const stepField = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .optional()
  .describe('The newest kept checkpoint at or before it is asked; the newest of all where absent.')

/** Samples of a dataset, or features as its samples have them: exactly one of both. */
export const predictRequestSchema = z
  .strictObject({
    step: stepField,
    inputs: z
      .array(z.array(z.number()))
      .min(1)
      .max(predictionLimits.samples)
      .optional()
      .describe(
        "Features of each sample as the dataset's have them: of MNIST 784 whole numbers from 0 to 255.",
      ),
    samples: z
      .strictObject({
        split: z.enum(splitNames),
        indices: z.array(z.int().min(0)).min(1).max(predictionLimits.samples),
      })
      .optional(),
    activations: z
      .boolean()
      .default(false)
      .describe('Whether to answer the activations of hidden layers too.'),
  })
  .superRefine(({ inputs, samples }, context) => {
    if ((inputs === undefined) === (samples === undefined)) {
      const message = 'Give either `inputs` or `samples`'
      context.addIssue({ code: 'custom', path: [inputs ? 'samples' : 'inputs'], message })
    }
  })
export type PredictRequest = z.output<typeof predictRequestSchema>

export const predictQuerySchema = z.strictObject({
  split: z.enum(splitNames).default('val'),
  index: z.coerce.number().int().min(0).describe('Of the sample in its split.'),
  step: checkpointStepSchema,
  activations: z
    .stringbool()
    .default(false)
    .describe('Whether to answer the activations of hidden layers too.'),
})

const rows = (what: string) => z.array(z.array(metricValueSchema)).describe(`A row a sample: ${what}`)

/** What a trained network makes of some samples; rows in the order in which they were asked for. */
export const predictionSchema = z.object({
  step: z.int().describe('Of the checkpoint.'),
  epoch: z.int(),
  weights: z.string().describe('sha-256 in hex of its parameters.'),
  labels: z.array(z.string()).describe('Name of each class.'),
  truth: z
    .array(z.int())
    .nullable()
    .describe('The class that each sample has, as an index into `labels`; null for `inputs`.'),
  predicted: z
    .array(z.int().nullable())
    .describe('The class that the network says; null where an output is NaN.'),
  logits: rows('what the output activation reads, a number a unit.'),
  outputs: rows('what it makes of it, a number a unit.'),
  probabilities: rows('what each class gets; of a single unit `[1 − p, p]`, else the outputs themselves.'),
  activations: z
    .array(z.object({ layer: z.string(), values: rows('a number a unit.') }))
    .nullable()
    .describe('Of the hidden layers; null where they were not asked for.'),
})
export type Prediction = z.infer<typeof predictionSchema>
