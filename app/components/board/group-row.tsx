'use client'

import { ChartSpline, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { mostCompared } from '#app/components/compare/compared-run.ts'
import { Activation } from '#app/components/marks/activations.tsx'
import { count, figure } from '#app/format/numbers.ts'
import type { Grouping } from '#lib/contracts/run-filter.ts'
import type { RunGroup } from '#lib/contracts/run-group.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { groupTitle } from './group-words.ts'

interface GroupRowProps {
  by: Grouping
  group: RunGroup
  open: boolean
  /** Metric that its figures are of. */
  metric: 'val/accuracy' | 'val/loss'
  onToggle: (id: string) => void
}

const runs = (times: number) => `${count(times)} ${times === 1 ? 'run' : 'runs'}`

/** The head of a group of ended runs: what they share, how many, and how good they are together. */
export function GroupCells({ by, group, open, metric, onToggle }: GroupRowProps) {
  const { figures, ids, seeds } = group
  const compared = ids.slice(0, mostCompared)
  const title = groupTitle(by, group)
  const shared = by === 'activations' ? (group.value ?? '').split(',') : []
  const names = hiddenActivationNames.filter((name) => shared.includes(name))
  return (
    <td colSpan={7} className="c-group">
      <div className="c-group-line">
        <button
          type="button"
          aria-expanded={open}
          title={title}
          className="flex h-8 min-w-0 items-center gap-2 rounded-2 pr-1 font-medium pointer-coarse:h-11"
          onClick={() => onToggle(group.id)}
        >
          <ChevronRight
            size={14}
            strokeWidth={2}
            aria-hidden="true"
            className={`shrink-0 text-ink-3 ${open ? 'rotate-90' : ''}`}
          />
          <span className="truncate">
            {names.length > 0
              ? names.map((name, i) => (
                  <span key={name}>
                    {i > 0 && ' '}
                    <Activation name={name} />
                  </span>
                ))
              : title}
          </span>
        </button>
        <span className="shrink-0 text-ink-3">
          {runs(group.runs)}
          {by === 'config' && seeds !== group.runs && `, ${count(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}`}
        </span>
        <GroupFigures figures={figures} runs={group.runs} metric={metric} />
        {compared.length > 1 && (
          <Link
            href={`/compare?runs=${compared.join()}`}
            prefetch={false}
            className="flex h-8 shrink-0 items-center gap-1.5 rounded-2 px-1 text-ink-2 hover:text-ink pointer-coarse:h-11"
          >
            <ChartSpline size={14} strokeWidth={1.75} aria-hidden="true" />
            {group.runs > compared.length
              ? `Compare the newest ${compared.length}`
              : `Compare ${compared.length}`}
          </Link>
        )}
      </div>
    </td>
  )
}

/** Mean and spread of the best figures: "0.9712 ± 0.0031, best 0.9764". */
function GroupFigures({
  figures,
  runs: total,
  metric,
}: {
  figures: RunGroup['figures']
  runs: number
  metric: GroupRowProps['metric']
}) {
  const what = metric === 'val/loss' ? 'val loss' : 'val accuracy'
  if (figures === null) return <span className="ml-auto shrink-0 text-ink-3">no {what} yet</span>
  const { mean, spread, best } = figures
  const of = figures.runs < total ? `, of ${runs(figures.runs)} that have one` : ''
  return (
    <span
      className="ml-auto shrink-0"
      title={`Mean of the best ${what} of each run${spread === null ? '' : ', and their standard deviation'}${of}`}
    >
      <span className="sr-only">mean best {what} </span>
      <span className="font-medium">{figure(mean)}</span>
      {spread !== null && <span className="text-ink-2"> ± {figure(spread)}</span>}
      {figures.runs > 1 && <span className="hidden text-ink-3 tablet:inline"> · best {figure(best)}</span>}
    </span>
  )
}
