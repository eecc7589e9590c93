'use client'

import { useEffect, useState } from 'react'
import { fetchComparison } from '#app/requests/compare.ts'
import type { Buckets } from '#lib/series/buckets.ts'

/** Milliseconds that a part stands still before it is asked for. */
const patience = 150
/** Buckets of a series within the part. */
const maxPoints = 300

/** Steps of a run that are visible. */
export interface VisibleSteps {
  id: string
  from: number
  to: number
}

/** What is known more finely of some runs' steps. */
export interface Finer {
  /** By run: the steps that were asked for. */
  steps: ReadonlyMap<string, VisibleSteps>
  series: Readonly<Record<string, Readonly<Record<string, Buckets>>>>
}

const nothing: Finer = { steps: new Map(), series: {} }

/** Runs of which the same steps are wanted, in few questions: where there are many parts, one that holds them all. */
function questions(parts: readonly VisibleSteps[]): { ids: string[]; from: number; to: number }[] {
  const groups = [...Map.groupBy(parts, ({ from, to }) => `${from} ${to}`).values()]
  if (groups.length <= 4) {
    return groups.map((group) => ({ ids: group.map(({ id }) => id), from: group[0]!.from, to: group[0]!.to }))
  }
  const from = Math.min(...parts.map((part) => part.from))
  return [{ ids: parts.map(({ id }) => id), from, to: Math.max(...parts.map((part) => part.to)) }]
}

/** Finer buckets of what is visible of some series; what was known last stays until more is. */
export function useFiner(parts: readonly VisibleSteps[], keys: readonly string[]): Finer {
  const [finer, setFiner] = useState<Finer>(nothing)
  const wanted = JSON.stringify([parts, keys])
  useEffect(() => {
    const [parts, keys] = JSON.parse(wanted) as [VisibleSteps[], string[]]
    if (parts.length === 0 || keys.length === 0) {
      setFiner(nothing)
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const asked = questions(parts)
      Promise.all(
        asked.map(({ ids, ...part }) =>
          fetchComparison(ids, { keys, maxPoints, ...part }, controller.signal),
        ),
      ).then(
        (answers) => {
          const steps = asked.flatMap(({ ids, from, to }) => ids.map((id) => [id, { id, from, to }] as const))
          setFiner({ steps: new Map(steps), series: Object.assign({}, ...answers) })
        },
        // The coarse buckets are still true; the next move asks again.
        () => undefined,
      )
    }, patience)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [wanted])
  return finer
}
