'use client'

import { useEffect, useRef, useState } from 'react'
import { fetchDiagnostics } from '#app/requests/runs.ts'
import type { DiagnosticsAnswer } from '#lib/contracts/diagnostics.ts'

/** Milliseconds that a playhead rests before it is asked about. */
const rest = 150
/** Least milliseconds between two questions about a run that goes on. */
const refreshInterval = 2000

/** A close look at the layers, as far as it is known. */
export interface Diagnostics {
  answer: DiagnosticsAnswer | null
  failed: boolean
}

/** Whether an answer is the one that a step would get: its own snapshot is the newest at or before it. */
export function covers({ step, steps }: DiagnosticsAnswer, wanted: number, live: boolean): boolean {
  const newest = steps.findLast((known) => known <= wanted) ?? null
  return newest === step && !(live && wanted > (steps.at(-1) ?? -1))
}

/**
 * The newest close look at or before a step. Asked for once the step has rested; while a run goes on, again now
 * and then. A timer that waits is left to wait: it asks about the step that is wanted when it ends.
 */
export function useDiagnostics(runId: string, step: number, live: boolean): Diagnostics {
  const [state, setState] = useState<Diagnostics>({ answer: null, failed: false })
  const wanted = useRef(step)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const request = useRef<AbortController>(undefined)
  const askedAt = useRef(0)
  const { answer } = state
  wanted.current = step

  useEffect(() => {
    if (timer.current || (answer && covers(answer, step, live))) return
    // There are looks, and none of them is held: the page did not know yet how far the run is.
    const behind = answer?.step === null && answer.steps.length > 0
    const beyond = answer !== null && live && !behind && step > (answer.steps.at(-1) ?? -1)
    const pause = beyond ? Math.max(rest, askedAt.current + refreshInterval - Date.now()) : rest
    timer.current = setTimeout(
      async () => {
        timer.current = undefined
        request.current?.abort()
        const controller = new AbortController()
        const { signal } = controller
        request.current = controller
        askedAt.current = Date.now()
        try {
          setState({ answer: await fetchDiagnostics(runId, wanted.current, signal), failed: false })
        } catch {
          if (!signal.aborted) setState((before) => ({ ...before, failed: true }))
        }
      },
      askedAt.current === 0 ? 0 : pause,
    )
  }, [runId, step, live, answer])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
      request.current?.abort()
    },
    [],
  )

  return state
}
