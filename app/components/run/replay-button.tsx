'use client'

import { Repeat } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { newIdempotencyKey } from '#app/requests/idempotency-key.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { replayRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Trains a completed run once more, to be compared bit for bit, and goes to the new run. */
export function ReplayButton({ run }: { run: Run }) {
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  /** A retry after a lost answer finds the replay that was queued. */
  const key = useRef<string | null>(null)

  async function replay() {
    setSending(true)
    setFailure(null)
    key.current ??= newIdempotencyKey()
    try {
      router.push(`/runs/${(await replayRun(run.id, key.current)).id}`)
    } catch (error) {
      setFailure(problemOf(error).detail)
      setSending(false)
    }
  }

  return (
    <>
      <button
        type="button"
        className={`${button()} ml-auto`}
        title="Train it once more and compare every figure and the weights"
        onClick={replay}
        disabled={sending}
      >
        <Repeat size={16} strokeWidth={1.75} aria-hidden="true" />
        {sending ? 'Queueing' : 'Replay'}
      </button>
      {failure && (
        <p role="alert" className="w-full text-bad">
          {failure}
        </p>
      )}
    </>
  )
}
