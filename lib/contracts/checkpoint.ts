import { z } from 'zod'

/** A moment from which a run can go on. */
export const checkpointSchema = z.object({
  step: z.int(),
  epoch: z.int(),
  /** Taken at the end of an epoch; else between, because some seconds had gone by. */
  epochEnd: z.boolean(),
  /** sha-256 in hex of all parameters at that step. */
  weights: z.string(),
  /** Bytes of the stored state. */
  bytes: z.int(),
  /** Whether the state is still kept: of older checkpoints only the hash is. */
  restorable: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type CheckpointEntry = z.infer<typeof checkpointSchema>
export interface CheckpointList {
  items: CheckpointEntry[]
}
