'use client'

import Link from 'next/link'
import { useState } from 'react'
import { restoreRun } from '#app/requests/control.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** What needs a look before anything else: why a run failed, or that the page shows the last that is known. */
export function RunNotice({ snapshot }: { snapshot: RunSnapshot }) {
  const { run, status, problem } = snapshot
  if (status === 'deleted') {
    return <DeletedNotice id={run.id} />
  }
  if (status === 'refused' && problem) {
    return (
      <p role="status" className="mt-3 border-l-3 border-warn py-0.5 pl-4 text-14 text-ink-2">
        No live data: {problem.detail} What is below is the last that was received.
      </p>
    )
  }
  if (run.state === 'failed') {
    return (
      <div className="mt-3 border-l-3 border-bad py-0.5 pl-4">
        <h2>Failed at step {run.progress.step.toLocaleString('en-US')}</h2>
        <p className="text-14 text-ink-2">{run.error ?? 'No reason was recorded.'}</p>
      </div>
    )
  }
  return null
}

/** A deleted run can be brought back for a while; the page then follows it again. */
function DeletedNotice({ id }: { id: string }) {
  const [state, setState] = useState<'idle' | 'going' | 'done'>('idle')
  const [failure, setFailure] = useState<string | null>(null)

  async function restore() {
    setState('going')
    setFailure(null)
    try {
      await restoreRun(id)
      setState('done')
    } catch (error) {
      setFailure(problemOf(error).detail)
      setState('idle')
    }
  }

  return (
    <p role="status" className="mt-3 border-l-3 border-warn py-0.5 pl-4 text-14 text-ink-2">
      This run was deleted. What is below is the last that was received.{' '}
      <button
        type="button"
        className="rounded-2 mr-2 text-accent underline decoration-1 underline-offset-3 disabled:text-ink-3"
        disabled={state !== 'idle'}
        onClick={restore}
      >
        {state === 'idle' ? 'Restore it' : 'Restoring'}
      </button>{' '}
      <Link href="/" className="text-accent underline decoration-1 underline-offset-3">
        Back to the runs
      </Link>
      {failure && <span className="block text-bad">{failure}</span>}
    </p>
  )
}
