import Link from 'next/link'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { ForkForm } from '#app/components/form/fork-form.tsx'
import { type ForkSource, startAt } from '#app/components/form/fork-source.ts'
import {
  type ProposedChange,
  proposalQuery,
  proposalWords,
  readProposal,
  withProposal,
} from '#app/components/form/proposed-change.ts'
import { draftOf, freshDraft } from '#app/components/form/run-draft.ts'
import { RunForm } from '#app/components/form/run-form.tsx'
import { button } from '#app/components/marks/button.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata = { title: 'New run' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * The form for a new run: empty; as an existing run was made (`?from=`); or for a fork that goes on from one
 * (`?fork=`), from the newest checkpoint up to `&step=`, where `done` is the end of a run that goes on. A change that
 * somebody suggested is filled in (`&learningRate=`, `&activation=` and so on).
 */
export default async function NewRunPage({ searchParams }: Props) {
  await connection()
  const query = await searchParams
  const { from, fork, step } = query
  const proposal = readProposal(query)
  if (typeof fork === 'string') return <ForkPage id={fork} step={step} proposal={proposal} />
  const source = typeof from === 'string' ? await findRun(from) : null
  const draft = withProposal(source ? draftOf(source) : freshDraft('mnist'), proposal)
  return (
    <NewPage title="New run" note={sourceNote(source?.name ?? null, Boolean(from), proposal)}>
      <RunForm key={source?.id ?? 'fresh'} initial={draft} />
    </NewPage>
  )
}

/** What the form proposes to change, after what it begins from. */
function proposed(change: ProposedChange): string {
  const words = proposalWords(change)
  return words && `, with ${words}`
}

function sourceNote(name: string | null, wanted: boolean, change: ProposedChange): string | null {
  if (name !== null) return `as ${name} was made${proposed(change)}`
  return wanted ? 'The run to start from is not there any more.' : null
}

interface ForkPageProps {
  id: string
  step: string | string[] | undefined
  proposal: ProposedChange
}

async function ForkPage({ id, step, proposal }: ForkPageProps) {
  const source = await findSource(id)
  if (!source) return <NewPage title="New fork" note="The run to fork is not there any more." />
  const start = startAt(source, step === 'done' ? step : readStep(step))
  return (
    <NewPage title="New fork" note={`of ${source.run.name}${proposed(proposal)}`}>
      {start ? (
        <ForkForm key={id} source={source} initial={start} proposal={proposal} />
      ) : (
        <NothingKept id={id} proposal={proposal} />
      )}
    </NewPage>
  )
}

/** For a run that ended before its first checkpoint. */
function NothingKept({ id, proposal }: Pick<ForkPageProps, 'id' | 'proposal'>) {
  return (
    <div className="grid justify-items-start gap-3">
      <p className="max-w-[68ch] text-14 text-ink-2">
        It keeps no checkpoint to go on from: it ended before the first. A duplicate begins with new weights.
      </p>
      <Link href={`/new?from=${id}&${proposalQuery(proposal)}`} className={button()}>
        Duplicate it instead
      </Link>
    </div>
  )
}

function readStep(step: string | string[] | undefined): number | null {
  return typeof step === 'string' && /^\d+$/.test(step) ? Number(step) : null
}

async function findSource(id: string): Promise<ForkSource | null> {
  const run = await findRun(id)
  if (!run) return null
  const { items } = await getRuntime().runs.checkpoints(id)
  return { run, kept: items.filter(({ restorable }) => restorable) }
}

function NewPage({ title, note, children }: { title: string; note: string | null; children?: ReactNode }) {
  return (
    <Page crumbs={[{ title: 'Runs', href: '/' }, { title }]}>
      <div className="mb-5 flex flex-wrap items-baseline gap-x-3">
        <h1>{title}</h1>
        {note && <p className="min-w-0 break-words text-ink-3">{note}</p>}
      </div>
      {children}
    </Page>
  )
}
