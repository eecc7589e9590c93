'use client'

import { ChartSpline, Copy, Square, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { stopRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { DeleteDialog } from './delete-dialog.tsx'

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

/** What can be done with a run as it is now; what does not apply is absent. */
export function RunActions({ run }: { run: Run }) {
  const [stopping, setStopping] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [deleting, setDeleting] = useState(false)
  const ended = endedStates.includes(run.state)

  async function stop() {
    setStopping(true)
    setFailure(null)
    try {
      await stopRun(run.id)
    } catch (error) {
      setStopping(false)
      setFailure(problemOf(error).detail)
    }
  }

  return (
    <div className="order-4 ml-auto flex w-full flex-wrap gap-2 *:flex-1 tablet:order-none tablet:w-auto tablet:*:flex-none">
      {failure && (
        <p role="alert" className="self-center text-bad">
          {failure}
        </p>
      )}
      <Link className={button()} href={`/compare?runs=${run.id}`}>
        <ChartSpline {...icon} />
        Compare
      </Link>
      <Link className={button()} href={`/new?from=${run.id}`}>
        <Copy {...icon} />
        Duplicate
      </Link>
      {ended ? (
        <button type="button" className={button()} onClick={() => setDeleting(true)}>
          <Trash2 {...icon} />
          Delete
        </button>
      ) : (
        <button type="button" className={button()} onClick={stop} disabled={stopping}>
          <Square {...icon} />
          {stopping ? 'Stopping' : 'Stop'}
        </button>
      )}
      {deleting && <DeleteDialog run={run} onClose={() => setDeleting(false)} />}
    </div>
  )
}
