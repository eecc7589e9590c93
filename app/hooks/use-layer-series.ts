'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { fetchComparison } from '#app/requests/compare.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { usePulse } from './use-pulse.ts'

/** Runs that are asked about at once: an answer stays small enough to be read without a stutter. */
const atOnce = 10
/** Buckets of a series: as many as a small map has columns. */
const maxPoints = 64
/** Milliseconds between two rounds of questions while one of the runs goes on. */
const refreshInterval = 15_000

type Held = Readonly<Record<string, Readonly<Record<string, Buckets>>>>

/**
 * Runs with the measures of every layer: those that have them as they are, the others with what is asked for, some runs
 * at a time. Nothing is asked unless wanted.
 */
export function useLayerSeries<T extends RunSnapshot>(
  runs: readonly T[],
  measures: readonly MeasureName[],
  wanted: boolean,
): readonly T[] {
  const [held, setHeld] = useState<Held>({})
  const lacking = runs.filter(({ series }) => measures.some((measure) => !series[`${measure}/output`]))
  const ids = wanted ? lacking.map(({ run }) => run.id) : []
  const going = wanted && lacking.some(({ run }) => !endedStates.includes(run.state))
  const pulse = usePulse(going, refreshInterval)
  const known = useRef(held)
  known.current = held

  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids and the pulse stand for what is asked
  useEffect(() => {
    const controller = new AbortController()
    const keys = measures.map((measure) => `${measure}/*`)
    const ended = new Set(runs.filter(({ run }) => endedStates.includes(run.state)).map(({ run }) => run.id))
    const missing = ids.filter((id) => !(ended.has(id) && known.current[id]))
    const ask = async () => {
      for (let from = 0; from < missing.length; from += atOnce) {
        const some = missing.slice(from, from + atOnce)
        const answer = await fetchComparison(some, { keys, maxPoints }, controller.signal)
        if (controller.signal.aborted) return
        setHeld((before) => ({ ...before, ...answer }))
      }
    }
    // What could not be had is asked for in the next round; the charts above say that the server does not answer.
    ask().catch(() => {})
    return () => controller.abort()
  }, [ids.join(), pulse])

  return useMemo(
    () =>
      runs.map((one) => {
        const own = held[one.run.id]
        const has = measures.every((measure) => one.series[`${measure}/output`])
        return has || !own ? one : { ...one, series: { ...own, ...one.series } }
      }),
    [runs, held, measures],
  )
}
