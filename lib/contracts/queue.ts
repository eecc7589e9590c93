import { z } from 'zod'

/** Runs whose place is told; those behind them wait long anyway. */
export const mostQueueItems = 500

const queueItemSchema = z.object({
  runId: z.string(),
  position: z.int().min(1).describe('1 is next.'),
  expectedStart: z.iso
    .datetime()
    .nullable()
    .describe('Null while nothing is known of how long runs like those before it take.'),
})
export type QueueItem = z.infer<typeof queueItemSchema>

/** What waits, in the order in which it will begin. Runs that wait for another are not in it. */
export const queueSchema = z.object({
  limit: z.int().describe('Runs that may run at once.'),
  running: z.int(),
  queued: z.int().describe('Runs that wait, those that are not told one by one included.'),
  items: z.array(queueItemSchema),
})
export type Queue = z.infer<typeof queueSchema>
