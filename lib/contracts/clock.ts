import { z } from 'zod'
import { compareQuerySchema, metricsQuerySchema } from './metric.ts'

export const clockQuerySchema = metricsQuerySchema.pick({ maxPoints: true }).extend({
  maxPoints: metricsQuerySchema.shape.maxPoints.describe(
    'Of more marks, every second, fourth … and the last.',
  ),
})
export type ClockQuery = z.output<typeof clockQuerySchema>

/** Marks in order of steps. Of steps between two of them the time is about as far between as they are. */
export const clockSchema = z.object({
  steps: z.array(z.int()),
  seconds: z
    .array(z.number())
    .describe(
      'Seconds of training until that step was done for the first time, over all attempts. Validation, waiting in the ' +
        'queue and pauses do not count; what an attempt did again because the one before was killed does.',
    ),
  at: z.array(z.int()).describe('Milliseconds since 1970.'),
})

export const clocksQuerySchema = compareQuerySchema.pick({ runs: true, maxPoints: true }).extend({
  maxPoints: compareQuerySchema.shape.maxPoints.describe(clockQuerySchema.shape.maxPoints.description!),
})
export type ClocksQuery = z.output<typeof clocksQuerySchema>

/** Clocks of several runs, by id. */
export const clocksSchema = z.object({ runs: z.record(z.string(), clockSchema) })
export type Clocks = z.infer<typeof clocksSchema>
