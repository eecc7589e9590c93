'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { newIdempotencyKey } from '#app/requests/idempotency-key.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import type { FieldError } from '#lib/contracts/problem.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { byField, checkRequest, type FormErrors } from './form-errors.ts'
import type { RunDraft } from './run-draft.ts'
import { requestOf } from './run-request.ts'

/** What a form does with its content; `Way` names the buttons that send it. */
interface Sender<Way extends string> {
  /** Makes what was asked for, once for a key however often it is tried, and answers the address to go to. */
  post: (way: Way, request: RunRequest, key: string) => Promise<string>
  /** What cannot be, beyond what the contract refuses. */
  check?: (request: RunRequest) => FormErrors
}

/** The server's words for fields of a fork are about its `config`; the form knows them without. */
const withoutConfig = ({ path, message }: FieldError) => ({ path: path.replace(/^config\./, ''), message })

/**
 * The form's state. One key stands for one content: a retry after a lost answer finds the run that it made,
 * and a changed form makes another.
 */
export function useRunForm<Way extends string>(initial: RunDraft, { post, check }: Sender<Way>) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  /** Errors show once somebody tried to send; from then on as they are typed away. */
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<FormErrors>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [sending, setSending] = useState<Way | null>(null)
  const key = useRef<string | null>(null)

  const request = requestOf(draft)
  const found = { ...check?.(request), ...checkRequest(request) }
  const errors: FormErrors = tried ? { ...refused, ...found } : {}

  const change = (part: Partial<RunDraft>) => {
    key.current = null
    setRefused({})
    setFailure(null)
    setDraft((before) => ({ ...before, ...part }))
  }

  async function send(way: Way) {
    setTried(true)
    setFailure(null)
    if (Object.keys(found).length > 0) {
      setFailure('Something in the form is not possible yet; it is marked.')
      return
    }
    setSending(way)
    key.current ??= newIdempotencyKey()
    try {
      router.push(await post(way, request, key.current))
    } catch (error) {
      const problem = problemOf(error)
      setRefused(byField((problem.errors ?? []).map(withoutConfig)))
      setFailure(`${problem.title}. ${problem.detail}`)
      setSending(null)
    }
  }

  return { draft, change, request, errors, failure, sending, send }
}

/** What the parts of the form share. */
export type RunForm = Omit<ReturnType<typeof useRunForm>, 'send' | 'sending'>
