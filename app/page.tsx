import { connection } from 'next/server'
import { Board } from '#app/components/board/board.tsx'
import { readView } from '#app/components/board/board-view.ts'
import { loadBoard } from '#app/components/board/load-board.ts'
import { MissingView } from '#app/components/shell/missing-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { type Parameters, queryOf, resolveView } from '#app/view-lookup.ts'
import { runGroupsQuerySchema } from '#lib/contracts/run-group.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata = { title: 'Runs' }

/** The board: every run of this server. The address holds how it is filtered, sorted, grouped and selected. */
export default async function BoardPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  await connection()
  const { runs, workers } = getRuntime()
  const asked = await searchParams
  const { parameters, missing } = await resolveView('board', asked)
  const query = queryOf(parameters)
  const source = {
    list: (list: Record<string, string>) => runs.list(runListQuerySchema.parse(list)),
    groups: (groups: Record<string, string>) => runs.groups(runGroupsQuerySchema.parse(groups)),
  }
  const [initial, queue] = await Promise.all([loadBoard(source, readView(query).filter), runs.queue()])
  return (
    <Page crumbs={[{ title: 'Runs' }]}>
      <MissingView id={missing} />
      <Board
        initial={initial}
        initialQueue={queue}
        addressed={{ address: queryOf(asked), query }}
        workers={workers}
        now={Date.now()}
      />
    </Page>
  )
}
