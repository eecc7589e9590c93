'use client'

import Link from 'next/link'
import { memo } from 'react'
import { Activations } from '#app/components/marks/activations.tsx'
import { Face } from '#app/components/marks/face.tsx'
import { StateDot } from '#app/components/marks/state-dot.tsx'
import { VerdictBadges } from '#app/components/marks/verdict-badges.tsx'
import { ago, clock, elapsedSeconds } from '#app/format/durations.ts'
import { activationsOf } from '#app/format/networks.ts'
import { count, figure } from '#app/format/numbers.ts'
import { ordinal } from '#app/format/queue-words.ts'
import type { Run } from '#lib/contracts/run.ts'
import { DragHandle } from './drag-handle.tsx'
import { ProgressCell } from './progress-cell.tsx'
import type { RowActs } from './row-acts.ts'
import { RunMenu } from './run-menu.tsx'
import { Sparkline } from './sparkline.tsx'

interface RunRowProps {
  run: Run
  now: number
  selected: boolean
  acts: RowActs
  /** Place in the queue from 1; null where it has none. */
  position?: number | null
  /** When it is expected to begin, in words; null where nothing is known of it. */
  start?: string | null
  /** Whether its place can be changed. */
  movable?: boolean
  /** Name of the run that it waits for; null where that is not on the board. */
  awaited?: string | null
  /** Its place in a list of which only a part is on the page, and who wants to know its height there. */
  index?: number | undefined
  measure?: ((row: Element | null) => void) | undefined
}

/** One run on the board. The name's link covers the row; what else can be pressed lies above it. */
export const RunRow = memo(function RunRow({
  run,
  now,
  selected,
  acts,
  index,
  measure,
  ...waiting
}: RunRowProps) {
  const rate = run.progress.samplesPerSecond
  const { position = null, start = null, movable = false, awaited = null } = waiting
  return (
    <tr
      ref={measure}
      className="run relative"
      data-run={run.id}
      data-index={index}
      data-placed={movable ? '' : undefined}
    >
      <td className="c-pick">
        {movable && position !== null && (
          <DragHandle
            id={run.id}
            label={`Move ${run.name}, ${position === 1 ? 'next' : ordinal(position)} in the queue`}
            move={acts.move}
            nudge={acts.nudge}
          />
        )}
        <input
          type="checkbox"
          className="check relative z-[2]"
          aria-label={`Select ${run.name}`}
          checked={selected}
          onChange={({ target, nativeEvent }) =>
            acts.select(run.id, target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      </td>
      <td className="c-name">
        <span className="flex min-w-0 items-center gap-2">
          <StateDot state={run.state} />
          <span className="grid min-w-0">
            <Link
              href={`/runs/${run.id}`}
              prefetch={false}
              title={run.name}
              className="truncate font-medium after:absolute after:inset-0 after:z-[1]"
            >
              {run.name}
            </Link>
            {run.tags.length > 0 && (
              <span className="tags truncate text-11 text-ink-3" title={run.tags.join(', ')}>
                {run.tags.join(' · ')}
              </span>
            )}
          </span>
          {run.createdBy !== null && (
            <span className="relative z-[2] ml-auto grid">
              <Face name={run.createdBy} />
            </span>
          )}
        </span>
      </td>
      <td className="c-acts">
        <div className="overflow-hidden">
          <Activations names={activationsOf(run.config)} />
        </div>
      </td>
      <td className="c-data text-ink-2">{run.config.dataset}</td>
      <td className="c-spark">
        <Sparkline run={run} />
      </td>
      <td className="c-prog">
        <ProgressCell run={run} now={now} position={position} start={start} awaited={awaited} />
      </td>
      <td className={`c-rate ${run.state === 'running' ? '' : 'text-ink-2'}`}>
        {rate === null ? '' : count(rate)}
      </td>
      <td className="c-best font-medium">{bestWords(run, 'val/accuracy')}</td>
      <td className="c-loss text-ink-2">{bestWords(run, 'val/loss')}</td>
      <td className="c-verdict">
        <VerdictBadges verdicts={run.verdicts} />
      </td>
      <td className="c-time text-ink-3">{startedWords(run, now)}</td>
      <td className="c-menu">
        <RunMenu run={run} movable={movable} acts={acts} />
      </td>
    </tr>
  )
})

/** The best figure of a run; a dash where it has none. */
function bestWords({ summary }: Run, metric: 'val/accuracy' | 'val/loss') {
  const best = summary[metric]?.best
  return typeof best === 'number' ? figure(best) : <span className="font-normal text-ink-3">–</span>
}

/** While it runs, how long it has been; else how long ago it was, or has been waiting. */
function startedWords(run: Run, now: number): string {
  const seconds = elapsedSeconds(run, now)
  if (run.state === 'running' && seconds !== null) return clock(seconds)
  return ago(run.startedAt ?? run.createdAt, now)
}
