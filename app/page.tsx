import { connection } from 'next/server'
import { Board } from '#app/components/board/board.tsx'
import { type BoardFilter, boardOf, groupStates } from '#app/components/board/board-state.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata = { title: 'Runs' }

type Parameters = Record<string, string | string[] | undefined>

/** The filter of an address; a part that the contract refuses narrows nothing. */
function filterOf(parameters: Parameters): BoardFilter {
  const filter: BoardFilter = {}
  for (const name of ['q', 'dataset', 'activation'] as const) {
    const value = parameters[name]
    if (typeof value !== 'string' || value === '') continue
    if (runListQuerySchema.safeParse({ [name]: value }).success) filter[name] = value
  }
  return filter
}

/** The board: every run of this server. */
export default async function BoardPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  await connection()
  const { runs, workers } = getRuntime()
  const filter = filterOf(await searchParams)
  const list = (query: Record<string, unknown>) =>
    runs.list(runListQuerySchema.parse({ ...filter, ...query }))
  const [running, queued, ended, counts] = await Promise.all([
    list({ state: groupStates.running, limit: 200 }),
    list({ state: groupStates.queued, limit: 200 }),
    list({ state: groupStates.ended }),
    runs.counts(),
  ])
  return (
    <Page crumbs={[{ title: 'Runs' }]}>
      <Board
        key={JSON.stringify(filter)}
        initial={boardOf(running.items, queued.items, ended)}
        filter={filter}
        endedTotal={counts.completed + counts.failed + counts.stopped}
        workers={workers}
        now={Date.now()}
      />
    </Page>
  )
}
