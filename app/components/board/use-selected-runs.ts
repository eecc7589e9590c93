'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { fetchRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/**
 * The selected runs: those of the rows, and those that are selected though they have none, as in a link to a selection
 * far down the list. Of these, what is not there any more is missing.
 */
export function useSelectedRuns(selected: ReadonlySet<string>, shown: readonly Run[]): readonly Run[] {
  const [others, setOthers] = useState<ReadonlyMap<string, Run>>(new Map())
  const asked = useRef(new Set<string>())
  const known = useMemo(() => new Map(shown.map((run) => [run.id, run])), [shown])

  useEffect(() => {
    const end = new AbortController()
    for (const id of selected) {
      if (known.has(id) || asked.current.has(id)) continue
      asked.current.add(id)
      fetchRun(id, end.signal).then(
        (run) => setOthers((before) => new Map(before).set(id, run)),
        () => {},
      )
    }
  }, [selected, known])
  return useMemo(
    () => [...selected].flatMap((id) => known.get(id) ?? others.get(id) ?? []),
    [selected, known, others],
  )
}
