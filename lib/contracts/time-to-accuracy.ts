import { z } from 'zod'
import { commaList } from './comma-list.ts'
import { compareQuerySchema } from './metric.ts'

/** Accuracies that are asked for at once. */
const mostAccuracies = 20

const accuracy = z.coerce.number<string>().min(0).max(1)

export const timeToAccuracyQuerySchema = compareQuerySchema.pick({ runs: true }).extend({
  accuracies: commaList(z.array(accuracy).min(1).max(mostAccuracies)).describe(
    'Shares of right answers on the held-out split, such as `0.9,0.95,0.97,0.98`.',
  ),
})
export type TimeToAccuracyQuery = z.output<typeof timeToAccuracyQuerySchema>

const reachedSchema = z.object({
  accuracy: z.number(),
  step: z.int().nullable().describe('Of the first validation at or above it; null where none was, so far.'),
  seconds: z.number().nullable().describe('Of training until then; null where no times were recorded.'),
})
export type Reached = z.infer<typeof reachedSchema>

/** For each run, by id, when it got to each accuracy, in the order of the query. */
export const timeToAccuracySchema = z.object({ runs: z.record(z.string(), z.array(reachedSchema)) })
export type TimeToAccuracy = z.infer<typeof timeToAccuracySchema>
