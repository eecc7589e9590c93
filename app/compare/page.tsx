import { connection } from 'next/server'
import { CompareEmpty } from '#app/components/compare/compare-empty.tsx'
import { CompareView } from '#app/components/compare/compare-view.tsx'
import { parseView } from '#app/components/compare/view-state.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'
import { type Parameters, resolveView } from '#app/view-lookup.ts'

export const metadata = { title: 'Compare' }

interface Props {
  searchParams: Promise<Parameters>
}

/** Runs side by side: the address, or the view that it names, holds which and how, in the order in which they get colours. */
export default async function ComparePage({ searchParams }: Props) {
  await connection()
  const asked = await searchParams
  const { parameters } = await resolveView('compare', asked)
  const entries = Object.entries(parameters).map(([name, value]) => [name, String(value ?? '')])
  const view = parseView(new URLSearchParams(entries))
  const found = await Promise.all(view.runs.map((id) => findRun(id)))
  const runs = found.filter((run) => run !== null)
  const unknown = view.runs.filter((_, i) => found[i] === null)
  return (
    <Page crumbs={[{ title: 'Compare' }]}>
      {runs.length === 0 ? (
        <CompareEmpty unknown={unknown} />
      ) : (
        <CompareView
          key={`${runs.map((run) => run.id)} ${asked.view}`}
          initial={runs}
          unknown={unknown}
          initialView={view}
        />
      )}
    </Page>
  )
}
