import { connection } from 'next/server'
import { Board } from '#app/components/board/board.tsx'
import { type BoardFilter, boardSorts } from '#app/components/board/board-state.ts'
import { loadBoard } from '#app/components/board/load-board.ts'
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
  const sort = boardSorts.find((name) => name === parameters.sort)
  if (sort) filter.sort = sort
  return filter
}

/** The board: every run of this server. */
export default async function BoardPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  await connection()
  const { runs, workers } = getRuntime()
  const filter = filterOf(await searchParams)
  const [groups, counts, queue] = await Promise.all([
    loadBoard((query) => runs.list(runListQuerySchema.parse(query)), filter),
    runs.counts(),
    runs.queue(),
  ])
  const endedTotal = counts.completed + counts.failed + counts.stopped
  return (
    <Page crumbs={[{ title: 'Runs' }]}>
      <Board
        key={JSON.stringify(filter)}
        initial={{ ...groups, endedTotal }}
        initialQueue={queue}
        filter={filter}
        workers={workers}
        now={Date.now()}
      />
    </Page>
  )
}
