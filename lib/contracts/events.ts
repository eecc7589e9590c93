import { z } from 'zod'
import { type Frame, type Metrics, seqSchema } from './metric.ts'
import type { Problem } from './problem.ts'
import { type Run, runIdSchema } from './run.ts'

export const subscribeSchema = z.strictObject({
  runId: runIdSchema,
  /** Last sequence number that the client holds; 0 for none. */
  after: seqSchema,
})
export const unsubscribeSchema = z.strictObject({ runId: runIdSchema })

/** What a subscription is answered with: the run and all that was recorded after the client's last frame. */
export type SubscribeAnswer = { ok: true; run: Run; metrics: Metrics } | { ok: false; problem: Problem }

export interface ClientEvents {
  'run:subscribe': (
    request: z.infer<typeof subscribeSchema>,
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
  /** To everybody: a run was created, changed its state, or got on. */
  'run:changed': (change: { run: Run }) => void
  /** To everybody: a run was deleted. */
  'run:deleted': (change: { runId: string }) => void
}
