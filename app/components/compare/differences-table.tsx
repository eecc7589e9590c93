import type { ComparedRun } from './compared-run.ts'
import { differences } from './differences.ts'
import { SideTable } from './side-table.tsx'

/** Only the settings in which the runs differ. */
export function DifferencesTable({ runs }: { runs: readonly ComparedRun[] }) {
  const { differing, fields } = differences(runs.map(({ run }) => run))
  return (
    <section className="border-t border-line pt-2.5 pb-6">
      <div className="flex min-h-7 items-center gap-3">
        <h2>What differs</h2>
        <span className="ml-auto text-12 text-ink-3">
          {differing.length} of {fields} fields
        </span>
      </div>
      {differing.length === 0 ? (
        <p className="mt-1 text-ink-2">
          {runs.length < 2
            ? 'A second run would show what differs.'
            : 'Nothing: these runs were set up alike.'}
        </p>
      ) : (
        <SideTable label="Differing fields" runs={runs}>
          {differing.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              {values.map((value, i) => (
                <td key={runs[i]!.run.id} title={value}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </SideTable>
      )}
    </section>
  )
}
