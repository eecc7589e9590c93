import { z } from 'zod'

/** Runs whose place is told; those behind them wait long anyway. */
export const mostQueueItems = 500

const queueItemSchema = z.object({
  runId: z.string(),
  /** 1 is next. */
  position: z.int().min(1),
  /** Null while nothing is known of how long runs like those before it take. */
  expectedStart: z.iso.datetime().nullable(),
})
export type QueueItem = z.infer<typeof queueItemSchema>

/** What waits, in the order in which it will begin. Runs that wait for another are not in it. */
export const queueSchema = z.object({
  /** Runs that may run at once. */
  limit: z.int(),
  running: z.int(),
  /** Runs that wait, those that are not told one by one included. */
  queued: z.int(),
  items: z.array(queueItemSchema),
})
export type Queue = z.infer<typeof queueSchema>
