import { Eye, EyeOff } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import type { Highlight } from '#app/components/charts/stack-context.ts'
import { StateWord } from '#app/components/marks/state-dot.tsx'
import { VerdictBadges } from '#app/components/marks/verdict-badges.tsx'
import { figure } from '#app/format/numbers.ts'
import { headline } from '#app/stream/headline.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { ComparedRun } from './compared-run.ts'

/** More runs than this stand as a list of names that scrolls by itself. */
const mostCards = 12

interface RunCardsProps {
  runs: readonly ComparedRun[]
  /** Ids of the runs that are not drawn. */
  hidden: readonly string[]
  /** Null where runs are not drawn one by one. */
  onHidden: ((hidden: readonly string[]) => void) | null
  highlight: Highlight
}

/** The runs by name and colour, with the figure that matters and how far they are; each can be hidden in the charts. */
export const RunCards = memo(function RunCards({ runs, hidden, onHidden, highlight }: RunCardsProps) {
  const many = runs.length > mostCards
  const toggle = (id: string) =>
    onHidden?.(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id])
  return (
    <div className="mb-4 overflow-hidden border-y border-line">
      <ul
        {...(many && { tabIndex: 0, 'aria-label': 'Runs' })}
        className={`-mx-3 grid grid-cols-2 gap-y-px tablet:-mx-4 ${many ? 'max-h-38 overflow-y-auto tablet:grid-cols-[repeat(auto-fit,minmax(200px,1fr))]' : 'tablet:grid-cols-[repeat(auto-fit,minmax(150px,1fr))]'}`}
      >
        {runs.map((compared) => {
          const { id } = compared.run
          const hides = hidden.includes(id)
          return (
            <li
              key={id}
              className={`group/run relative min-w-0 px-3 shadow-[-1px_-1px_0_var(--line)] tablet:px-4 ${many ? 'py-1.5' : 'pt-2.5 pb-3'}`}
              onPointerEnter={() => highlight.hovered.set(id)}
              onPointerLeave={() => highlight.hovered.set(null)}
              onFocus={() => highlight.hovered.set(id)}
              onBlur={() => highlight.hovered.set(null)}
            >
              <Name compared={compared} hides={hides} many={many} onToggle={onHidden && (() => toggle(id))} />
              {!many && <Standing compared={compared} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
})

interface NameProps {
  compared: ComparedRun
  hides: boolean
  many: boolean
  onToggle: (() => void) | null
}

function Name({ compared, hides, many, onToggle }: NameProps) {
  const { run, colour, dashed } = compared
  const { last } = headline(compared, 'val/accuracy')
  const Icon = hides ? EyeOff : Eye
  return (
    <span className={`flex min-w-0 items-center gap-2 font-medium ${hides ? 'text-ink-3' : ''}`}>
      <span
        className="swatch h-1! w-4!"
        data-dashed={dashed || undefined}
        style={{ '--c': hides ? 'var(--line-strong)' : colour } as Record<string, string>}
      />
      <Link href={`/runs/${run.id}`} className="truncate" title={run.name}>
        {run.name}
      </Link>
      <span className="ml-auto flex items-center gap-1">
        {many && <span className="text-12 font-normal text-ink-2">{last === null ? '–' : figure(last)}</span>}
        {onToggle && (
          <button
            type="button"
            aria-pressed={!hides}
            aria-label={`Draw ${run.name}`}
            title={hides ? 'Draw in the charts' : 'Hide in the charts'}
            className={`-my-1 -mr-1.5 grid size-7 place-items-center rounded-3 hover:bg-hover hover:text-ink focus-visible:opacity-100 pointer-coarse:size-9 ${hides ? 'text-ink-2' : 'text-ink-3 opacity-0 group-hover/run:opacity-100 pointer-coarse:opacity-100'}`}
            onClick={onToggle}
          >
            <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
          </button>
        )}
      </span>
    </span>
  )
}

function Standing({ compared }: { compared: ComparedRun }) {
  const { run, status } = compared
  const { last } = headline(compared, 'val/accuracy')
  const { step, steps } = run.progress
  return (
    <>
      <span className="mt-0.5 flex items-baseline gap-2">
        <span className="text-20 font-medium tracking-tight">{last === null ? '–' : figure(last)}</span>
        <span className="truncate text-12 text-ink-3">val accuracy</span>
      </span>
      <span className="flex min-h-5 items-center justify-between gap-3 text-12">
        {status === 'deleted' ? <span className="text-warn">deleted</span> : <StateWord state={run.state} />}
        {!endedStates.includes(run.state) && (
          <span className="text-ink-3">{steps > 0 ? Math.floor((100 * step) / steps) : 0} %</span>
        )}
      </span>
      <span className="mt-0.5 block min-h-4 overflow-hidden">
        <VerdictBadges verdicts={run.verdicts} />
      </span>
    </>
  )
}
