import type { Run } from '#lib/contracts/run.ts'
import { endedStates, type RunState } from '#lib/contracts/run-state.ts'
import type { BoardFilter, BoardSort } from './board-view.ts'

/** The states of each group: a paused run waits like a queued one. */
const groupStates = {
  running: ['running'],
  queued: ['queued', 'paused'],
  ended: endedStates,
} as const satisfies Record<string, readonly RunState[]>
export type GroupName = keyof typeof groupStates
export const groupNames = ['running', 'queued', 'ended'] as const satisfies readonly GroupName[]

/** The `state` to ask a group's runs with; null where the filter leaves none of them. */
export function statesOf(group: GroupName, { state }: BoardFilter): string | null {
  const wanted = state?.split(',')
  const states = groupStates[group].filter((name) => !wanted || wanted.includes(name))
  return states.length > 0 ? states.join() : null
}

/** The runs of the board in their three groups: running and ended in their order, what waits in that of its making. */
export interface BoardState {
  running: readonly Run[]
  queued: readonly Run[]
  ended: readonly Run[]
  /** Ended runs that fit, those of pages that are not open included. */
  endedTotal: number
  /** Where the next page of ended runs begins; null at the end. */
  nextCursor: string | null
}

/** Whether the board shows a run under a filter; the server's rule, for runs that arrive live. */
export function matches(run: Run, filter: BoardFilter): boolean {
  const { q, dataset, activation, state, verdict, tag, createdBy } = filter
  return (
    (!q || run.name.toLowerCase().includes(q.toLowerCase())) &&
    (!dataset || run.config.dataset === dataset) &&
    (!activation || run.config.network.hidden.some((layer) => layer.activation === activation)) &&
    (!state || state.split(',').includes(run.state)) &&
    (!verdict || run.verdicts.some(({ name }) => name === verdict)) &&
    (!tag || run.tags.includes(tag)) &&
    (!createdBy || run.createdBy === createdBy)
  )
}

type Order = (a: Run, b: Run) => number

const newestFirst: Order = (a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id)
const oldestFirst: Order = (a, b) => newestFirst(b, a)

/** The server's order of ended runs: by the best figure, those without one last and the newest of them first. */
function endedOrder(sort: BoardSort = '-createdAt'): Order {
  const down = sort.startsWith('-')
  const byTime = down ? newestFirst : oldestFirst
  const metric = down ? sort.slice(1) : sort
  if (metric === 'createdAt') return byTime
  const figure = (run: Run) => run.summary[metric]?.best ?? null
  return (a, b) => {
    const [first, second] = [figure(a), figure(b)]
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || newestFirst(a, b)
    }
    return (down ? second - first : first - second) || byTime(a, b)
  }
}

/** The group that a run belongs to; a paused one waits like a queued one. */
function groupOf(run: Run): GroupName {
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
function regrouped(state: BoardState, groups: Pick<BoardState, GroupName>): BoardState {
  return { ...state, ...groups, endedTotal: state.endedTotal + groups.ended.length - state.ended.length }
}

/** The board after a run was made or changed. */
export function withRun(state: BoardState, run: Run, filter: BoardFilter): BoardState {
  if (!matches(run, filter)) return withoutRun(state, run.id)
  const group = groupOf(run)
  const orders = { running: newestFirst, queued: oldestFirst, ended: endedOrder(filter.sort) }
  const place = (name: GroupName) =>
    name === group ? placed(state[name], run, orders[name]) : without(state[name], run.id)
  return regrouped(state, { running: place('running'), queued: place('queued'), ended: place('ended') })
}

/** The board with a run as it is now in the place where it stands; unchanged where it stands nowhere. */
export function withRunInPlace(state: BoardState, run: Run): BoardState {
  for (const name of groupNames) {
    const index = state[name].findIndex(({ id }) => id === run.id)
    if (index >= 0) return { ...state, [name]: state[name].with(index, run) }
  }
  return state
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
  if (!last || !after.nextCursor) return after
  const order = endedOrder(filter.sort)
  const later = before.ended.filter((run) => order(last, run) < 0)
  if (later.length === 0) return after
  return { ...after, ended: [...after.ended, ...later], nextCursor: before.nextCursor }
}
