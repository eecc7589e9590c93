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

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection()
  const run = await findRun((await params).id)
  return { title: run?.name ?? 'No such run' }
}

/** One run, live. */
export default async function RunPage({ params }: Props) {
  await connection()
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
      />
    </Page>
  )
}
