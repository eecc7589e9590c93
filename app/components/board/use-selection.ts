'use client'

import { useCallback, useMemo, useRef } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  /** Selects a run or not; with `range` all that are shown between it and the one before likewise. */
  select: (id: string, on: boolean, range: boolean) => void
  selectAll: (ids: readonly string[], on: boolean) => void
}

interface Parts {
  selected: readonly string[]
  /** To be told what becomes of the selection. */
  onChange: (update: (before: readonly string[]) => readonly string[]) => void
  /** Ids of all runs in the order in which they stand on the page. */
  shown: readonly string[]
}

/** Ways to select runs; `onChange` is to stay the same. */
export function useSelection({ selected, onChange, shown }: Parts): Selection {
  const ids = useMemo(() => new Set(selected), [selected])
  const order = useRef(shown)
  order.current = shown
  const last = useRef<string | null>(null)

  const selectAll = useCallback(
    (changed: readonly string[], on: boolean) =>
      onChange((before) => {
        const next = new Set(before)
        for (const id of changed) {
          if (on) next.add(id)
          else next.delete(id)
        }
        return [...next]
      }),
    [onChange],
  )
  const select = useCallback(
    (id: string, on: boolean, range: boolean) => {
      const from = last.current === null ? -1 : order.current.indexOf(last.current)
      const to = order.current.indexOf(id)
      last.current = id
      if (!range || from < 0 || to < 0) selectAll([id], on)
      else selectAll(order.current.slice(Math.min(from, to), Math.max(from, to) + 1), on)
    },
    [selectAll],
  )
  return { ids, select, selectAll }
}
