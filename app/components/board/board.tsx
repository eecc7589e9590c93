'use client'

import dynamic from 'next/dynamic'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useToast } from '#app/components/shell/toasts.tsx'
import { useNow } from '#app/hooks/use-now.ts'
import { useQueue } from '#app/hooks/use-queue.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import { patchRun } from '#app/requests/runs.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { BoardEmpty } from './board-empty.tsx'
import { BoardHead } from './board-head.tsx'
import type { BoardState } from './board-state.ts'
import { BoardTail } from './board-tail.tsx'
import { BoardTop, runningWords } from './board-top.tsx'
import { type BoardFilter, boardSorts, narrows, readView } from './board-view.ts'
import { EndedGroup } from './ended-group.tsx'
import { Filters } from './filters.tsx'
import { NewRows } from './new-rows.tsx'
import { QueueGroup } from './queue-group.tsx'
import type { RowActs } from './row-acts.ts'
import { RunGroup } from './run-group.tsx'
import { RunRow } from './run-row.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useBoard } from './use-board.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { type AddressedView, useBoardView } from './use-board-view.ts'
import { useChoices } from './use-choices.ts'
import { useControls } from './use-controls.ts'
import { useGroups } from './use-groups.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useReading } from './use-reading.ts'
import { useReorder } from './use-reorder.ts'
import { useSelectedRuns } from './use-selected-runs.ts'
import { useSelection } from './use-selection.ts'
import { useSteadyOrder } from './use-steady-order.ts'
import { useTags } from './use-tags.ts'

const TagDialog = dynamic(() => import('./tag-dialog.tsx').then((module) => module.TagDialog), { ssr: false })

interface BoardProps {
  /** What the server read for the view of the address. */
  initial: BoardState
  initialQueue: Queue
  addressed: AddressedView
  workers: number
  now: number
}

/** Milliseconds between two looks at the time of runs that do not run. */
const calmInterval = 5000

const idsOf = (runs: readonly Run[]) => runs.map(({ id }) => id)

