import { z } from 'zod'
import { problemSchema } from './problem.ts'
import { mostTags, nameSchema, runIdSchema, runSchema, tagSchema } from './run.ts'
import { textSchema } from './text.ts'

const reasonSchema = textSchema.trim().min(1).max(500).describe('Why; kept with what happened to the run.')

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
  fromStep: z
    .int()
    .min(0)
    .optional()
    .describe('Step of the checkpoint to go on from; the newest that is kept where absent.'),
  whenDone: z
    .boolean()
    .default(false)
    .describe('Wait until the run has completed, and go on from its last checkpoint.'),
  config: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("What differs from the run's config; lists (`network.hidden`) are given whole."),
  reason: reasonSchema.optional(),
})
export type ForkRequest = z.input<typeof forkRequestSchema>

const bulkActions = ['pause', 'resume', 'stop', 'retry', 'delete', 'restore'] as const
const bulkIds = z.array(runIdSchema).min(1).max(200)
const tagListSchema = z.array(tagSchema).max(mostTags).default([])

/** Tags that are put on a run and taken off; it keeps its others. */
export interface TagChange {
  add: readonly string[]
  remove: readonly string[]
}

export const bulkRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(bulkActions), ids: bulkIds, reason: reasonSchema.optional() }),
  z
    .strictObject({
      action: z.literal('tag'),
      ids: bulkIds,
      add: tagListSchema.describe('Tags that each of them is to have; it keeps its others.'),
      remove: tagListSchema.describe('Tags that none of them is to have.'),
    })
    .refine(({ add, remove }) => add.length + remove.length > 0, 'Nothing to change'),
])
export type BulkRequest = z.output<typeof bulkRequestSchema>

const bulkResultSchema = z.discriminatedUnion('ok', [
  z.object({
    id: z.string(),
    ok: z.literal(true),
    run: runSchema.nullable().describe('Null for one that was deleted.'),
  }),
  z.object({ id: z.string(), ok: z.literal(false), problem: problemSchema }),
])

/** What became of each run, in the order of the request. */
export const bulkAnswerSchema = z.object({ items: z.array(bulkResultSchema) })
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>
