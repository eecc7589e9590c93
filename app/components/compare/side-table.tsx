import type { ReactNode } from 'react'
import type { ComparedRun } from './compared-run.ts'

interface SideTableProps {
  label: string
  runs: readonly ComparedRun[]
  /** Whether cells hold figures, which stand at the right, or words. */
  figures?: boolean
  children: ReactNode
}

/** A table with a column a run, in its colour; wide ones scroll by themselves. */
export function SideTable({ label, runs, figures, children }: SideTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto">
      <table
        style={{ minWidth: 128 + 100 * runs.length }}
        className="table-fixed [&_th[scope=row]]:sticky [&_th[scope=row]]:left-0 [&_th[scope=row]]:z-[1] [&_th[scope=row]]:bg-bg [&_td]:h-8 [&_td]:pl-4 [&_td]:truncate [&_th]:truncate [&_tr]:border-b [&_tr]:border-line"
      >
        <thead>
          <tr className="border-line-strong!">
            <td className="h-7! w-30 pl-0!" />
            {runs.map(({ run, colour, dashed }) => (
              <th
                key={run.id}
                scope="col"
                title={run.name}
                className={`pl-4 ${figures ? 'text-right!' : ''}`}
              >
                <span
                  className="swatch"
                  data-dashed={dashed || undefined}
                  style={{ '--c': colour } as Record<string, string>}
                />
                <span className="sr-only">{run.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
