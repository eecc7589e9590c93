'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { fetchSeries } from '#app/requests/runs.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** Points of a small curve; `null` until they are known. */
export interface Sparkline {
  steps: number[]
  values: number[]
}

/** Least milliseconds between two requests for a curve that grows. */
const refreshInterval = 2500

/** Validation accuracy of a run for its row: fetched once the row is seen, again as it grows, once more at the end. */
export function useSparkline(run: Run): { ref: RefObject<HTMLDivElement | null>; curve: Sparkline | null } {
  const ref = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  const [curve, setCurve] = useState<Sparkline | null>(null)
  const fetchedAt = useRef(0)

  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
      },
      { rootMargin: '200px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const accuracy = run.summary['val/accuracy']
  // A new value of the metric, or the end, is what makes the curve old.
  const version = `${endedStates.includes(run.state)} ${run.attempt} ${accuracy?.last} ${run.progress.epoch}`
  const wanted = seen && accuracy !== undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what changed in the run
  useEffect(() => {
    if (!wanted) return
    const load = async () => {
      fetchedAt.current = Date.now()
      const series = await fetchSeries(run.id, 'val/accuracy', 40).catch(() => null)
      // A newer change does not make this answer wrong, only soon old.
      if (series) setCurve({ steps: series.steps, values: series.values.map(decodeValue) })
    }
    const timer = setTimeout(load, Math.max(0, fetchedAt.current + refreshInterval - Date.now()))
    return () => clearTimeout(timer)
  }, [wanted, run.id, version])

  return { ref, curve }
}
