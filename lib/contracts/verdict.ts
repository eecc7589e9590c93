import { z } from 'zod'
import { verdictNames } from '#lib/nn/names.ts'
import { metricValueSchema } from './metric-value.ts'

/** What the rules of diagnosis found in a run. */
export const verdictSchema = z.object({
  name: z.enum(verdictNames),
  layer: z
    .string()
    .nullable()
    .describe('The layer that it is about; null where it is about the whole network.'),
  step: z.int().describe('Step at which the rule first held.'),
  lastStep: z.int().describe('Last reading at which it held.'),
  rule: z.string().describe('The rule in words.'),
  threshold: z.number(),
  value: metricValueSchema.describe('What was measured against the threshold at `step`.'),
  evidence: z
    .record(z.string(), metricValueSchema)
    .describe('The figures that the rule read at `step`, by metric key or a plain name.'),
  message: z.string().describe('The evidence as a sentence.'),
  suggestion: z.string().describe('What to try.'),
})
export type Verdict = z.infer<typeof verdictSchema>
