import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** The `state` filter of the list for each group: a paused run waits like a queued one. */
export const groupStates = {
  running: 'running',
  queued: 'queued,paused',
  ended: endedStates.join(),
} as const

/** What narrows the board; an absent field narrows nothing. */
export interface BoardFilter {
  q?: string
  dataset?: string
  activation?: string
}

/** The runs of the board in their three groups, each in its order. */
export interface BoardState {
  running: readonly Run[]
  queued: readonly Run[]
  ended: readonly Run[]
  /** Where the next page of ended runs begins; null at the end. */
  nextCursor: string | null
}

/** Whether the board shows a run under a filter; the server's rule, for runs that arrive live. */
export function matches(run: Run, filter: BoardFilter): boolean {
  if (filter.q && !run.name.toLowerCase().includes(filter.q.toLowerCase())) return false
  if (filter.dataset && run.config.dataset !== filter.dataset) return false
  const { hidden } = run.config.network
  return !filter.activation || hidden.some((layer) => layer.activation === filter.activation)
}

const newestFirst = (a: Run, b: Run) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id)
const nextFirst = (a: Run, b: Run) => b.priority - a.priority || -newestFirst(a, b)

/** The group that a run belongs to; a paused one waits like a queued one. */
function groupOf(run: Run): 'running' | 'queued' | 'ended' {
  if (endedStates.includes(run.state)) return 'ended'
  return run.state === 'running' ? 'running' : 'queued'
}

/** Puts a run where it belongs: in place where it is there already, so that nothing else moves. */
function placed(list: readonly Run[], run: Run, order: (a: Run, b: Run) => number): readonly Run[] {
  const index = list.findIndex((other) => other.id === run.id)
  if (index >= 0) return list.with(index, run)
  const before = list.findIndex((other) => order(run, other) < 0)
  return before < 0 ? [...list, run] : list.toSpliced(before, 0, run)
}

const without = (list: readonly Run[], id: string) =>
  list.some((run) => run.id === id) ? list.filter((run) => run.id !== id) : list

/** The board after a run was made or changed. */
export function withRun(state: BoardState, run: Run, filter: BoardFilter): BoardState {
  if (!matches(run, filter)) return withoutRun(state, run.id)
  const group = groupOf(run)
  const place = (name: 'running' | 'queued' | 'ended') => {
    if (name !== group) return without(state[name], run.id)
    return placed(state[name], run, name === 'queued' ? nextFirst : newestFirst)
  }
  return { ...state, running: place('running'), queued: place('queued'), ended: place('ended') }
}

/** The board after a run was deleted. */
export function withoutRun(state: BoardState, id: string): BoardState {
  return {
    ...state,
    running: without(state.running, id),
    queued: without(state.queued, id),
    ended: without(state.ended, id),
  }
}

/** The board after another page of ended runs. */
export function withPage(
  state: BoardState,
  page: { items: readonly Run[]; nextCursor: string | null },
): BoardState {
  const known = new Set(state.ended.map((run) => run.id))
  const added = page.items.filter((run) => !known.has(run.id))
  return { ...state, ended: [...state.ended, ...added], nextCursor: page.nextCursor }
}

/** The board from the server's lists. */
export function boardOf(
  running: readonly Run[],
  queued: readonly Run[],
  ended: { items: readonly Run[]; nextCursor: string | null },
): BoardState {
  const state = { running, queued: queued.toSorted(nextFirst), ended: [], nextCursor: null }
  return withPage(state, ended)
}

/** The board read anew, with the older pages that were opened before still open. */
export function refreshed(before: BoardState, after: BoardState): BoardState {
  const oldest = after.ended.at(-1)
  if (!oldest || !after.nextCursor) return after
  const older = before.ended.filter((run) => newestFirst(oldest, run) < 0)
  if (older.length === 0) return after
  return { ...after, ended: [...after.ended, ...older], nextCursor: before.nextCursor }
}
