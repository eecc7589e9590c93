'use client'

import { useEffect, useRef, useState } from 'react'

/** What is known of something that is asked for; the last answer stays while a newer one is awaited. */
export interface Answer<T> {
  answer: T | null
  /** Whether the last question got none. */
  failed: boolean
}

/** Asks once the component stands, and again whenever `version` has changed; a question that is old by then is dropped. */
export function useAnswer<T>(version: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, setState] = useState<Answer<T>>({ answer: null, failed: false })
  const question = useRef(ask)
  question.current = ask

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what is asked
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    question.current(signal).then(
      (answer) => !signal.aborted && setState({ answer, failed: false }),
      () => !signal.aborted && setState((before) => ({ ...before, failed: true })),
    )
    return () => controller.abort()
  }, [version])

  return state
}
