import type { Run } from '#lib/contracts/run.ts'
import type { RunGroups } from '#lib/contracts/run-group.ts'
import type { RunList } from '#lib/contracts/run-list.ts'
import { type BoardState, type GroupName, statesOf } from './board-state.ts'
import type { BoardFilter } from './board-view.ts'

/** Pages of waiting runs that are read at most: with 200 runs each as many as the queue tells the place of, and more. */
const mostPages = 3

/** How the board asks the server: for one page of runs, and for groups of them. */
export interface BoardSource {
  list: (query: Record<string, string>) => Promise<RunList>
  groups: (query: Record<string, string>) => Promise<RunGroups>
}
type ListRuns = BoardSource['list']

/** Reads the three groups of the board. */
export async function loadBoard({ list, groups }: BoardSource, filter: BoardFilter): Promise<BoardState> {
  const { sort: _, ...narrowing } = filter
  const [running, queued, ended, endedTotal] = await Promise.all([
    inGroup('running', filter, (state) => list({ ...narrowing, limit: '200', state })),
    listWaiting(list, filter),
    listEnded(list, filter, {}),
    countEnded(groups, narrowing),
  ])
  return { running: running.items, queued, ended: ended.items, endedTotal, nextCursor: ended.nextCursor }
}

async function countEnded(groups: BoardSource['groups'], narrowing: BoardFilter): Promise<number> {
  const state = statesOf('ended', narrowing)
  if (state === null) return 0
  const { items } = await groups({ ...narrowing, state, by: 'dataset' })
  return items.reduce((total, { runs }) => total + runs, 0)
}

/** One page of ended runs; `more` is a cursor, or the group that they are to be of. */
export function listEnded(
  list: ListRuns,
  filter: BoardFilter,
  more: Record<string, string>,
): Promise<RunList> {
  const limit = more.cursor ? '100' : '50'
  return inGroup('ended', filter, (state) => list({ ...filter, limit, ...more, state }))
}

/** What a question about one group of the board answers; nothing where the filter leaves no run of it. */
async function inGroup(
  group: GroupName,
  filter: BoardFilter,
  ask: (states: string) => Promise<RunList>,
): Promise<RunList> {
  const states = statesOf(group, filter)
  return states === null ? { items: [], nextCursor: null } : ask(states)
}

/** The oldest runs that wait: those behind them are not what anybody waits for next. */
async function listWaiting(list: ListRuns, filter: BoardFilter): Promise<Run[]> {
  const query = { ...filter, limit: '200', sort: 'createdAt' }
  const runs: Run[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const more: Record<string, string> = cursor ? { cursor } : {}
    const answer: RunList = await inGroup('queued', filter, (state) => list({ ...query, ...more, state }))
    runs.push(...answer.items)
    cursor = answer.nextCursor
    if (!cursor) break
  }
  return runs
}
