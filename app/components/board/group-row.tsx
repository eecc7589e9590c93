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
  const { ids, seeds } = group
  const compared = ids.slice(0, mostCompared)
  const several = by === 'config' && seeds !== group.runs
  return (
    <td colSpan={7} className="c-group">
      <div className="c-group-line">
        <span className="flex min-w-0 items-center gap-3">
          <GroupToggle by={by} group={group} open={open} onToggle={onToggle} />
          <span className="shrink-0 text-ink-3">
            {runs(group.runs)}
            {several && `, ${count(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}`}
          </span>
        </span>
        <GroupFigures group={group} metric={metric} />
        <span className="g-compare">
          {compared.length > 1 && (
            <Link
              href={`/compare?runs=${compared.join()}`}
              prefetch={false}
              title={group.runs > compared.length ? `The newest ${compared.length} of them` : undefined}
              className="flex h-8 items-center gap-1.5 rounded-2 px-1 text-ink-2 hover:text-ink pointer-coarse:h-11"
            >
              <ChartSpline size={14} strokeWidth={1.75} aria-hidden="true" />
              Compare {compared.length}
            </Link>
          )}
        </span>
      </div>
    </td>
  )
}

function GroupToggle({ by, group, open, onToggle }: Omit<GroupRowProps, 'metric'>) {
  const title = groupTitle(by, group)
  const shared = by === 'activations' ? (group.value ?? '').split(',') : []
  const names = hiddenActivationNames.filter((name) => shared.includes(name))
  return (
    <button
      type="button"
      aria-expanded={open}
      title={title}
      className="flex h-8 min-w-0 items-center gap-2 rounded-2 pr-1 text-left font-medium pointer-coarse:h-11"
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
  )
}

/** Mean and spread of the best figures, and the best of all: "0.9712 ± 0.0031", "best 0.9764". */
function GroupFigures({ group, metric }: Pick<GroupRowProps, 'group' | 'metric'>) {
  const { figures, runs: total } = group
  const what = metric === 'val/loss' ? 'val loss' : 'val accuracy'
  if (figures === null) return <span className="g-mean text-ink-3">no {what}</span>
  const { mean, spread, best } = figures
  const words = [
    `Mean of the best ${what} of each run`,
    spread === null ? '' : ', ± their standard deviation',
    figures.runs < total ? `, of ${runs(figures.runs)} that have one` : '',
  ].join('')
  return (
    <>
      <span className="g-mean" title={words}>
        <span className="sr-only">mean best {what} </span>
        <span className="font-medium">{figure(mean)}</span>
        {spread !== null && <span className="text-ink-2"> ± {figure(spread)}</span>}
      </span>
      <span className="g-best text-ink-3">{figures.runs > 1 && `best ${figure(best)}`}</span>
    </>
  )
}
