'use client'

import { useMemo } from 'react'
import { fetchClocks } from '#app/requests/compare.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Clock } from '#lib/series/clock.ts'
import { useAnswer } from './use-answer.ts'

/** Steps after which the clock of a run that goes on is asked for again, as a part of all its steps. */
const part = 1 / 40

const none: Readonly<Record<string, Clock>> = {}

/** When the steps of runs were done, by id; asked only where it is wanted, and again as the runs go on. */
export function useClocks(
  runs: readonly Run[],
  wanted: boolean,
): { clocks: Readonly<Record<string, Clock>>; failed: boolean } {
  const ids = runs.map(({ id }) => id)
  const places = runs.map(({ state, progress: { step, steps } }) => [
    state,
    Math.floor(step / (part * steps || 1)),
  ])
  const version = wanted ? `${ids} ${places}` : ''
  const { answer, failed } = useAnswer(version, (signal) =>
    wanted ? fetchClocks(ids, signal) : Promise.resolve(none),
  )
  return useMemo(() => ({ clocks: answer ?? none, failed }), [answer, failed])
}
