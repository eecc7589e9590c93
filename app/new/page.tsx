import { connection } from 'next/server'
import { draftOf, freshDraft } from '#app/components/form/run-draft.ts'
import { RunForm } from '#app/components/form/run-form.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'

export const metadata = { title: 'New run' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The form for a new run, empty or as an existing run was made (`?from=`). */
export default async function NewRunPage({ searchParams }: Props) {
  await connection()
  const { from } = await searchParams
  const source = typeof from === 'string' ? await findRun(from) : null
  return (
    <Page crumbs={[{ title: 'Runs', href: '/' }, { title: 'New run' }]}>
      <div className="mb-5 flex flex-wrap items-baseline gap-x-3">
        <h1>New run</h1>
        {source && <p className="text-ink-3">as {source.name} was made</p>}
        {from && !source && <p className="text-ink-3">The run to start from is not there any more.</p>}
      </div>
      <RunForm key={source?.id ?? 'fresh'} initial={source ? draftOf(source) : freshDraft('mnist')} />
    </Page>
  )
}
