import type { z } from 'zod'
import { liveEntries, type SubscribeAnswer, type subscribeSchema } from '#lib/contracts/events.ts'
import type { Metrics } from '#lib/contracts/metric.ts'
import type { Run } from '#lib/contracts/run.ts'
import { type Client, type RoomKind, roomOf, roomsOf } from './client.ts'
import type { WatchedRuns } from './watched-runs.ts'

/** Where a subscription's answer comes from. */
export interface Backlog {
  run(id: string): Promise<Run>
  /** What was recorded after a frame; longer series than `maxPoints` in buckets. */
  metrics(id: string, query: { after: number; maxPoints: number }): Promise<Metrics>
}

/**
 * Frames that a client may have missed and still gets point by point. Beyond, the buckets of the whole series are
 * smaller.
 */
const mostMissed = 2000
/** More points than a client can have missed, even where the run went on while its row was read. */
const allPoints = 10_000

export type Subscription = z.output<typeof subscribeSchema>

/**
 * Joins the room before the log is read: what is published meanwhile reaches the client too, which drops what
 * the answer holds already. So there is no moment at which a frame could slip through.
 *
 * @throws what the backlog throws; then the client is in no room of the run
 */
export async function subscribe(
  client: Client,
  { runId, after, mode }: Subscription,
  backlog: Backlog,
  watchedRuns: WatchedRuns,
): Promise<Extract<SubscribeAnswer, { ok: true }>> {
  enter(client, mode, runId)
  const watched = watchedRuns.watch(runId)
  try {
    const missed = after > 0 ? await readMissed(runId, after, backlog) : null
    const whole = () => backlog.metrics(runId, { after: 0, maxPoints: liveEntries })
    const metrics = missed ?? (await watched.lengths.learn(whole))
    if (mode === 'batches' && !watched.lengths.known) {
      await watched.lengths.learn(() => backlog.metrics(runId, { after: 0, maxPoints: 2 }))
    }
    const run = await watched.row(() => backlog.run(runId))
    return { ok: true, run, after: missed ? after : 0, metrics }
  } catch (error) {
    leave(client, runId)
    throw error
  }
}

/** What a client has missed, point by point; null where that is too much, or where it holds more than the log. */
async function readMissed(runId: string, after: number, backlog: Backlog): Promise<Metrics | null> {
  const { seq } = await backlog.run(runId)
  if (after > seq || seq - after > mostMissed) return null
  const metrics = await backlog.metrics(runId, { after, maxPoints: allPoints })
  const thinned = Object.values(metrics.series).some(({ steps, total }) => steps.length < total)
  return thinned ? null : metrics
}

/** Puts a client into one room of a run and out of the others. */
export function enter(client: Client, kind: RoomKind, runId: string): void {
  const room = roomOf(kind, runId)
  // First in, then out: a run is watched without a break.
  client.join(room)
  for (const other of roomsOf(runId)) if (other !== room) client.leave(other)
}

export function leave(client: Client, runId: string): void {
  for (const room of roomsOf(runId)) client.leave(room)
}
