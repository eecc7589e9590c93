'use client'

import { fetchClocks } from '#app/requests/compare.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { Clock } from '#lib/series/clock.ts'
import { type Answer, useAnswer } from './use-answer.ts'
import { usePulse } from './use-pulse.ts'

/** Milliseconds between two questions while one of the runs goes on. */
const refreshInterval = 5000

/**
 * When the steps of several runs were done, by id: empty for a run from before times were taken, missing for one that is
 * gone. Marks of a run that goes on lag behind by a few seconds.
 */
export function useClocks(runs: readonly Run[]): Answer<Readonly<Record<string, Clock>>> {
  const going = runs.some(({ state }) => !endedStates.includes(state))
  const pulse = usePulse(going, refreshInterval)
  const ids = runs.map(({ id }) => id)
  return useAnswer(`${ids} ${going} ${pulse}`, (signal) => fetchClocks(ids, signal))
}
