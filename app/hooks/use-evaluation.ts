'use client'

import { useRef } from 'react'
import { fetchCheckpoints } from '#app/requests/metrics.ts'
import { fetchEvaluation } from '#app/requests/samples.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import type { LookAnswer } from './look-cache.ts'
import { type Look, type Place, useLook } from './use-look.ts'

/** How a run does at a checkpoint; nothing where none is kept so early. */
export interface EvaluationAnswer extends LookAnswer {
  evaluation: Evaluation | null
}

/** How a run does at its newest kept checkpoint at or before a step. */
export function useEvaluation(place: Place): Look<EvaluationAnswer> {
  const last = useRef<{ key: string; evaluation: Evaluation }>(null)
  return useLook(place, async (runId, step, signal) => {
    const checkpoints = await fetchCheckpoints(runId, signal)
    const kept = checkpoints.filter(({ restorable }) => restorable)
    const newest = kept.findLast((checkpoint) => checkpoint.step <= step)
    const steps = kept.map((checkpoint) => checkpoint.step)
    if (!newest) return { step: null, steps, evaluation: null }
    const key = `${runId} ${newest.step} ${newest.weights}`
    if (last.current?.key !== key) {
      last.current = { key, evaluation: await fetchEvaluation(runId, newest.step, signal) }
    }
    const { evaluation } = last.current
    // A checkpoint that went in between is no longer one.
    const known = steps.filter((each) => each <= evaluation.step || each > step)
    return { step: evaluation.step, steps: known, evaluation }
  })
}
