import { z } from 'zod'
import { runStateSchema } from './run-state.ts'

const runEventKinds = ['state', 'request', 'learning_rate', 'priority'] as const

/**
 * What happened to a run: who did it, when and why. A `state` event names the state that the run came into, a
 * `request` what a running one was asked for (`pause` or `stop`), the others the value that was set.
 */
export const runEventSchema = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  by: z
    .string()
    .nullable()
    .describe('Name of the member; null where the server did it by itself, or nobody gave a name.'),
  asked: z
    .boolean()
    .describe('Whether a person or a script asked for it; the server did it by itself otherwise.'),
  kind: z.enum(runEventKinds),
  state: runStateSchema.nullable(),
  request: z.enum(['pause', 'stop']).nullable(),
  attempt: z.int(),
  step: z
    .int()
    .nullable()
    .describe(
      'Steps that were done; of a learning rate, the step after which it applied, null until it did.',
    ),
  learningRate: z.number().nullable(),
  priority: z.int().nullable(),
  reason: z.string().nullable(),
})
export type RunEvent = z.infer<typeof runEventSchema>

export const runEventListSchema = z.object({ items: z.array(runEventSchema) })
export type RunEventList = z.infer<typeof runEventListSchema>
