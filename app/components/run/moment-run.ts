import { useMemo } from 'react'
import type { Run, RunConfig } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** What the parts of a moment need to know of the run that trained there: nothing that changes with every step. */
export interface MomentRun {
  id: string
  config: RunConfig
  ended: boolean
  /** CSS colour. */
  colour: string
}

/** The same object for as long as nothing of it changes; the config of a run never does. */
export function useMomentRun(run: Run, colour: string): MomentRun {
  const { id, config } = run
  const ended = endedStates.includes(run.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` stands for the config, which every message brings anew
  return useMemo(() => ({ id, config, ended, colour }), [id, ended, colour])
}
