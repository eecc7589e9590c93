import type { Run } from '#lib/contracts/run.ts'
import type { RunSort } from '#lib/contracts/run-list.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** The `state` filter of the list for each group: a paused run waits like a queued one. */
export const groupStates = {
  running: 'running',
  queued: 'queued,paused',
  ended: endedStates.join(),
} as const

/** What the ended runs can be sorted by, the usual order first. */
export const boardSorts = ['-createdAt', '-val/accuracy', 'val/loss'] as const satisfies readonly RunSort[]
export type BoardSort = (typeof boardSorts)[number]

/** What narrows the board, where an absent field narrows nothing, and how its ended runs are sorted. */
export interface BoardFilter {
  q?: string
  dataset?: string
  activation?: string
  sort?: BoardSort
}

/** The runs of the board in their three groups: running and ended in their order, what waits in that of its making. */
export interface BoardState {
  running: readonly Run[]
  queued: readonly Run[]
  ended: readonly Run[]
  /** Ended runs in all, those of pages that are not open included. */
  endedTotal: number
  /** Where the next page of ended runs begins; null at the end. */
  nextCursor: string | null
}

/** Whether the filter leaves out runs. */
export function narrows({ q, dataset, activation }: BoardFilter): boolean {
  return Boolean(q || dataset || activation)
}

/** Whether the board shows a run under a filter; the server's rule, for runs that arrive live. */
export function matches(run: Run, filter: BoardFilter): boolean {
  if (filter.q && !run.name.toLowerCase().includes(filter.q.toLowerCase())) return false
  if (filter.dataset && run.config.dataset !== filter.dataset) return false
  const { hidden } = run.config.network
  return !filter.activation || hidden.some((layer) => layer.activation === filter.activation)
}

type Order = (a: Run, b: Run) => number

const newestFirst: Order = (a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id)
const oldestFirst: Order = (a, b) => newestFirst(b, a)

/** The server's order of ended runs: by the best figure, those without one last and the newest of them first. */
function endedOrder(sort: BoardSort = '-createdAt'): Order {
  if (sort === '-createdAt') return newestFirst
  const figure = (run: Run) => run.summary[sort === 'val/loss' ? sort : 'val/accuracy']?.best ?? null
  return (a, b) => {
    const [first, second] = [figure(a), figure(b)]
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || newestFirst(a, b)
    }
    return sort === 'val/loss' ? first - second || oldestFirst(a, b) : second - first || newestFirst(a, b)
  }
}

/** The group that a run belongs to; a paused one waits like a queued one. */
function groupOf(run: Run): 'running' | 'queued' | 'ended' {
  if (endedStates.includes(run.state)) return 'ended'
  return run.state === 'running' ? 'running' : 'queued'
}

/** Puts a run where it belongs: in place where it is there already, so that nothing else moves. */
function placed(list: readonly Run[], run: Run, order: Order): readonly Run[] {
  const index = list.findIndex((other) => other.id === run.id)
  if (index >= 0) return list.with(index, run)
  const before = list.findIndex((other) => order(run, other) < 0)
  return before < 0 ? [...list, run] : list.toSpliced(before, 0, run)
}

const without = (list: readonly Run[], id: string) =>
  list.some((run) => run.id === id) ? list.filter((run) => run.id !== id) : list

/** The state with other groups, and with as many more or fewer ended runs in all. */
function regrouped(state: BoardState, groups: Pick<BoardState, 'running' | 'queued' | 'ended'>): BoardState {
  return { ...state, ...groups, endedTotal: state.endedTotal + groups.ended.length - state.ended.length }
}

/** The board after a run was made or changed. */
export function withRun(state: BoardState, run: Run, filter: BoardFilter): BoardState {
  if (!matches(run, filter)) return withoutRun(state, run.id)
  const group = groupOf(run)
  const orders = { running: newestFirst, queued: oldestFirst, ended: endedOrder(filter.sort) }
  const place = (name: 'running' | 'queued' | 'ended') =>
    name === group ? placed(state[name], run, orders[name]) : without(state[name], run.id)
  return regrouped(state, { running: place('running'), queued: place('queued'), ended: place('ended') })
}

/** The board after a run was deleted. */
export function withoutRun(state: BoardState, id: string): BoardState {
  return regrouped(state, {
    running: without(state.running, id),
    queued: without(state.queued, id),
    ended: without(state.ended, id),
  })
}

/** The board after another page of ended runs. */
export function withPage(
  state: BoardState,
  page: { items: readonly Run[]; nextCursor: string | null },
  filter: BoardFilter,
): BoardState {
  const known = new Set(state.ended.map((run) => run.id))
  const added = page.items.filter((run) => !known.has(run.id))
  // A run that ended meanwhile may stand at the end already, though it belongs behind some of these.
  const ended = [...state.ended, ...added].toSorted(endedOrder(filter.sort))
  return { ...state, ended, nextCursor: page.nextCursor }
}

/** The board read anew, with the older pages that were opened before still open. */
export function refreshed(before: BoardState, after: BoardState, filter: BoardFilter): BoardState {
  const last = after.ended.at(-1)
  const endedTotal = after.nextCursor ? Math.max(before.endedTotal, after.ended.length) : after.ended.length
  if (!last || !after.nextCursor) return { ...after, endedTotal }
  const order = endedOrder(filter.sort)
  const later = before.ended.filter((run) => order(last, run) < 0)
  if (later.length === 0) return { ...after, endedTotal }
  return { ...after, endedTotal, ended: [...after.ended, ...later], nextCursor: before.nextCursor }
}
