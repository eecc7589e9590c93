'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { failureWords } from '#app/requests/problem-error.ts'
import { type Held, type LookAnswer, LookCache } from './look-cache.ts'

/** Milliseconds that a playhead rests before it is asked about. */
const rest = 150
/** Least milliseconds between two questions about a run that goes on. */
const refreshInterval = 2000
/** Milliseconds after which a question that got no answer is asked again by itself. */
const patience = 5000

/** What is known of a run at a step; the last answer stays while another is awaited. */
export interface Look<T> {
  held: Held<T> | null
  /** Why the last question got no answer; null where it got one. */
  failure: string | null
  /** Asks again at once. */
  retry: () => void
}

/** Where a look is taken. */
export interface Place {
  runId: string
  step: number
  /** Whether there may be more than is known: the run goes on. */
  live: boolean
}

/**
 * The newest answer at or before a step. Asked for once the step has rested; while a run goes on, again now and then.
 * A timer that waits is left to wait: it asks about the place that is wanted when it ends. A place that was asked
 * about before is answered at once.
 */
export function useLook<T extends LookAnswer>(
  place: Place,
  ask: (runId: string, step: number, signal: AbortSignal) => Promise<T>,
): Look<T> {
  const { runId, step, live } = place
  const [cache] = useState(() => new LookCache<T>())
  const [asked, setAsked] = useState<{ failure: string | null; answers: number }>({
    failure: null,
    answers: 0,
  })
  const [tries, setTries] = useState(0)
  const wanted = useRef({ place, ask })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const request = useRef<AbortController>(undefined)
  const askedAt = useRef(0)
  const shown = useRef<Held<T>>(null)
  const found = cache.find(runId, step)
  const beyond = live && cache.isBeyond(runId, step)
  wanted.current = { place, ask }
  shown.current = found ?? shown.current

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` and `tries` stand for what the cache holds, and for another try
  useEffect(() => {
    if (timer.current || (found && !beyond)) return
    const pause = found ? Math.max(rest, askedAt.current + refreshInterval - Date.now()) : rest
    timer.current = setTimeout(
      async () => {
        timer.current = undefined
        request.current?.abort()
        const controller = new AbortController()
        const { signal } = controller
        request.current = controller
        askedAt.current = Date.now()
        const { place, ask } = wanted.current
        try {
          const answer = await ask(place.runId, place.step, signal)
          if (signal.aborted) return
          cache.add({ runId: place.runId, answer })
          setAsked(({ answers }) => ({ failure: null, answers: answers + 1 }))
        } catch (error) {
          if (!signal.aborted) setAsked((before) => ({ ...before, failure: failureWords(error) }))
        }
      },
      askedAt.current === 0 ? 0 : pause,
    )
  }, [runId, step, live, asked.answers, tries])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
      request.current?.abort()
    },
    [],
  )

  const retry = useCallback(() => {
    askedAt.current = 0
    setTries((before) => before + 1)
  }, [])
  useEffect(() => {
    if (asked.failure === null) return
    const again = setTimeout(retry, patience)
    return () => clearTimeout(again)
  }, [asked, retry])

  const held = shown.current
  const failure = found && !beyond ? null : asked.failure
  // The same object for as long as nothing is new, however often the playhead moves.
  return useMemo(() => ({ held, failure, retry }), [held, failure, retry])
}
