'use client'

import { fetchTimeToAccuracy } from '#app/requests/compare.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { Reached } from '#lib/contracts/time-to-accuracy.ts'
import { type Answer, useAnswer } from './use-answer.ts'
import { usePulse } from './use-pulse.ts'

/** Milliseconds between two questions while one of the runs goes on. */
const refreshInterval = 3000

/** When several runs got to each accuracy, by id, in the order of the accuracies. */
export function useTimeToAccuracy(
  runs: readonly Run[],
  accuracies: readonly number[],
): Answer<Readonly<Record<string, readonly Reached[]>>> {
  const going = runs.filter(({ state }) => !endedStates.includes(state)).length
  const pulse = usePulse(going > 0, refreshInterval)
  const ids = runs.map(({ id }) => id)
  return useAnswer(`${ids} ${accuracies} ${going} ${pulse}`, (signal) =>
    fetchTimeToAccuracy(ids, accuracies, signal),
  )
}
