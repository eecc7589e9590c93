'use client'

import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { startWords } from '#app/format/queue-words.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Waiting } from './queue-order.ts'
import type { RowActs } from './row-acts.ts'
import { RunGroup } from './run-group.tsx'
import { RunRow } from './run-row.tsx'

/** Waiting runs that are shown before somebody asks for all: those behind them would push what has ended out of sight. */
const shownFirst = 10
/** A few more than that are not worth a fold. */
const foldFrom = 14

interface QueueGroupProps {
  waiting: readonly Waiting[]
  queue: Queue
  /** Whether a filter leaves out runs, so that the order of those that are shown cannot be changed. */
  narrowed: boolean
  /** What came of the last move. */
  words: string
  now: number
  selected: ReadonlySet<string>
  acts: RowActs
  nameOf: (id: string) => string | null
}

/** What waits, in the order in which it begins. */
export function QueueGroup({ waiting, queue, narrowed, words, selected, acts, ...shared }: QueueGroupProps) {
  const [unfolded, setUnfolded] = useState(false)
  const folded = !unfolded && waiting.length > foldFrom
  const shown = folded ? waiting.slice(0, shownFirst) : waiting
  const { now, nameOf } = shared
  const placed = waiting.filter(({ item }) => item !== null)
  const movable = !narrowed && placed.length > 1
  // Those that are too far back to be told one by one.
  const untold = narrowed ? 0 : Math.max(0, queue.queued - placed.length)
  return (
    <RunGroup
      title="Queued"
      total={narrowed ? null : Math.max(waiting.length, queue.queued)}
      note={<Note words={words} movable={movable} members={membersOf(placed)} />}
      ids={waiting.map(({ run }) => run.id)}
      selected={selected}
      onSelectAll={acts.selectAll}
    >
      {shown.map(({ run, item }) => (
        <RunRow
          key={run.id}
          run={run}
          now={now}
          selected={selected.has(run.id)}
          acts={acts}
          position={item?.position ?? null}
          start={item?.expectedStart ? startWords(item.expectedStart, now) : null}
          movable={movable && item !== null}
          awaited={run.after === null ? null : nameOf(run.after)}
        />
      ))}
      {waiting.length > foldFrom && (
        <tr className="fold">
          <td colSpan={7}>
            <span className="fold-words">
              <button
                type="button"
                aria-expanded={!folded}
                className={`${button({ kind: 'ghost' })} px-2!`}
                onClick={() => setUnfolded(folded)}
              >
                {folded ? `Show all ${count(waiting.length)}` : `Show the first ${shownFirst} only`}
              </button>
              {!folded && untold > 0 && (
                <span className="ml-2 text-ink-3">and {count(untold)} more behind them</span>
              )}
            </span>
          </td>
        </tr>
      )}
    </RunGroup>
  )
}

function membersOf(placed: readonly Waiting[]): number {
  return new Set(placed.map(({ run }) => run.createdBy)).size
}

/** How the order comes about; for a while after a move what came of it, which is read aloud elsewhere. */
function Note({ words, movable, members }: { words: string; movable: boolean; members: number }) {
  if (words === '' && members === 0) return null
  if (words !== '') return <span className="ml-3 whitespace-normal text-ink-2">{words}</span>
  return (
    <span className="ml-3 hidden tablet:inline">
      {members > 1 ? 'members take turns' : 'starts in this order'}
      {movable && '; drag to change'}
    </span>
  )
}
