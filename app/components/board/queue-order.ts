import type { Queue, QueueItem } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'

/** A run that waits, and its place where the server tells one. */
export interface Waiting {
  run: Run
  item: QueueItem | null
}

const oldestFirst = (a: Run, b: Run) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)

/**
 * What waits, in the order in which it begins, which is the server's. Behind it stands what has no place: what waits for
 * another run or is too far back to be told, then what is paused; the oldest first.
 *
 * @param override ids of runs in an order that the server was asked for and has not told yet
 */
export function orderWaiting(
  runs: readonly Run[],
  queue: Queue,
  override: readonly string[] | null = null,
): Waiting[] {
  const items = new Map(queue.items.map((item) => [item.runId, item]))
  const places = new Map((override ?? queue.items.map(({ runId }) => runId)).map((id, place) => [id, place]))
  const hasPlace = (run: Run) => run.state === 'queued' && items.has(run.id)
  const rank = (run: Run) =>
    hasPlace(run) ? (places.get(run.id) ?? places.size) : run.state === 'queued' ? 1e6 : 2e6
  return runs
    .toSorted((a, b) => rank(a) - rank(b) || oldestFirst(a, b))
    .map((run) => ({ run, item: hasPlace(run) ? items.get(run.id)! : null }))
}
