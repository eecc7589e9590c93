import { connection } from 'next/server'
import { mostAsked, readPlace } from '#app/components/ask/ask-address.ts'
import { AskEmpty } from '#app/components/ask/ask-empty.tsx'
import { AskView } from '#app/components/ask/ask-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'

export const metadata = { title: 'Ask it' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** One sample put to several networks: `?runs=` holds their ids; `step`, `sample`, `point` say at which step and what. */
export default async function AskPage({ searchParams }: Props) {
  await connection()
  const parameters = await searchParams
  const ids = [...new Set(String(parameters.runs ?? '').split(','))].filter(Boolean).slice(0, mostAsked)
  const found = await Promise.all(ids.map((id) => findRun(id)))
  const runs = found.filter((run) => run !== null)
  const unknown = ids.filter((_, i) => found[i] === null)
  return (
    <Page crumbs={[{ title: 'Ask it' }]}>
      {runs.length === 0 ? (
        <AskEmpty unknown={unknown} />
      ) : (
        <AskView
          key={runs.map((run) => run.id).join()}
          initial={runs}
          unknown={unknown}
          place={readPlace(parameters)}
        />
      )}
    </Page>
  )
}
