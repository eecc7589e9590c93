'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useRef } from 'react'
import { button } from '#app/components/marks/button.ts'
import { useToast } from '#app/components/shell/toasts.tsx'
import { count } from '#app/format/numbers.ts'
import { useNow } from '#app/hooks/use-now.ts'
import { useQueue } from '#app/hooks/use-queue.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import { patchRun } from '#app/requests/runs.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { addressOf } from './address.ts'
import { BoardEmpty } from './board-empty.tsx'
import { BoardHead, bestMetric } from './board-head.tsx'
import { type BoardFilter, type BoardState, narrows } from './board-state.ts'
import { EndedSort } from './ended-sort.tsx'
import { Filters } from './filters.tsx'
import { QueueGroup } from './queue-group.tsx'
import type { RowActs } from './row-acts.ts'
import { RunGroup } from './run-group.tsx'
import { RunRow } from './run-row.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useBoard } from './use-board.ts'
import { useControls } from './use-controls.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useReorder } from './use-reorder.ts'
import { useSelection } from './use-selection.ts'

interface BoardProps {
  initial: BoardState
  initialQueue: Queue
  filter: BoardFilter
  workers: number
  now: number
}

/** Milliseconds between two looks at the time of runs that do not run. */
const calmInterval = 5000

const idsOf = (runs: readonly Run[]) => runs.map(({ id }) => id)

/** All runs in three groups: what runs, what waits, what has ended. */
export function Board({ initial, initialQueue, filter, workers, now }: BoardProps) {
  const router = useRouter()
  const { state, apply, drop, showMore, loading, failed } = useBoard(initial, filter)
  const queue = useQueue(initialQueue) ?? initialQueue
  const time = useNow(now)
  const calmTime = Math.floor(time / calmInterval) * calmInterval
  const { control, busy } = useControls({ apply, drop })
  const { waiting, words, move, nudge } = useReorder({ ...state, queue, apply })
  const shown = useMemo(
    () => [...state.running, ...waiting.map(({ run }) => run), ...state.ended],
    [state.running, waiting, state.ended],
  )
  const selection = useSelection(idsOf(shown))
  const prioritize = usePriority(apply)
  const table = useRef<HTMLTableElement>(null)
  useKeptFocus(table, shown)

  const { select, selectAll } = selection
  const acts: RowActs = useMemo(
    () => ({ select, selectAll, control, move, nudge, prioritize }),
    [select, selectAll, control, move, nudge, prioritize],
  )
  const narrowed = narrows(filter)
  const empty = shown.length === 0 && !narrowed
  const best = bestMetric(filter.sort)
  const rows = (runs: readonly Run[], at: number) =>
    runs.map((run) => (
      <RunRow key={run.id} run={run} now={at} selected={selection.ids.has(run.id)} best={best} acts={acts} />
    ))
  const group = { selected: selection.ids, onSelectAll: selectAll }

  return (
    <>
      <div className="mb-4 flex items-center gap-3">
        <h1>Runs</h1>
        <p className="mr-auto truncate text-ink-3">
          {!narrowed && runningWords(state.running.length, queue.limit, workers)}
        </p>
        {!empty && (
          <Link href="/new" className={button({ kind: 'primary' })}>
            <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
            New run
          </Link>
        )}
      </div>
      {!empty && <Filters filter={filter} />}
      <p role="status" className="sr-only">
        {words}
      </p>
      <p id="reorder-help" hidden>
        Arrow keys move it up or down; the mouse drags it.
      </p>
      {shown.length === 0 ? (
        <BoardEmpty filtered={narrowed} />
      ) : (
        <table ref={table} className="board">
          <BoardHead best={best} />
          {state.running.length > 0 && (
            <RunGroup title="Running" total={state.running.length} ids={idsOf(state.running)} {...group}>
              {rows(state.running, time)}
            </RunGroup>
          )}
          {waiting.length > 0 && (
            <QueueGroup
              waiting={waiting}
              queue={queue}
              narrowed={narrowed}
              words={words}
              now={calmTime}
              selected={selection.ids}
              best={best}
              acts={acts}
              nameOf={(id) => shown.find((run) => run.id === id)?.name ?? null}
            />
          )}
          {state.ended.length > 0 && (
            <RunGroup
              title="Ended"
              total={narrowed ? null : state.endedTotal}
              note={
                <EndedSort
                  value={filter.sort ?? '-createdAt'}
                  onChange={(sort) => router.replace(addressOf({ ...filter, sort }), { scroll: false })}
                />
              }
              ids={idsOf(state.ended)}
              {...group}
            >
              {rows(state.ended, calmTime)}
            </RunGroup>
          )}
        </table>
      )}
      {state.nextCursor && (
        <div className="flex items-center gap-4 px-2 py-4 text-ink-3">
          <button type="button" className={button()} onClick={showMore} disabled={loading}>
            {loading ? 'Loading' : 'Show more'}
          </button>
          {failed ? (
            <span role="alert" className="text-bad">
              The server did not answer. Try again.
            </span>
          ) : (
            <span>
              {count(state.ended.length)}
              {narrowed ? '' : ` of ${count(state.endedTotal)}`} ended runs
            </span>
          )}
        </div>
      )}
      <SelectionBar
        runs={shown.filter((run) => selection.ids.has(run.id))}
        busy={busy}
        onControl={control}
        onClear={selection.clear}
      />
    </>
  )
}

/** How many run, and how many may at once. */
function runningWords(running: number, limit: number, workers: number): string {
  const threads = `${workers} ${workers === 1 ? 'worker' : 'workers'}`
  return limit < workers
    ? `${running} running, at most ${limit} of ${threads}`
    : `${running} running on ${threads}`
}

/** Sets the priority of one run, and says where it could not be. */
function usePriority(apply: (run: Run) => void): RowActs['prioritize'] {
  const toast = useToast()
  return useCallback(
    (run, priority) => {
      // Shown at once, so that the next press counts from it.
      apply({ ...run, priority })
      patchRun(run.id, { priority }).then(apply, (error) => {
        apply(run)
        toast({ words: failureWords(error), bad: true })
      })
    },
    [apply, toast],
  )
}
