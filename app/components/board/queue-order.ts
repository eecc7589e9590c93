import type { Queue, QueueItem } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'

/** A run that waits, and its place where the server tells one. */
export interface Waiting {
  run: Run
  item: Pick<QueueItem, 'position' | 'expectedStart'> | null
}

const oldestFirst = (a: Run, b: Run) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)

/**
 * What waits, in the order in which it begins, which is the server's. Behind it stands what has no place: what waits for
 * another run or is too far back to be told, then what is paused; the oldest first.
 *
 * @param override ids in an order that was asked for and is not announced yet; the places stay where they are
 */
export function orderWaiting(
  runs: readonly Run[],
  queue: Queue,
  override: readonly string[] | null = null,
): Waiting[] {
  const byId = new Map(runs.map((run) => [run.id, run]))
  const places = queue.items.filter(({ runId }) => byId.get(runId)?.state === 'queued')
  const ids = places.map(({ runId }) => runId)
  const rank = new Map((override ?? ids).map((id, place) => [id, place]))
  const rankOf = (id: string) => rank.get(id) ?? rank.size
  const placed = override ? ids.toSorted((a, b) => rankOf(a) - rankOf(b)) : ids
  const told = new Set(ids)
  const others = runs
    .filter(({ id }) => !told.has(id))
    .toSorted((a, b) => Number(a.state === 'paused') - Number(b.state === 'paused') || oldestFirst(a, b))
  return [
    ...placed.map((id, i) => ({ run: byId.get(id)!, item: places[i]! })),
    ...others.map((run) => ({ run, item: null })),
  ]
}
