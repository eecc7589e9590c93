'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '#app/hooks/use-live.tsx'
import { listRuns } from '#app/requests/runs.ts'
import {
  type BoardFilter,
  type BoardState,
  boardOf,
  groupStates,
  refreshed,
  withoutRun,
  withPage,
  withRun,
} from './board-state.ts'

/** Milliseconds between two commits of live changes to the board. */
const commitInterval = 250

/** The board, live: changes come in by socket; after a lost connection the lists are read again. */
export function useBoard(initial: BoardState, filter: BoardFilter) {
  const live = useLive()
  const [state, setState] = useState(initial)
  const [loading, setLoading] = useState(false)
  const [failed, setFailed] = useState(false)
  const pending = useRef<((state: BoardState) => BoardState)[]>([])

  const query = useCallback(
    (more: Record<string, string>) => ({ ...filter, limit: '50', ...more }) as Record<string, string>,
    [filter],
  )

  const reload = useCallback(async () => {
    const [running, queued, ended] = await Promise.all([
      listRuns(query({ state: groupStates.running, limit: '200' })),
      listRuns(query({ state: groupStates.queued, limit: '200' })),
      listRuns(query({ state: groupStates.ended })),
    ])
    setState((before) => refreshed(before, boardOf(running.items, queued.items, ended)))
  }, [query])

  useEffect(() => {
    if (!live) return
    const { port } = live
    const timer = setInterval(() => {
      const changes = pending.current.splice(0)
      if (changes.length > 0) setState((before) => changes.reduce((next, change) => change(next), before))
    }, commitInterval)
    // What happened between the server's rendering and this moment, or while there was no connection, was not heard.
    const catchUp = () => void reload().catch(() => {})
    const endings = [
      port.onChanged((run) => pending.current.push((before) => withRun(before, run, filter))),
      port.onDeleted((id) => pending.current.push((before) => withoutRun(before, id))),
      port.onConnected(catchUp),
    ]
    if (port.connected) catchUp()
    return () => {
      clearInterval(timer)
      pending.current = []
      for (const end of endings) end()
    }
  }, [live, filter, reload])

  const showMore = useCallback(async () => {
    if (!state.nextCursor) return
    setLoading(true)
    setFailed(false)
    try {
      const page = await listRuns(query({ state: groupStates.ended, cursor: state.nextCursor }))
      setState((before) => withPage(before, page))
    } catch {
      setFailed(true)
    }
    setLoading(false)
  }, [state.nextCursor, query])

  return { state, showMore, loading, failed }
}
