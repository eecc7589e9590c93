import Link from 'next/link'
import { StateWord } from '#app/components/marks/state-dot.tsx'
import { VerdictBadges } from '#app/components/marks/verdict-badges.tsx'
import { figure } from '#app/format/numbers.ts'
import { headline } from '#app/stream/headline.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { ComparedRun } from './compared-run.ts'

/** The runs by name and colour, with the figure that matters and how far they are. */
export function RunCards({ runs }: { runs: readonly ComparedRun[] }) {
  return (
    <div className="mb-4 overflow-hidden border-y border-line">
      <ul className="-mx-3 grid grid-cols-2 gap-y-px tablet:-mx-4 tablet:grid-cols-[repeat(auto-fit,minmax(180px,1fr))]">
        {runs.map((compared) => {
          const { run, status, colour, dashed } = compared
          const { last } = headline(compared, 'val/accuracy')
          const { step, steps } = run.progress
          return (
            <li
              key={run.id}
              className="min-w-0 px-3 pt-2.5 pb-3 shadow-[-1px_-1px_0_var(--line)] tablet:px-4"
            >
              <span className="flex min-w-0 items-center gap-2 font-medium">
                <span
                  className="swatch h-1! w-4!"
                  data-dashed={dashed || undefined}
                  style={{ '--c': colour } as Record<string, string>}
                />
                <Link href={`/runs/${run.id}`} className="truncate" title={run.name}>
                  {run.name}
                </Link>
              </span>
              <span className="mt-0.5 flex items-baseline gap-2">
                <span className="text-20 font-medium tracking-tight">
                  {last === null ? '–' : figure(last)}
                </span>
                <span className="truncate text-12 text-ink-3">val accuracy</span>
              </span>
              <span className="flex min-h-5 items-center justify-between gap-3 text-12">
                {status === 'deleted' ? (
                  <span className="text-warn">deleted</span>
                ) : (
                  <StateWord state={run.state} />
                )}
                {!endedStates.includes(run.state) && (
                  <span className="text-ink-3">{steps > 0 ? Math.floor((100 * step) / steps) : 0} %</span>
                )}
              </span>
              <span className="mt-0.5 block min-h-4 overflow-hidden">
                <VerdictBadges verdicts={run.verdicts} />
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
