'use client'

import { fetchEvaluation } from '#app/requests/samples.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { useAnswer } from './use-answer.ts'

/** Milliseconds for which a step rests before the server is asked to judge all held-out samples at it. */
const rest = 700

const waiting = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

/** How each run does at its checkpoint on the held-out samples; null for those without, or of which it is not known. */
export function useEvaluations(
  places: readonly { id: string; step: number | null }[],
): readonly (Evaluation | null)[] {
  const version = places.map(({ id, step }) => `${id} ${step}`).join()
  const { answer } = useAnswer(version, async (signal) => {
    await waiting(rest, signal)
    return Promise.all(
      places.map(({ id, step }) =>
        step === null ? null : fetchEvaluation(id, step, signal).catch(() => null),
      ),
    )
  })
  return answer ?? []
}
