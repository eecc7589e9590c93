'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { deleteRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Asks before a run and all that was recorded of it are gone. Opens as it is rendered. */
export function DeleteDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const router = useRouter()
  const [going, setGoing] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => dialog.current?.showModal(), [])

  async function confirm() {
    setGoing(true)
    try {
      await deleteRun(run.id)
      router.push('/')
    } catch (error) {
      setGoing(false)
      setFailure(problemOf(error).detail)
    }
  }

  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="delete-title"
      className="m-auto w-[min(440px,calc(100vw-32px))] rounded-4 bg-raised p-6 text-ink shadow-float"
    >
      <h2 id="delete-title" className="text-16">
        Delete {run.name}?
      </h2>
      <p className="mt-2 text-14 text-ink-2">
        Its curves, notes and receipt go with it. This cannot be undone.
      </p>
      {failure && (
        <p role="alert" className="mt-3 text-bad">
          {failure}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <button type="button" className={button()} onClick={() => dialog.current?.close()}>
          Keep it
        </button>
        <button type="button" className={button({ kind: 'danger' })} onClick={confirm} disabled={going}>
          {going ? 'Deleting' : 'Delete run'}
        </button>
      </div>
    </dialog>
  )
}
