'use client'

import { ChartSpline, Tag, X } from 'lucide-react'
import Link from 'next/link'
import { mostCompared } from '#app/components/compare/compared-run.ts'
import { button } from '#app/components/marks/button.ts'
import type { Run } from '#lib/contracts/run.ts'
import { applies, type Control, controls, controlTitles } from './control-words.ts'
import { controlIcons } from './run-menu.tsx'

interface SelectionBarProps {
  runs: readonly Run[]
  /** Whether something that was asked for is under way. */
  busy: boolean
  onControl: (action: Control, runs: readonly Run[]) => void
  onTag: (runs: readonly Run[]) => void
  onClear: () => void
}

/** Floats over the board while runs are selected: what can be done with them together, and with how many of them. */
export function SelectionBar({ runs, busy, onControl, onTag, onClear }: SelectionBarProps) {
  if (runs.length === 0) return null
  const offered = controls
    .map((name) => ({ name, fitting: runs.filter((run) => applies(name, run)) }))
    .filter(({ fitting }) => fitting.length > 0)
  return (
    <section
      aria-label="Selected runs"
      className="sticky bottom-[calc(var(--tabs)+8px+env(safe-area-inset-bottom))] z-[5] mx-auto mt-4 flex w-max max-w-full flex-wrap items-center gap-1 rounded-4 bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float tablet:bottom-4"
    >
      <span className="mr-2 whitespace-nowrap">
        <b className="font-medium">{runs.length}</b> selected
      </span>
      {runs.length > 1 && runs.length <= mostCompared && (
        <Link
          className={button({ kind: 'primary' })}
          href={`/compare?runs=${runs.map(({ id }) => id).join()}`}
        >
          <ChartSpline size={16} strokeWidth={1.75} aria-hidden="true" />
          Compare {runs.length}
        </Link>
      )}
      {runs.length > mostCompared && (
        <span className="mr-2 text-ink-3">at most {mostCompared} can be compared</span>
      )}
      {offered.map(({ name, fitting }) => {
        const Icon = controlIcons[name]
        return (
          <button
            key={name}
            type="button"
            disabled={busy}
            className={`${button({ kind: 'ghost' })} px-2.5!`}
            onClick={() => onControl(name, fitting)}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
            {controlTitles[name]} {fitting.length}
          </button>
        )
      })}
      <button type="button" className={`${button({ kind: 'ghost' })} px-2.5!`} onClick={() => onTag(runs)}>
        <Tag size={16} strokeWidth={1.75} aria-hidden="true" />
        Tags
      </button>
      <button
        type="button"
        aria-label="Clear the selection"
        title="Clear the selection"
        className={`${button({ kind: 'ghost' })} w-control px-0!`}
        onClick={onClear}
      >
        <X size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </section>
  )
}
