'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { newIdempotencyKey } from '#app/requests/idempotency-key.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { startRun } from '#app/requests/runs.ts'
import { activationTrio } from './activation-trio.ts'
import { byField, checkRequest, type FormErrors } from './form-errors.ts'
import type { RunDraft } from './run-draft.ts'
import { requestOf } from './run-request.ts'

/** What the form is about to do. */
type Sending = 'start' | 'compare' | null

/**
 * The form's state. One key stands for one content: a retry after a lost answer finds the run that it made,
 * and a changed form makes another.
 */
export function useRunForm(initial: RunDraft) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  /** Errors show once somebody tried to send; from then on as they are typed away. */
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<FormErrors>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [sending, setSending] = useState<Sending>(null)
  const key = useRef<string | null>(null)

  const request = requestOf(draft)
  const found = checkRequest(request)
  const errors = tried ? { ...refused, ...found } : {}

  const change = (part: Partial<RunDraft>) => {
    key.current = null
    setRefused({})
    setFailure(null)
    setDraft((before) => ({ ...before, ...part }))
  }

  async function send(kind: 'start' | 'compare') {
    setTried(true)
    setFailure(null)
    if (Object.keys(found).length > 0) {
      setFailure('Something in the form is not possible yet; it is marked.')
      return
    }
    setSending(kind)
    key.current ??= newIdempotencyKey()
    try {
      router.push(await post(kind, key.current))
    } catch (error) {
      const problem = problemOf(error)
      setRefused(byField(problem.errors ?? []))
      setFailure(`${problem.title}. ${problem.detail}`)
      setSending(null)
    }
  }

  /** Makes the run, or the three, and answers the address to go to. */
  async function post(kind: 'start' | 'compare', key: string): Promise<string> {
    if (kind === 'start') return `/runs/${(await startRun(request, key)).id}`
    const ids: string[] = []
    for (const { activation, request: one } of activationTrio(request)) {
      ids.push((await startRun(one, `${key}-${activation}`)).id)
    }
    return `/compare?runs=${ids.join()}`
  }

  return { draft, change, request, errors, failure, sending, send }
}

/** What the parts of the form share. */
export type RunForm = ReturnType<typeof useRunForm>
