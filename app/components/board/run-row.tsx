'use client'

import Link from 'next/link'
import { memo } from 'react'
import { Activations } from '#app/components/marks/activations.tsx'
import { StateDot } from '#app/components/marks/state-dot.tsx'
import { VerdictBadges } from '#app/components/marks/verdict-badges.tsx'
import { ago, clock, elapsedSeconds } from '#app/format/durations.ts'
import { activationsOf } from '#app/format/networks.ts'
import { count, figure } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import { ProgressCell } from './progress-cell.tsx'
import { Sparkline } from './sparkline.tsx'

interface RunRowProps {
  run: Run
  /** Place in its group, from 0. */
  place: number
  now: number
  selected: boolean
  onSelect: (id: string, selected: boolean) => void
}

/** One run on the board. The name's link covers the row; the checkbox lies above it. */
export const RunRow = memo(function RunRow({ run, place, now, selected, onSelect }: RunRowProps) {
  const rate = run.progress.samplesPerSecond
  const best = run.summary['val/accuracy']?.best
  return (
    <tr className="run relative">
      <td className="c-pick">
        <input
          type="checkbox"
          className="check relative z-[2]"
          aria-label={`Select ${run.name}`}
          checked={selected}
          onChange={(event) => onSelect(run.id, event.target.checked)}
        />
      </td>
      <td className="c-name">
        <span className="flex min-w-0 items-center gap-2">
          <StateDot state={run.state} />
          <Link
            href={`/runs/${run.id}`}
            prefetch={false}
            title={run.name}
            className="truncate font-medium after:absolute after:inset-0 after:z-[1]"
          >
            {run.name}
          </Link>
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
        <ProgressCell run={run} now={now} place={place} />
      </td>
      <td className={`c-rate ${run.state === 'running' ? '' : 'text-ink-2'}`}>
        {rate === null ? '' : count(rate)}
      </td>
      <td className="c-best">
        {typeof best === 'number' ? (
          <span className="font-medium">{figure(best)}</span>
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <td className="c-verdict">
        <VerdictBadges verdicts={run.verdicts} />
      </td>
      <td className="c-time text-ink-3">{startedWords(run, now)}</td>
    </tr>
  )
})

/** While it runs, how long it has been; else how long ago it was, or has been waiting. */
function startedWords(run: Run, now: number): string {
  const seconds = elapsedSeconds(run, now)
  if (run.state === 'running' && seconds !== null) return clock(seconds)
  return ago(run.startedAt ?? run.createdAt, now)
}
