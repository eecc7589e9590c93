import { z } from 'zod'
import type { Problem } from './problem.ts'
import { nameSchema, type Run, runIdSchema } from './run.ts'
import { textSchema } from './text.ts'

const reasonSchema = textSchema.trim().min(1).max(500)

/** The body of an action on a run; none at all is fine too. */
export const actionRequestSchema = z.strictObject({ reason: reasonSchema.optional() })
export type ActionRequest = z.infer<typeof actionRequestSchema>

export const learningRateRequestSchema = z.strictObject({
  learningRate: z.number().positive().max(1000),
  reason: reasonSchema.optional(),
})
export type LearningRateRequest = z.infer<typeof learningRateRequestSchema>

export const forkRequestSchema = z.strictObject({
  name: nameSchema.optional(),
  /** Step of the checkpoint to go on from; the newest that is kept where absent. */
  fromStep: z.int().min(0).optional(),
  /** Wait until the run has completed, and go on from its last checkpoint. */
  whenDone: z.boolean().default(false),
  /** What differs from the run's config; lists (`network.hidden`) are given whole. */
  config: z.record(z.string(), z.unknown()).default({}),
  reason: reasonSchema.optional(),
})
export type ForkRequest = z.input<typeof forkRequestSchema>

export const bulkActions = ['pause', 'resume', 'stop', 'retry', 'delete', 'restore'] as const
export const bulkRequestSchema = z.strictObject({
  action: z.enum(bulkActions),
  ids: z.array(runIdSchema).min(1).max(200),
  reason: reasonSchema.optional(),
})
export type BulkRequest = z.infer<typeof bulkRequestSchema>

/** What became of each run, in the order of the request; of a deleted one nothing is left to tell. */
export type BulkResult =
  | { id: string; ok: true; run: Run | null }
  | { id: string; ok: false; problem: Problem }
export interface BulkAnswer {
  items: BulkResult[]
}
