import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { RunView } from '#app/components/run/run-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { findRun } from '#app/run-lookup.ts'
import { getRuntime } from '#lib/runtime.ts'

interface Props {
  params: Promise<{ id: string }>
}

interface PageProps extends Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection()
  const run = await findRun((await params).id)
  return { title: run?.name ?? 'No such run' }
}

/** The step of an address; null where there is none. */
function readStep(step: string | string[] | undefined): number | null {
  return typeof step === 'string' && /^\d{1,10}$/.test(step) ? Number(step) : null
}

/** One run, live; the playhead stands at `?step=`, else at the latest reading. */
export default async function RunPage({ params, searchParams }: PageProps) {
  await connection()
  const { step } = await searchParams
  const run = await findRun((await params).id)
  if (!run) notFound()
  const nameOf = async (other: string | null | undefined) =>
    other ? ((await findRun(other))?.name ?? null) : null
  const [original, parent, awaited, queue] = await Promise.all([
    nameOf(run.replay?.of),
    nameOf(run.fork?.of),
    nameOf(run.after),
    getRuntime().runs.queue(),
  ])
  return (
    <Page crumbs={[{ title: 'Runs', href: '/' }, { title: run.name }]}>
      <RunView
        key={run.id}
        initial={run}
        now={Date.now()}
        names={{ original, parent, awaited }}
        queue={queue}
        step={readStep(step)}
      />
    </Page>
  )
}
