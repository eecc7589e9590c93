import type { Run } from '#lib/contracts/run.ts'

/** What the order of the queue depends on. */
export type Queued = Pick<Run, 'id' | 'priority' | 'createdBy' | 'attempt' | 'createdAt'>

export interface Move {
  /** Priorities to set, in this order; none where nothing brings the run nearer to its place. */
  changes: { id: string; priority: number }[]
  /** Ids in the order that follows. */
  order: string[]
}

const mostPriority = 100

/**
 * The least change of priorities that brings a run as near to a place in the queue as the fair order allows: the run's
 * own, and those of other runs of the same member where they are too close together.
 *
 * @param queue runs in the server's order
 * @param to index that the run is to have
 * @param running how many runs of each member (`null` for those without a name) are running
 */
export function planMove(
  queue: readonly Queued[],
  id: string,
  to: number,
  running: ReadonlyMap<string | null, number>,
): Move {
  const order = (changes: Move['changes']) => simulate(queue, changes, running)
  const present = queue.map((run) => run.id)
  const wanted = present.toSpliced(present.indexOf(id), 1).toSpliced(to, 0, id)
  let best: { move: Move; cost: number } = { move: { changes: [], order: present }, cost: 0 }
  best.cost = cost(best.move, wanted, id)
  for (const priority of candidates(queue, id, to)) {
    for (const direction of ['raise', 'lower'] as const) {
      const changes = makeRoom(queue, wanted, { id, priority }, direction)
      if (!changes) continue
      const move = { changes, order: order(changes) }
      const moveCost = cost(move, wanted, id)
      if (moveCost < best.cost) best = { move, cost: moveCost }
    }
  }
  return best.move
}

/** First how far the run is from its place, then how many others are out of theirs, then how much else changes. */
function cost({ changes, order }: Move, wanted: readonly string[], id: string): number {
  const distance = Math.abs(order.indexOf(id) - wanted.indexOf(id))
  const moved = order.filter((other, place) => other !== wanted[place]).length
  const size = changes.reduce(
    (sum, change) => sum + (change.id === id ? 1 : 2) + Math.abs(change.priority) / 1000,
    0,
  )
  return distance * 1e6 + moved * 1e3 + size
}

/** Priorities that may bring a run between its new neighbours, those in the whole queue and those of the same member. */
function candidates(queue: readonly Queued[], id: string, to: number): Set<number> {
  const run = queue.find((other) => other.id === id)!
  const others = queue.filter((other) => other.id !== id)
  const own = (other: Queued) => other.createdBy === run.createdBy
  const neighbours = [
    run,
    others[to - 1],
    others[to],
    others.slice(0, to).findLast(own),
    others.slice(to).find(own),
  ]
  const all = neighbours.flatMap((other) => (other ? [-1, 0, 1].map((step) => other.priority + step) : []))
  return new Set(all.filter((priority) => Math.abs(priority) <= mostPriority))
}

/**
 * The run's priority, and what has to change so that the member's runs stand in the order that is wanted: runs before it
 * are raised, or runs after it lowered. Null where the bounds leave no room.
 */
function makeRoom(
  queue: readonly Queued[],
  wanted: readonly string[],
  first: { id: string; priority: number },
  direction: 'raise' | 'lower',
): Move['changes'] | null {
  const byId = new Map(queue.map((run) => [run.id, run]))
  const run = byId.get(first.id)!
  const own = wanted.map((id) => byId.get(id)!).filter((other) => other.createdBy === run.createdBy)
  const at = own.indexOf(run)
  const way = direction === 'raise' ? own.slice(0, at).reverse() : own.slice(at + 1)
  const step = direction === 'raise' ? 1 : -1
  const tie = tieOrder(queue)
  const changes: Move['changes'] = []
  let { priority } = first
  let last = run
  if (priority !== run.priority) changes.push(first)
  for (const other of way) {
    const tied = step * tie(other, last) < 0
    const bound = tied ? priority : priority + step
    if (step * (other.priority - bound) >= 0) break
    if (Math.abs(bound) > mostPriority) return null
    // Those far away are changed first, so that no run overtakes another on the way.
    changes.unshift({ id: other.id, priority: bound })
    priority = bound
    last = other
  }
  return changes
}

/** Which of two runs of the same priority comes first, as far as a page can know: by their order where that tells it. */
function tieOrder(queue: readonly Queued[]): (a: Queued, b: Queued) => number {
  const places = new Map(queue.map((run, place) => [run.id, place]))
  return (a, b) => {
    if (a.priority === b.priority && a.createdBy === b.createdBy) return places.get(a.id)! - places.get(b.id)!
    const interrupted = Number(b.attempt > 0) - Number(a.attempt > 0)
    return interrupted || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)
  }
}

/** The server's order after changes of priorities: by turns among members, by priority within a turn and a member. */
function simulate(
  queue: readonly Queued[],
  changes: Move['changes'],
  running: ReadonlyMap<string | null, number>,
): string[] {
  const changed = new Map(changes.map(({ id, priority }) => [id, priority]))
  const priority = (run: Queued) => changed.get(run.id) ?? run.priority
  const tie = tieOrder(queue)
  const byPriority = (a: Queued, b: Queued) => priority(b) - priority(a) || tie(a, b)
  const turns = new Map<string, number>()
  const next = new Map(running)
  for (const run of queue.toSorted(byPriority)) {
    const turn = (next.get(run.createdBy) ?? 0) + 1
    next.set(run.createdBy, turn)
    turns.set(run.id, turn)
  }
  return queue.toSorted((a, b) => turns.get(a.id)! - turns.get(b.id)! || byPriority(a, b)).map(({ id }) => id)
}
