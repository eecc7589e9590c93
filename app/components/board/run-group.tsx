import { count } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import { RunRow } from './run-row.tsx'

interface RunGroupProps {
  title: string
  /** Runs in the group, shown or not; null where that is not known. */
  total: number | null
  note?: string
  runs: readonly Run[]
  now: number
  selected: ReadonlySet<string>
  onSelect: (id: string, selected: boolean) => void
}

/** One group of the board with its heading. */
export function RunGroupRows({ title, total, note, runs, now, selected, onSelect }: RunGroupProps) {
  return (
    <tbody>
      <tr className="group">
        {/* As many columns as every width has: more would open empty ones beside those that are hidden. */}
        <th colSpan={6} scope="rowgroup">
          <h2 className="inline text-13 text-ink">{title}</h2>
          {total !== null && <span className="ml-1.5 text-13 text-ink-3">{count(total)}</span>}
          {note && <span className="ml-3 hidden tablet:inline">{note}</span>}
        </th>
      </tr>
      {runs.map((run, place) => (
        <RunRow
          key={run.id}
          run={run}
          place={place}
          now={now}
          selected={selected.has(run.id)}
          onSelect={onSelect}
        />
      ))}
    </tbody>
  )
}
