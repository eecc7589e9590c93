'use client'

import { fetchMetricsUpTo } from '#app/requests/metrics.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { fetchRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { type Answer, useAnswer } from './use-answer.ts'

/** What another run did before a fork went on from it. */
export interface Past {
  run: Run
  /** Its own steps: beyond the first, up to the second. */
  span: readonly [after: number, upTo: number]
  series: Readonly<Record<string, Buckets>>
}

/** The runs that a fork comes from, the oldest first. */
export interface Lineage {
  pasts: readonly Past[]
  /** Why there are more that are not here; null where these are all. */
  missing: 'gone' | 'too many' | null
}

/** Forks of forks that are followed back. */
const mostLevels = 8
/** Points of a curve that belongs to the past. */
const maxPoints = 450
/** Before the first step, so that it is part of a span. */
const beginning = -1

/** The step after which a run's own log begins. */
export function ownBeginning({ fork }: Pick<Run, 'fork'>): number {
  return fork?.step ?? beginning
}

async function load(fork: Run, signal: AbortSignal): Promise<Lineage> {
  const pasts: Past[] = []
  let child = fork
  while (child.fork && child.fork.step !== null) {
    if (pasts.length === mostLevels) return { pasts, missing: 'too many' }
    const { of, step } = child.fork
    try {
      const [run, series] = await Promise.all([
        fetchRun(of, signal),
        fetchMetricsUpTo(of, step, maxPoints, signal),
      ])
      pasts.unshift({ run, span: [ownBeginning(run), step], series })
      child = run
    } catch (error) {
      if (problemOf(error).status !== 404) throw error
      return { pasts, missing: 'gone' }
    }
  }
  return { pasts, missing: null }
}

const nothing: Lineage = { pasts: [], missing: null }
const unknown: Lineage = { pasts: [], missing: 'gone' }

/** Where several runs come from, in their order: asked once, as nothing of that can change. */
export function useLineages(runs: readonly Run[]): Answer<readonly Lineage[]> {
  return useAnswer(runs.map(({ id, fork }) => `${id} ${fork?.step}`).join(), (signal) =>
    Promise.all(runs.map((run) => (run.fork ? load(run, signal) : nothing))),
  )
}

/** Where a fork comes from; nothing is asked where the page knows already that the run before it is gone. */
export function useLineage(run: Run, gone: boolean): Answer<Lineage> {
  const { answer, failed } = useLineages(gone ? [] : [run])
  return { answer: gone ? unknown : (answer?.[0] ?? null), failed }
}
