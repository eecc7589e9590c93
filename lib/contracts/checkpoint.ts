import { z } from 'zod'

/** A moment from which a run can go on. */
const checkpointSchema = z.object({
  step: z.int(),
  epoch: z.int(),
  epochEnd: z
    .boolean()
    .describe('Taken at the end of an epoch; else between, because some seconds had gone by.'),
  weights: z.string().describe('sha-256 in hex of all parameters at that step.'),
  bytes: z.int().describe('Bytes of the stored state.'),
  restorable: z.boolean().describe('Whether the state is still kept: of older checkpoints only the hash is.'),
  createdAt: z.iso.datetime(),
})
export type CheckpointEntry = z.infer<typeof checkpointSchema>

/** In order of steps. */
export const checkpointListSchema = z.object({ items: z.array(checkpointSchema) })
export type CheckpointList = z.infer<typeof checkpointListSchema>

/** Which checkpoint of a run is looked at. */
export const checkpointStepSchema = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .optional()
  .describe('The newest kept checkpoint at or before it is looked at; the newest of all where absent.')