/** All runs in three groups: what runs, what waits, what has ended. */
export function Board({ initial, initialQueue, addressed, workers, now }: BoardProps) {
  const { view, change, link } = useBoardView(addressed)
  const { filter, grouping, open, selected } = view
  const root = useRef<HTMLDivElement>(null)
  const held = useReading(root) || selected.length > 0
  const initialFilter = useMemo(() => readView(addressed.query).filter, [addressed.query])
  const board = useBoard({ initial, initialFilter, filter, held })
  const { state, apply, drop, listen } = board
  const groups = useGroups({ filter, grouping, open, held, listen })
  const queue = useQueue(initialQueue) ?? initialQueue
  const time = useNow(now)
  const calmTime = Math.floor(time / calmInterval) * calmInterval
  const { control, busy } = useControls({ apply, drop })
  const { waiting: ordered, words, moving, move, nudge } = useReorder({ ...state, queue, apply })
  const waiting = useSteadyOrder(ordered, held && !moving && words === '')
  const shown = useMemo(() => {
    const grouped = [...groups.rows].flatMap(([id, { runs }]) => (open.includes(id) ? runs : []))
    return [...state.running, ...waiting.map(({ run }) => run), ...(grouping ? grouped : state.ended)]
  }, [state.running, state.ended, waiting, grouping, groups.rows, open])
  const shownIds = useMemo(() => idsOf(shown), [shown])
  const onSelection = useCallback(
    (update: (before: readonly string[]) => readonly string[]) =>
      change((before) => ({ selected: update(before.selected) })),
    [change],
  )
  const selection = useSelection({ selected, onChange: onSelection, shown: shownIds })
  const deselect = useCallback(
    (id: string) => onSelection((ids) => ids.filter((other) => other !== id)),
    [onSelection],
  )
  useEffect(() => listen((id, run) => run ?? deselect(id)), [listen, deselect])
  const selectedRuns = useSelectedRuns(selection.ids, shown, deselect)
  const prioritize = usePriority(apply)
  const changeTags = useTags(apply)
  const [tagging, setTagging] = useState<readonly string[] | null>(null)
  const { tags, members } = useChoices()
  useKeptFocus(root, shown)

  const { select, selectAll } = selection
  const acts: RowActs = useMemo(
    () => ({ select, selectAll, control, move, nudge, editTags: setTagging, prioritize }),
    [select, selectAll, control, move, nudge, prioritize],
  )
  const clear = () => change({ selected: [] })
  useBoardKeys(root, {
    toggle: (id) => select(id, !selection.ids.has(id), false),
    editTags: (id) => {
      const ids = selected.length > 0 ? idsOf(selectedRuns) : id === null ? [] : [id]
      if (ids.length > 0) setTagging(ids)
    },
    clear: () => {
      clear()
      return selected.length > 0
    },
  })
  const onToggle = useCallback(
    (id: string) =>
      change(({ open: before }) => ({
        open: before.includes(id) ? before.filter((other) => other !== id) : [...before, id],
      })),
    [change],
  )
  const setFilter = (next: BoardFilter) => change({ filter: next })

  const narrowed = narrows(filter)
  const loading = board.loading === 'filter'
  const empty = shown.length === 0 && state.endedTotal === 0
  const sort = filter.sort ?? boardSorts[0]
  const group = { selected: selection.ids, onSelectAll: selectAll }
  const tagged = tagging && [...shown, ...selectedRuns].filter(uniqueOf(tagging))
  return (
    // Rows that leave the page above the window are made up for by hand; what stands below the table is no hold either.
    <div ref={root} className="[overflow-anchor:none]">
      <BoardTop
        words={narrowed ? '' : runningWords(state.running.length, queue.limit, workers)}
        empty={empty && !narrowed}
        link={link}
      />
      {!(empty && !narrowed && !loading) && (
        <Filters filter={filter} onChange={setFilter} tags={tags} members={members} />
      )}
      <p role="status" className="sr-only">
        {words}
      </p>
      <p id="reorder-help" hidden>
        Arrow keys move it up or down; the mouse drags it.
      </p>
      {board.failed === 'filter' && (
        <p role="alert" className="mb-3 text-bad">
          The server did not answer, so these are the runs of the filter before.{' '}
          <button type="button" className="underline underline-offset-3" onClick={() => void board.reload()}>
            Try again
          </button>
        </p>
      )}
      <NewRows words={board.waiting} onShow={board.release} />
      {empty && !loading ? (
        <BoardEmpty filtered={narrowed} />
      ) : (
        <table className="board" aria-busy={loading} data-sort={sort.replace('-', '')}>
          <BoardHead sort={sort} onSort={(next) => setFilter({ ...filter, sort: next })} />
          {state.running.length > 0 && (
            <RunGroup title="Running" total={state.running.length} ids={idsOf(state.running)} {...group}>
              {state.running.map((run) => (
                <RunRow key={run.id} run={run} now={time} selected={selection.ids.has(run.id)} acts={acts} />
              ))}
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
              acts={acts}
              nameOf={(id) => shown.find((run) => run.id === id)?.name ?? null}
            />
          )}
          {(state.ended.length > 0 || grouping !== null) && (
            <EndedGroup
              state={state}
              sort={sort}
              onSort={(next) => setFilter({ ...filter, sort: next })}
              grouping={grouping}
              onGrouping={(next) => change({ grouping: next })}
              open={open}
              onToggle={onToggle}
              groups={groups}
              onMore={board.loading || board.failed ? null : board.showMore}
              now={calmTime}
              selected={selection.ids}
              acts={acts}
            />
          )}
        </table>
      )}
      {grouping === null && (
        <BoardTail state={state} failed={board.failed === 'page'} onMore={board.showMore} />
      )}
      <SelectionBar
        runs={selectedRuns}
        busy={busy}
        onControl={control}
        onTag={(runs) => setTagging(idsOf(runs))}
        onClear={clear}
      />
      {tagged && tagged.length > 0 && (
        <TagDialog
          runs={tagged}
          known={tags}
          onChange={(part) => changeTags(tagging, part)}
          onClose={() => setTagging(null)}
        />
      )}
    </div>
  )
}

/** Takes the first of each of these runs. */
function uniqueOf(ids: readonly string[]): (run: Run) => boolean {
  const left = new Set(ids)
  return ({ id }) => left.delete(id)
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
