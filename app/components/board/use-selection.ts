'use client'

import { useCallback, useRef, useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  /** Selects a run or not; with `range` all that are shown between it and the one before likewise. */
  select: (id: string, on: boolean, range: boolean) => void
  selectAll: (ids: readonly string[], on: boolean) => void
  clear: () => void
}

/** @param shown ids of all runs in the order in which they stand on the page */
export function useSelection(shown: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const order = useRef(shown)
  order.current = shown
  const last = useRef<string | null>(null)

  const selectAll = useCallback((changed: readonly string[], on: boolean) => {
    setIds((before) => {
      const next = new Set(before)
      for (const id of changed) {
        if (on) next.add(id)
        else next.delete(id)
      }
      return next
    })
  }, [])
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
  const clear = useCallback(() => setIds(new Set()), [])
  return { ids, select, selectAll, clear }
}
