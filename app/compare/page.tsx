import { connection } from 'next/server'
import { CompareEmpty } from '#app/components/compare/compare-empty.tsx'
import { CompareView } from '#app/components/compare/compare-view.tsx'
import { mostCompared } from '#app/components/compare/compared-run.ts'
import { MissingView } from '#app/components/shell/missing-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'
import { type Parameters, resolveView } from '#app/view-lookup.ts'

export const metadata = { title: 'Compare' }

interface Props {
  searchParams: Promise<Parameters>
}

/** Runs side by side: `?runs=` holds their ids, in the order in which they get colours; `?view=` a view
 * that was kept. */
export default async function ComparePage({ searchParams }: Props) {
  await connection()
  const { parameters, missing } = await resolveView('compare', await searchParams)
  const { runs: asked } = parameters
  const ids = [
    ...new Set(
      String(asked ?? '')
        .split(',')
        .filter(Boolean),
    ),
  ].slice(0, mostCompared)
  const found = await Promise.all(ids.map((id) => findRun(id)))
  const runs = found.filter((run) => run !== null)
  const unknown = ids.filter((_, i) => found[i] === null)
  return (
    <Page crumbs={[{ title: 'Compare' }]}>
      <MissingView id={missing} />
      {runs.length === 0 ? (
        <CompareEmpty unknown={unknown} />
      ) : (
        <CompareView key={runs.map((run) => run.id).join()} initial={runs} unknown={unknown} />
      )}
    </Page>
  )
}
