import { z } from 'zod'
import { type Frame, type Metrics, type Series, seqSchema } from './metric.ts'
import type { Problem } from './problem.ts'
import type { Queue } from './queue.ts'
import { type Run, runIdSchema } from './run.ts'
import type { ServerStatus } from './status.ts'

export const subscribeSchema = z.strictObject({
  runId: runIdSchema,
  /** Last sequence number that the client holds; 0 for none. */
  after: seqSchema,
  /** How frames come: each by itself (`run:frame`), or those of a moment together (`run:frames`). */
  mode: z.enum(['frames', 'batches']).default('frames'),
})
export const unsubscribeSchema = z.strictObject({ runId: runIdSchema })

/**
 * What a subscription is answered with: the run, and what was recorded after the client's last frame. Where that is
 * much, the whole series comes in buckets instead: then `after` is 0, and what the client held is to be replaced.
 */
export type SubscribeAnswer =
  | { ok: true; run: Run; after: number; metrics: Metrics }
  | { ok: false; problem: Problem }

/**
 * Frames of a run after `after` and up to `seq`, together. A dense run comes in buckets of the size in which a page
 * holds the whole series (`liveEntries`), counted from its first point; with none of them it only says how far the
 * log has got. A client that holds something else than all up to `after` subscribes again.
 */
export interface FrameBatch {
  runId: string
  after: number
  seq: number
  series: Record<string, Series>
}

/** Entries beyond which a page halves the resolution of a series that it holds. */
export const liveEntries = 1200

export interface ClientEvents {
  'run:subscribe': (
    request: z.input<typeof subscribeSchema>,
    answer: (answer: SubscribeAnswer) => void,
  ) => void
  'run:unsubscribe': (request: z.infer<typeof unsubscribeSchema>) => void
}

export interface ServerEvents {
  /**
   * To the room of its run, in order of `seq`. Frames that overtake the subscription's answer are kept by the
   * client until it comes; whatever the answer already holds (`seq` at or below its own) is dropped.
   */
  'run:frame': (frame: Frame) => void
  /** To those who asked for batches. A client that reads slowly gets fewer: it subscribes again after a gap. */
  'run:frames': (batch: FrameBatch) => void
  /** To everybody: a run was created, changed its state, or got on. */
  'run:changed': (change: { run: Run }) => void
  /** To everybody: a run was deleted. */
  'run:deleted': (change: { runId: string }) => void
  /** To everybody, and to whoever connects: the order of what waits, or when it is expected to begin. */
  'queue:changed': (queue: Queue) => void
  /** To everybody, and to whoever connects: whether the server is well. */
  'server:status': (status: ServerStatus) => void
}
