'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '#app/hooks/use-live.tsx'
import { listRuns } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'
import {
  type BoardFilter,
  type BoardState,
  groupStates,
  refreshed,
  withoutRun,
  withPage,
  withRun,
} from './board-state.ts'
import { loadBoard } from './load-board.ts'

/** Milliseconds between two commits of live changes to the board. */
const commitInterval = 250

/** The board, live: changes come in by socket; after a lost connection the lists are read again. */
export function useBoard(initial: BoardState, filter: BoardFilter) {
  const live = useLive()
  const [state, setState] = useState(initial)
  const [loading, setLoading] = useState(false)
  const [failed, setFailed] = useState(false)
  const pending = useRef<((state: BoardState) => BoardState)[]>([])

  const commit = useCallback(() => {
    const changes = pending.current.splice(0)
    if (changes.length > 0) setState((before) => changes.reduce((next, change) => change(next), before))
  }, [])
  /** Shows a run as the page's own request was answered, before the socket tells of it. */
  const apply = useCallback(
    (run: Run) => {
      pending.current.push((before) => withRun(before, run, filter))
      commit()
    },
    [commit, filter],
  )
  const drop = useCallback(
    (id: string) => {
      pending.current.push((before) => withoutRun(before, id))
      commit()
    },
    [commit],
  )

  const reload = useCallback(async () => {
    const after = await loadBoard(listRuns, filter)
    setState((before) => refreshed(before, { ...after, endedTotal: before.endedTotal }, filter))
  }, [filter])

  useEffect(() => {
    if (!live) return
    const { port } = live
    const timer = setInterval(commit, commitInterval)
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
  }, [live, filter, reload, commit])

  const showMore = useCallback(async () => {
    if (!state.nextCursor) return
    setLoading(true)
    setFailed(false)
    try {
      const query = { ...filter, limit: '50', state: groupStates.ended, cursor: state.nextCursor }
      const page = await listRuns(query)
      setState((before) => withPage(before, page, filter))
    } catch {
      setFailed(true)
    }
    setLoading(false)
  }, [state.nextCursor, filter])

  return { state, apply, drop, showMore, loading, failed }
}
