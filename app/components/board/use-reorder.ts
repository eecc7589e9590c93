'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ordinal } from '#app/format/queue-words.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import { fetchQueue } from '#app/requests/queue.ts'
import { patchRun } from '#app/requests/runs.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { planMove } from './queue-move.ts'
import { orderWaiting, type Waiting } from './queue-order.ts'

/** Milliseconds after the last press of a key at which a move is sent. */
const keyPause = 500
/** Milliseconds for which what came of a move is told. */
const toldFor = 12_000

interface Parts {
  queued: readonly Run[]
  running: readonly Run[]
  queue: Queue
  apply: (run: Run) => void
}

/** What waits in its order, and ways to change it. */
export interface Reorder {
  waiting: readonly Waiting[]
  /** Whether an order is shown that was asked for and is not announced yet. */
  moving: boolean
  /** What came of the last move; empty once that is old. */
  words: string
  /** Brings a run to an index among those that have a place. */
  move: (id: string, to: number) => void
  /** Brings a run so many places down (up where negative); sent once no more follow. */
  nudge: (id: string, by: number) => void
}

/** How many runs of each member are running. */
function runningByMember(runs: readonly Run[]): Map<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const { createdBy } of runs) counts.set(createdBy, (counts.get(createdBy) ?? 0) + 1)
  return counts
}

/** A move changes priorities, as few as it can; shown is what they come to, then what the server says. */
export function useReorder({ queued, running, queue: announced, apply }: Parts): Reorder {
  const [answered, setAnswered] = useState<Queue | null>(null)
  const [override, setOverride] = useState<readonly string[] | null>(null)
  const [words, setWords] = useState('')
  const queue = answered ?? announced
  const waiting = useMemo(() => orderWaiting(queued, queue, override), [queued, queue, override])
  const known = useRef({ waiting, queued, running, queue })
  known.current = { waiting, queued, running, queue }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef<Promise<void>>(Promise.resolve())
  const moving = useRef(false)
  const pressing = useRef(false)

  // What the server announces is newer than its last answer, but not than what is under way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `announced` is what is waited for
  useEffect(() => {
    setAnswered(null)
    if (!moving.current) setOverride(null)
  }, [announced])
  useEffect(() => {
    if (words === '') return
    const end = setTimeout(() => setWords(''), toldFor)
    return () => clearTimeout(end)
  }, [words])
  useEffect(() => () => clearTimeout(timer.current), [])

  const send = useCallback(
    async (id: string, to: number) => {
      // A move that follows at once finds here what the page has not drawn yet.
      const learn = (part: Partial<typeof known.current>) => {
        known.current = { ...known.current, ...part }
      }
      const placed = orderWaiting(known.current.queued, known.current.queue).flatMap(({ run, item }) =>
        item ? [run] : [],
      )
      const run = placed.find((other) => other.id === id)
      if (!run) {
        setOverride(null)
        return
      }
      const plan = planMove(placed, id, to, runningByMember(known.current.running))
      setOverride(plan.order)
      try {
        for (const change of plan.changes) {
          const changed = await patchRun(change.id, { priority: change.priority })
          apply(changed)
          learn({ queued: known.current.queued.map((other) => (other.id === changed.id ? changed : other)) })
        }
        const answer = await fetchQueue()
        learn({ queue: answer })
        setAnswered(answer)
        const place = answer.items.findIndex(({ runId }) => runId === id)
        setWords(moveWords(run, place, to))
      } catch (error) {
        setWords(`${run.name} was not moved: ${failureWords(error)}`)
      }
      // Keys that were pressed meanwhile show the order that they ask for.
      if (!pressing.current) setOverride(null)
    },
    [apply],
  )
  const move = useCallback(
    (id: string, to: number) => {
      clearTimeout(timer.current)
      pressing.current = false
      moving.current = true
      const sent = sending.current.then(() => send(id, to))
      sending.current = sent
      void sent.then(() => {
        if (sending.current === sent) moving.current = false
      })
    },
    [send],
  )
  const nudge = useCallback(
    (id: string, by: number) => {
      const ids = known.current.waiting.flatMap(({ run, item }) => (item ? [run.id] : []))
      const from = ids.indexOf(id)
      const to = Math.min(ids.length - 1, Math.max(0, from + by))
      if (from < 0 || from === to) return
      moving.current = true
      pressing.current = true
      setOverride(ids.toSpliced(from, 1).toSpliced(to, 0, id))
      setWords(`${ordinal(to + 1)} of ${ids.length}`)
      clearTimeout(timer.current)
      timer.current = setTimeout(move, keyPause, id, to)
    },
    [move],
  )
  return { waiting, moving: override !== null, words, move, nudge }
}

/** Where a run stands now, and why that is not where it was put. */
function moveWords({ name }: Run, place: number, wanted: number): string {
  if (place < 0) return `${name} does not wait any more`
  const words = place === 0 ? `${name} is next` : `${name} is ${ordinal(place + 1)}`
  return place === wanted ? words : `${words}: members take turns, whatever the priorities`
}
