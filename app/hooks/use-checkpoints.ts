'use client'

import { fetchCheckpoints } from '#app/requests/metrics.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import type { Run } from '#lib/contracts/run.ts'
import { useAnswer } from './use-answer.ts'

/**
 * Steps at which the weights of each run are kept, ascending, in the order of the runs; null until they are known.
 * Asked again whenever one of the runs may have taken another.
 */
export function useCheckpointSteps(runs: readonly Run[]): {
  steps: readonly (readonly number[])[] | null
  failed: boolean
} {
  const version = runs
    .map(({ id, state, attempt, progress }) => `${id} ${state} ${attempt} ${progress.epoch}`)
    .join()
  const { answer, failed } = useAnswer(version, (signal) =>
    Promise.all(
      runs.map(async ({ id }) => {
        const checkpoints = await fetchCheckpoints(id, signal).catch(noneIfDeleted)
        return checkpoints.filter(({ restorable }) => restorable).map(({ step }) => step)
      }),
    ),
  )
  return { steps: answer, failed }
}

/** A run that somebody has deleted meanwhile has none; the others are asked as before. */
function noneIfDeleted(error: unknown): [] {
  if (problemOf(error).status === 404) return []
  throw error
}
