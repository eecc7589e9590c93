'use client'

import { useEffect, useMemo, useState } from 'react'
import { fetchComparison } from '#app/requests/compare.ts'
import { emptySnapshot, type RunSnapshot } from '#app/stream/run-stream.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { useLive } from './use-live.tsx'
import { useRunStreams } from './use-run-stream.ts'

/** Runs that a page follows frame by frame at most; what it asks of more is a few series of each, now and then. */
const mostStreamed = 8
/** Milliseconds after which what is not streamed, and goes on, is asked for again. */
const askAgain = 5000
/** Buckets of a series that is not streamed. */
const maxPoints = 300

const goesOn = ({ state }: Run): boolean => !endedStates.includes(state)

/** The runs that are followed frame by frame: all, or of many those that go on, if these are few. */
function streamedOf(runs: readonly Run[]): readonly Run[] {
  if (runs.length <= mostStreamed) return runs
  const going = runs.filter(goesOn)
  return going.length <= mostStreamed ? going : []
}

type SeriesByRun = Readonly<Record<string, Readonly<Record<string, Buckets>>>>

/** Rows of runs as they are announced to everybody. */
function useRows(runs: readonly Run[]): ReadonlyMap<string, Run> {
  const live = useLive()
  const [rows, setRows] = useState<ReadonlyMap<string, Run>>(new Map())
  useEffect(() => {
    if (!live || runs.length === 0) return
    const ids = new Set(runs.map(({ id }) => id))
    return live.port.onChanged((run) => {
      if (ids.has(run.id)) setRows((before) => new Map(before).set(run.id, run))
    })
  }, [live, runs])
  return rows
}

/** Series of runs under some keys; those of runs that go on are asked for again. What was known stays meanwhile. */
function useAsked(runs: readonly Run[], keys: readonly string[], going: boolean) {
  const [series, setSeries] = useState<SeriesByRun>({})
  const [failed, setFailed] = useState(false)
  const [round, setRound] = useState(0)
  const asked = keys.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is asked for what the last one was
  useEffect(() => {
    if (runs.length === 0 || asked === '') return
    const controller = new AbortController()
    const ids = runs.map(({ id }) => id)
    fetchComparison(ids, { keys: asked.split(','), maxPoints }, controller.signal).then(
      (answer) => {
        setSeries((before) => {
          const next = Object.entries(answer).map(([id, own]) => [id, { ...before[id], ...own }] as const)
          return { ...before, ...Object.fromEntries(next) }
        })
        setFailed(false)
      },
      () => !controller.signal.aborted && setFailed(true),
    )
    return () => controller.abort()
  }, [runs, asked, round])
  useEffect(() => {
    if (!(going || failed) || runs.length === 0) return
    const timer = setTimeout(() => setRound(round + 1), askAgain)
    return () => clearTimeout(timer)
  }, [going, failed, round, runs])
  return { series, failed }
}

/**
 * Runs that stand together, from one to a hundred: up to eight are followed frame by frame, and of more those that go on
 * if these are no more than eight. Of the others come, in one answer for all, the series that are wanted.
 *
 * @param keys of the series that are shown
 */
export function useCompared(
  initial: readonly Run[],
  keys: readonly string[],
): { snapshots: readonly RunSnapshot[]; failed: boolean } {
  const streamed = useMemo(() => streamedOf(initial), [initial])
  const rest = useMemo(() => initial.filter((run) => !streamed.includes(run)), [initial, streamed])
  const snapshots = useRunStreams(streamed)
  const rows = useRows(rest)
  const going = rest.some((run) => goesOn(rows.get(run.id) ?? run))
  const { series, failed } = useAsked(rest, keys, going)
  const others = useMemo(
    () =>
      new Map(
        rest.map((run): [string, RunSnapshot] => {
          const held = series[run.id]
          const status = held ? 'live' : 'loading'
          return [run.id, { ...emptySnapshot(rows.get(run.id) ?? run), series: held ?? {}, status }]
        }),
      ),
    [rest, rows, series],
  )
  return useMemo(() => {
    const byId = new Map(snapshots.map((snapshot) => [snapshot.run.id, snapshot]))
    return { snapshots: initial.map(({ id }) => byId.get(id) ?? others.get(id)!), failed }
  }, [initial, snapshots, others, failed])
}
