'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useCallback, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { useNow } from '#app/hooks/use-now.ts'
import { BoardEmpty } from './board-empty.tsx'
import type { BoardFilter, BoardState } from './board-state.ts'
import { Filters } from './filters.tsx'
import { RunGroupRows } from './run-group.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useBoard } from './use-board.ts'

interface BoardProps {
  initial: BoardState
  filter: BoardFilter
  /** Ended runs in all, when the page was rendered. */
  endedTotal: number
  workers: number
  now: number
}

/** All runs in three groups: what runs, what waits, what has ended. */
export function Board({ initial, filter, endedTotal, workers, now }: BoardProps) {
  const { state, showMore, loading, failed } = useBoard(initial, filter)
  const time = useNow(now)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const select = useCallback((id: string, on: boolean) => {
    setSelected((before) => {
      const next = new Set(before)
      if (on) next.add(id)
      else next.delete(id)
      return next
    })
  }, [])
  const filtered = Object.values(filter).some(Boolean)
  const shown = [...state.running, ...state.queued, ...state.ended]
  const picked = shown.filter((run) => selected.has(run.id)).map((run) => run.id)
  const total = filtered || state.nextCursor ? Math.max(endedTotal, state.ended.length) : state.ended.length
  const empty = shown.length === 0 && !filtered
  const group = { now: time, selected, onSelect: select }

  return (
    <>
      <div className="mb-4 flex items-center gap-3">
        <h1>Runs</h1>
        <p className="mr-auto truncate text-ink-3">
          {!filtered &&
            `${state.running.length} running on ${workers} ${workers === 1 ? 'worker' : 'workers'}`}
        </p>
        {!empty && (
          <Link href="/new" className={button({ kind: 'primary' })}>
            <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
            New run
          </Link>
        )}
      </div>
      {!empty && <Filters filter={filter} />}
      {shown.length === 0 ? (
        <BoardEmpty filtered={filtered} />
      ) : (
        <table className="board">
          <thead>
            <tr>
              <th scope="col" className="c-pick">
                <span className="sr-only">Select</span>
              </th>
              <th scope="col" className="c-name">
                Run
              </th>
              <th scope="col" className="c-acts">
                Activations
              </th>
              <th scope="col" className="c-data">
                Dataset
              </th>
              <th scope="col" className="c-spark">
                Val accuracy
              </th>
              <th scope="col" className="c-prog">
                Progress
              </th>
              <th scope="col" className="c-rate">
                Samples/s
              </th>
              <th scope="col" className="c-best">
                Best val
              </th>
              <th scope="col" className="c-verdict">
                Verdict
              </th>
              <th scope="col" className="c-time">
                Started
              </th>
            </tr>
          </thead>
          {state.running.length > 0 && (
            <RunGroupRows title="Running" total={state.running.length} runs={state.running} {...group} />
          )}
          {state.queued.length > 0 && (
            <RunGroupRows
              title="Queued"
              total={state.queued.length}
              note="starts in this order"
              runs={state.queued}
              {...group}
            />
          )}
          {state.ended.length > 0 && (
            <RunGroupRows title="Ended" total={filtered ? null : total} runs={state.ended} {...group} />
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
              {filtered ? '' : ` of ${count(total)}`} ended runs
            </span>
          )}
        </div>
      )}
      <SelectionBar ids={picked} onClear={() => setSelected(new Set())} />
    </>
  )
}
