'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { newIdempotencyKey } from '#app/requests/idempotency-key.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { replayRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Trains a completed run once more, to be compared bit for bit, and goes to the new run. */
export function useReplay({ id }: Run): { replay: () => void; sending: boolean; failure: string | null } {
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
      router.push(`/runs/${(await replayRun(id, key.current)).id}`)
    } catch (error) {
      setFailure(problemOf(error).detail)
      setSending(false)
    }
  }
  return { replay: () => void replay(), sending, failure }
}
