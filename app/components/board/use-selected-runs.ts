'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { problemOf } from '#app/requests/problem-error.ts'
import { fetchRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/**
 * The selected runs: those of the rows, and those that are selected though they have none, as in a link to a selection
 * far down the list.
 *
 * @param onMissing to be told of a run that is not there any more; to stay the same
 */
export function useSelectedRuns(
  selected: ReadonlySet<string>,
  shown: readonly Run[],
  onMissing: (id: string) => void,
): readonly Run[] {
  const [others, setOthers] = useState<ReadonlyMap<string, Run>>(new Map())
  const asked = useRef(new Set<string>())
  const known = useMemo(() => new Map(shown.map((run) => [run.id, run])), [shown])

  useEffect(() => {
    for (const id of selected) {
      if (known.has(id) || asked.current.has(id)) continue
      asked.current.add(id)
      fetchRun(id, new AbortController().signal).then(
        (run) => setOthers((before) => new Map(before).set(id, run)),
        (error) => {
          if (problemOf(error).status === 404) onMissing(id)
        },
      )
    }
  }, [selected, known, onMissing])
  return useMemo(
    () => [...selected].flatMap((id) => known.get(id) ?? others.get(id) ?? []),
    [selected, known, others],
  )
}
