import { VerdictBadge } from '#app/components/marks/verdict-badges.tsx'
import { took } from '#app/format/durations.ts'
import { count, figure } from '#app/format/numbers.ts'
import { verdictKinds, verdictLooks } from '#app/format/verdicts.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { ComparedRun } from './compared-run.ts'
import { SideTable } from './side-table.tsx'
import { bestOf, type Standing, standingOf } from './standings.ts'

const rows: { name: keyof Standing; title: string; format: (value: number) => string }[] = [
  { name: 'bestAccuracy', title: 'Best val accuracy', format: figure },
  { name: 'bestStep', title: 'at step', format: count },
  { name: 'accuracy', title: 'Last val accuracy', format: figure },
  { name: 'bestLoss', title: 'Best val loss', format: figure },
  { name: 'trainLoss', title: 'Last train loss', format: figure },
  { name: 'samplesPerSecond', title: 'Samples/s', format: count },
  { name: 'seconds', title: 'Duration', format: took },
]

/** Final and best figures of every run; the best of a row is strong. */
export function StandingsTable({ runs }: { runs: readonly ComparedRun[] }) {
  const standings = runs.map(standingOf)
  return (
    <section className="border-t border-line pt-2.5">
      <div className="flex min-h-7 items-center gap-3">
        <h2>Figures</h2>
        {runs.length > 1 && (
          <span className="ml-auto text-12 text-ink-3">the best of each row is strong</span>
        )}
      </div>
      <SideTable label="Figures by run" runs={runs} figures>
        {rows.map(({ name, title, format }) => {
          const best = bestOf(standings, name)
          return (
            <tr key={name}>
              <th scope="row">{title}</th>
              {standings.map((standing, i) => {
                const value = standing[name]
                const wins = value !== null && value === best
                return (
                  <td
                    key={runs[i]!.run.id}
                    className={`text-right ${wins ? 'font-semibold text-ink' : 'text-ink-2'}`}
                  >
                    {value === null ? '–' : format(value)}
                    {wins && <span className="sr-only"> (best)</span>}
                  </td>
                )
              })}
            </tr>
          )
        })}
        {runs.some(({ run }) => run.verdicts.length > 0) && (
          <tr>
            <th scope="row">Verdict</th>
            {runs.map(({ run }) => (
              <GravestVerdict key={run.id} verdicts={run.verdicts} />
            ))}
          </tr>
        )}
      </SideTable>
    </section>
  )
}

/** The gravest verdict of a run, where columns are narrow; all of them on hover. */
function GravestVerdict({ verdicts }: { verdicts: readonly Verdict[] }) {
  const kinds = verdictKinds(verdicts)
  return (
    <td className="text-right" title={kinds.map((kind) => verdictLooks[kind].word).join(', ')}>
      {kinds[0] ? <VerdictBadge name={kinds[0]} /> : '–'}
    </td>
  )
}
