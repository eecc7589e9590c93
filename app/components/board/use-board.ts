'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLive } from '#app/hooks/use-live.tsx'
import { fetchGroups } from '#app/requests/run-groups.ts'
import { listRuns } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { type BoardState, refreshed } from './board-state.ts'
import type { BoardFilter } from './board-view.ts'
import {
  type BoardChange,
  type HeldBoard,
  released,
  waitingWords,
  withChange,
  withLive,
} from './held-board.ts'
import { listEnded, loadBoard } from './load-board.ts'

/** Milliseconds between two commits of live changes to the board. */
const commitInterval = 250

/** Hears of each change of a run (null where it was deleted), and whether this page asked for it. */
export type RunListener = (id: string, run: Run | null, own: boolean) => void

interface Parts {
  initial: BoardState
  /** The filter that `initial` was read under. */
  initialFilter: BoardFilter
  filter: BoardFilter
  /** Whether rows have to stay where they are. */
  held: boolean
}

/** What of the board is under way. */
type Loading = 'filter' | 'page' | null

/** The board, live: changes come in by socket; after a lost connection, or under another filter, it is read again. */
export function useBoard({ initial, initialFilter, filter: wanted, held }: Parts) {
  const live = useLive()
  const [board, setBoard] = useState<HeldBoard>(() => ({ live: initial, shown: initial }))
  const [loading, setLoading] = useState<Loading>(null)
  const [failed, setFailed] = useState<Loading>(null)
  // The filter as long as it says the same.
  const key = JSON.stringify(wanted)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what the filter says
  const filter = useMemo(() => wanted, [key])
  const read = useRef(JSON.stringify(initialFilter))
  const pending = useRef<{ change: BoardChange; own: boolean }[]>([])
  /** Runs that this page asked something of: what becomes of them is shown at once. */
  const own = useRef(new Set<string>())
  const listeners = useRef(new Set<RunListener>())
  const holding = useRef(held)
  holding.current = held

  const commit = useCallback(() => {
    const changes = pending.current.splice(0)
    if (changes.length === 0) return
    const isHeld = holding.current
    setBoard((before) =>
      changes.reduce((next, { change, own }) => withChange(next, change, filter, isHeld && !own), before),
    )
  }, [filter])
  const add = useCallback((id: string, run: Run | null, asked: boolean) => {
    if (asked) own.current.add(id)
    const isOwn = own.current.has(id)
    if (run && endedStates.includes(run.state) && !asked) own.current.delete(id)
    pending.current.push({ change: run ? { kind: 'run', run } : { kind: 'deleted', id }, own: isOwn })
    for (const listener of listeners.current) listener(id, run, isOwn)
  }, [])
  /** Shows a run as the page's own request was answered, before the socket tells of it. */
  const apply = useCallback(
    (run: Run) => {
      add(run.id, run, true)
      commit()
    },
    [add, commit],
  )
  const drop = useCallback(
    (id: string) => {
      add(id, null, true)
      commit()
    },
    [add, commit],
  )

  const newest = useRef(0)
  const reload = useCallback(async () => {
    const other = read.current !== key
    const turn = ++newest.current
    if (other) setLoading('filter')
    try {
      const after = await loadBoard({ list: listRuns, groups: fetchGroups }, filter)
      if (turn !== newest.current) return
      read.current = key
      setBoard((before) => {
        const next = other ? after : refreshed(before.live, after, filter)
        return withLive(before, next, holding.current && !other)
      })
      setFailed(null)
    } catch {
      if (turn === newest.current && other) setFailed('filter')
    }
    if (turn === newest.current) setLoading(null)
  }, [filter, key])

  useEffect(() => {
    if (!live) return
    const { port } = live
    const timer = setInterval(commit, commitInterval)
    const endings = [
      port.onChanged((run) => add(run.id, run, false)),
      port.onDeleted((id) => add(id, null, false)),
    ]
    return () => {
      clearInterval(timer)
      pending.current = []
      for (const end of endings) end()
    }
  }, [live, add, commit])
  useEffect(() => {
    // What happened between the server's rendering and this moment, or while there was no connection, was not heard.
    const catchUp = () => void reload()
    if (read.current !== key || live?.port.connected) catchUp()
    return live?.port.onConnected(catchUp)
  }, [live, reload, key])
  useEffect(() => {
    if (!held) setBoard((before) => (before.live === before.shown ? before : released(before)))
  }, [held])

  const { nextCursor } = board.shown
  const showMore = useCallback(async () => {
    // A place in the list of the filter before is none in this one.
    if (!nextCursor || read.current !== key) return
    setLoading('page')
    setFailed(null)
    try {
      const page = await listEnded(listRuns, filter, { cursor: nextCursor })
      if (read.current === key)
        setBoard((before) => withChange(before, { kind: 'page', ...page }, filter, false))
    } catch {
      setFailed('page')
    }
    setLoading((before) => (before === 'page' ? null : before))
  }, [nextCursor, filter, key])
  const release = useCallback(() => setBoard(released), [])
  const listen = useCallback((listener: RunListener) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  }, [])
  const waiting = useMemo(() => waitingWords(board), [board])

  return { state: board.shown, waiting, release, apply, drop, listen, showMore, reload, loading, failed }
}
