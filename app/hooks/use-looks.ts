'use client'

import { fetchDiagnostics } from '#app/requests/runs.ts'
import type { DiagnosticsAnswer } from '#lib/contracts/diagnostics.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { type Answer, useAnswer } from './use-answer.ts'
import { usePulse } from './use-pulse.ts'

/** Questions under way at once. */
const atOnce = 4
/** Milliseconds between two rounds of questions while one of the runs goes on. */
const refreshInterval = 10_000
const lastStep = 2 ** 31 - 1

/** The newest close look at the layers of several runs, by id; one that is gone is missing. Nothing is asked unless wanted. */
export function useLooks(
  runs: readonly Run[],
  wanted: boolean,
): Answer<Readonly<Record<string, DiagnosticsAnswer>>> {
  const going = runs.filter(({ state }) => !endedStates.includes(state)).length
  const pulse = usePulse(wanted && going > 0, refreshInterval)
  const ids = runs.map(({ id }) => id)
  return useAnswer(`${ids} ${wanted} ${going} ${pulse}`, (signal) => askAll(wanted ? ids : [], signal))
}

async function askAll(
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, DiagnosticsAnswer>> {
  const answers: Record<string, DiagnosticsAnswer> = {}
  const waiting = [...ids]
  const ask = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const answer = await fetchDiagnostics(id, lastStep, signal).catch(() => null)
      if (answer) answers[id] = answer
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  if (ids.length > 0 && Object.keys(answers).length === 0) throw new Error('No answer')
  return answers
}
