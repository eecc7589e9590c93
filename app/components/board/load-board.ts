import type { Run } from '#lib/contracts/run.ts'
import type { RunList } from '#lib/contracts/run-list.ts'
import { type BoardFilter, type BoardState, groupStates } from './board-state.ts'

/** Pages of waiting runs that are read at most: with 200 runs each as many as the queue tells the place of, and more. */
const mostPages = 3

/**
 * Reads the three groups of the board.
 *
 * @param list answers one page of runs
 */
export async function loadBoard(
  list: (query: Record<string, string>) => Promise<RunList>,
  { sort, ...narrowing }: BoardFilter,
): Promise<Omit<BoardState, 'endedTotal'>> {
  const query = { ...narrowing, limit: '200' }
  const [running, queued, ended] = await Promise.all([
    list({ ...query, state: groupStates.running }),
    listWaiting(list, query),
    list({ ...narrowing, state: groupStates.ended, limit: '50', ...(sort ? { sort } : {}) }),
  ])
  return { running: running.items, queued, ended: ended.items, nextCursor: ended.nextCursor }
}

/** The oldest runs that wait: those behind them are not what anybody waits for next. */
async function listWaiting(
  list: (query: Record<string, string>) => Promise<RunList>,
  query: Record<string, string>,
): Promise<Run[]> {
  const runs: Run[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const more: RunList = await list({
      ...query,
      state: groupStates.queued,
      sort: 'createdAt',
      ...(cursor ? { cursor } : {}),
    })
    runs.push(...more.items)
    cursor = more.nextCursor
    if (!cursor) break
  }
  return runs
}
