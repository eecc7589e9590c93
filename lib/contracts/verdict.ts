import { z } from 'zod'
import { verdictNames } from '#lib/nn/names.ts'
import { metricValueSchema } from './metric-value.ts'

/** What the rules of diagnosis found in a run. */
export const verdictSchema = z.object({
  name: z.enum(verdictNames),
  /** The layer that it is about; null where it is about the whole network. */
  layer: z.string().nullable(),
  /** Step at which the rule first held. */
  step: z.int(),
  /** Last reading at which it held. */
  lastStep: z.int(),
  /** The rule in words. */
  rule: z.string(),
  threshold: z.number(),
  /** What was measured against the threshold at `step`. */
  value: metricValueSchema,
  /** The figures that the rule read at `step`, by metric key or a plain name. */
  evidence: z.record(z.string(), metricValueSchema),
  /** The evidence as a sentence. */
  message: z.string(),
  /** What to try. */
  suggestion: z.string(),
})
export type Verdict = z.infer<typeof verdictSchema>
