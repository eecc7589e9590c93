import { resolveColours } from '#app/components/charts/run-colours.ts'
import type { ComparedRun } from '#app/components/compare/compared-run.ts'
import type { Run, RunRequest } from '#lib/contracts/run.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { makeRun } from './runs.ts'

/** What a test cares about of one compared run. */
export interface ComparedPart {
  request?: Partial<RunRequest>
  run?: Partial<Run>
  series?: Record<string, Buckets>
}

/** A series of single points, one every `every` steps from 0 on. */
export function seriesOf(values: readonly number[], every = 100): Buckets {
  return { steps: values.map((_, i) => i * every), values: [...values], total: values.length }
}

/** Completed runs with ids, names and colours of their own. */
export function makeCompared(parts: readonly ComparedPart[]): ComparedRun[] {
  const ids = parts.map((_, i) => `aaaaaaaaaaaaaa${String(i).padStart(2, '0')}`)
  const colours = resolveColours(ids)
  return parts.map(({ request = {}, run = {}, series = {} }, i) => ({
    run: makeRun(
      { id: ids[i]!, name: `run-${i + 1}`, state: 'completed', ...run },
      { seed: i + 1, ...request },
    ),
    series,
    status: 'live',
    problem: null,
    ...colours[i]!,
  }))
}

/** Hidden layers of one activation. */
export const layersOf = (activation: 'relu' | 'sigmoid' | 'tanh' | 'gelu', layers = 2) => ({
  network: { hidden: Array.from({ length: layers }, () => ({ units: 8, activation })) },
})
