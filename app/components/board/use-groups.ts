'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchGroups } from '#app/requests/run-groups.ts'
import { listRuns } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Grouping } from '#lib/contracts/run-filter.ts'
import type { RunGroups } from '#lib/contracts/run-group.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { statesOf } from './board-state.ts'
import { type BoardFilter, bestMetric } from './board-view.ts'
import { listEnded } from './load-board.ts'
import type { RunListener } from './use-board.ts'

/** Milliseconds after a change before the groups are summed up again. */
const pause = 1000

/** The runs of a group that shows them, as far as they are known. */
export interface GroupRows {
  runs: readonly Run[]
  nextCursor: string | null
  state: 'loading' | 'failed' | 'read'
}

interface Parts {
  filter: BoardFilter
  /** Null where there are no groups. */
  grouping: Grouping | null
  open: readonly string[]
  held: boolean
  listen: (listener: RunListener) => () => void
}

const unread: GroupRows = { runs: [], nextCursor: null, state: 'loading' }
const none: RunGroups = { total: 0, items: [] }

/** Ended runs in groups: summed up by the server, and the runs of those that are open. */
export function useGroups({ filter, grouping, open, held, listen }: Parts) {
  const [groups, setGroups] = useState<RunGroups | null>(null)
  const [rows, setRows] = useState<ReadonlyMap<string, GroupRows>>(new Map())
  const [failed, setFailed] = useState(false)
  const [old, setOld] = useState(false)
  const key = JSON.stringify([grouping, filter])
  const current = useRef(key)
  current.current = key

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what filter and grouping say
  const read = useCallback(async () => {
    if (grouping === null) return
    setOld(false)
    try {
      const answer = await readGroups(filter, grouping)
      if (current.current !== key) return
      setGroups(answer)
      setFailed(false)
    } catch {
      if (current.current === key) setFailed(true)
    }
  }, [key])
  useEffect(() => {
    setGroups(null)
    setRows(new Map())
    void read()
  }, [read])

  // biome-ignore lint/correctness/useExhaustiveDependencies: likewise
  const readRows = useCallback(
    async (id: string, before: GroupRows) => {
      const set = (part: GroupRows) => {
        if (current.current === key) setRows((all) => new Map(all).set(id, part))
      }
      set({ ...before, state: 'loading' })
      try {
        const more: Record<string, string> = before.nextCursor ? { cursor: before.nextCursor } : {}
        const page = await listEnded(listRuns, filter, { group: id, ...more })
        const known = new Set(before.runs.map((run) => run.id))
        const runs = [...before.runs, ...page.items.filter((run) => !known.has(run.id))]
        set({ runs, nextCursor: page.nextCursor, state: 'read' })
      } catch {
        set({ ...before, state: 'failed' })
      }
    },
    [key],
  )
  const wanted = open.join('\n')
  useEffect(() => {
    if (grouping === null) return
    for (const id of wanted.split('\n')) {
      if (id.startsWith(`${grouping}:`) && !rows.has(id)) void readRows(id, unread)
    }
  }, [wanted, grouping, rows, readRows])

  useEffect(
    () =>
      listen((id, run, own) => {
        // What has not ended is in no group, unless it is there no more.
        if (!run || endedStates.includes(run.state)) setOld(true)
        setRows((all) => changedRows(all, id, run, own))
      }),
    [listen],
  )
  useEffect(() => {
    if (!old || held) return
    const timer = setTimeout(() => void read(), pause)
    return () => clearTimeout(timer)
  }, [old, held, read])

  const showMore = useCallback((id: string) => void readRows(id, rows.get(id) ?? unread), [readRows, rows])
  return { groups, rows, failed, retry: read, showMore }
}

async function readGroups(filter: BoardFilter, by: Grouping): Promise<RunGroups> {
  const state = statesOf('ended', filter)
  if (state === null) return none
  const { sort = '-createdAt', ...narrowing } = filter
  const metric = bestMetric(sort)
  const order = sort.endsWith('createdAt') ? sort : sort.replace(metric, 'mean')
  return fetchGroups({ ...narrowing, state, by, metric, sort: order })
}

/** The rows with a run as it is now; one that this page deleted goes, others stay where somebody may be reading. */
function changedRows(
  all: ReadonlyMap<string, GroupRows>,
  id: string,
  run: Run | null,
  own: boolean,
): ReadonlyMap<string, GroupRows> {
  if (!run && !own) return all
  const next = new Map(all)
  for (const [group, rows] of all) {
    const index = rows.runs.findIndex((other) => other.id === id)
    if (index < 0) continue
    next.set(group, { ...rows, runs: run ? rows.runs.with(index, run) : rows.runs.toSpliced(index, 1) })
  }
  return next
}
