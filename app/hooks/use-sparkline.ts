'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { type Curve, fetchCurve } from '#app/requests/curves.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** Least milliseconds between two requests for a curve that grows. */
const refreshInterval = 2500
/** Milliseconds that a row is there before its curve is asked for: not while it flies past. */
const rest = 100
/** Curves of ended runs that are kept for rows that come back, and most of them. */
const kept = new Map<string, Curve>()
const mostKept = 2000

function keep(version: string, curve: Curve): void {
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(version, curve)
}

/** Validation accuracy of a run for its row: fetched once the row is seen, again as it grows, once more at the end. */
export function useSparkline(run: Run): { ref: RefObject<HTMLDivElement | null>; curve: Curve | null } {
  const ended = endedStates.includes(run.state)
  const accuracy = run.summary['val/accuracy']
  // A new value of the metric, or the end, is what makes the curve old.
  const version = `${run.id} ${ended} ${run.attempt} ${accuracy?.last} ${run.progress.epoch}`
  const ref = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  const [curve, setCurve] = useState<Curve | null>(() => kept.get(version) ?? null)
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

  const wanted = seen && accuracy !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what changed in the run
  useEffect(() => {
    if (!wanted || kept.has(version)) return
    const load = async () => {
      fetchedAt.current = Date.now()
      const answer = await fetchCurve(run.id).catch(() => null)
      if (!answer) return
      if (ended) keep(version, answer)
      // A newer change does not make this answer wrong, only soon old.
      setCurve(answer)
    }
    const timer = setTimeout(load, Math.max(rest, fetchedAt.current + refreshInterval - Date.now()))
    return () => clearTimeout(timer)
  }, [wanted, run.id, version])

  return { ref, curve }
}
