import { z } from 'zod'
import { datasetNames, splitNames, taskNames } from '#lib/datasets/catalogue.ts'
import { commaList } from './comma-list.ts'

/** Most samples of one answer. */
const mostSamples = 256

export const datasetNameSchema = z.enum(datasetNames)

const datasetSchema = z.object({
  name: datasetNameSchema,
  title: z.string(),
  description: z.string(),
  source: z.string().describe('Where it comes from.'),
  task: z.enum(taskNames),
  classes: z.int(),
  labels: z.array(z.string()).describe('Name of each class.'),
  features: z.int().describe('Of one sample.'),
  shape: z
    .array(z.int())
    .describe("How they lie: an image's `[height, width]`, row by row, or `[features]`."),
  values: z
    .enum(['bytes', 'numbers'])
    .describe(
      '`bytes` are whole numbers from 0 to 255, which a network reads divided by 255; `numbers` are read as they are.',
    ),
  splits: z.object({ train: z.int(), val: z.int() }).describe('Number of samples.'),
})

export const datasetListSchema = z.object({ items: z.array(datasetSchema) })
export type DatasetList = z.infer<typeof datasetListSchema>

const whole = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
const indexSchema = z
  .string()
  .regex(/^\d{1,9}$/, 'Not the place of a sample')
  .pipe(z.coerce.number<string>().int().min(0))

export const samplesQuerySchema = z.strictObject({
  split: z.enum(splitNames).default('val'),
  indices: commaList(z.array(indexSchema).min(1).max(mostSamples))
    .optional()
    .describe('These samples, in this order; goes without the three below.'),
  offset: whole.optional().describe('How many of those that fit are passed over; 0 where absent.'),
  limit: whole.min(1).max(mostSamples).optional().describe('24 where absent.'),
  label: whole.optional().describe('Samples of this class alone.'),
})
export type SamplesQuery = z.output<typeof samplesQuerySchema>

export const samplesSchema = z.object({
  items: z.array(
    z.object({
      index: z.int().describe('In its split.'),
      label: z.int().describe('Its class.'),
      values: z.array(z.number()).describe('Its features.'),
    }),
  ),
  shape: z.array(z.int()),
  total: z.int().describe('Number of samples in the split, of those of `label` where it is given.'),
})
export type SampleList = z.infer<typeof samplesSchema>
