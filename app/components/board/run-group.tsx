'use client'

import { type ReactNode, type Ref, useEffect, useRef } from 'react'
import { count } from '#app/format/numbers.ts'

interface RunGroupProps {
  /** The section that holds heading and rows. */
  body?: Ref<HTMLTableSectionElement>
  title: string
  /** Runs in the group, shown or not; null where that is not known. */
  total: number | null
  /** Stands behind the heading. */
  note?: ReactNode
  /** Ids of the runs that selecting the group selects. */
  ids: readonly string[]
  selected: ReadonlySet<string>
  onSelectAll: (ids: readonly string[], on: boolean) => void
  /** Rows. */
  children: ReactNode
}

/** One group of the board with its heading. */
export function RunGroup({ body, title, total, note, ids, selected, onSelectAll, children }: RunGroupProps) {
  const chosen = ids.filter((id) => selected.has(id)).length
  const box = useRef<HTMLInputElement>(null)
  const some = chosen > 0 && chosen < ids.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = some
  }, [some])
  return (
    <tbody ref={body}>
      <tr className="group">
        <td className="c-pick">
          <input
            ref={box}
            type="checkbox"
            className="check"
            aria-label={`All ${title.toLowerCase()} runs`}
            checked={chosen > 0 && chosen === ids.length}
            disabled={ids.length === 0}
            onChange={(event) => onSelectAll(ids, event.target.checked)}
          />
        </td>
        {/* As many columns as every width has: more would open empty ones beside those that are hidden. */}
        <th colSpan={6} scope="rowgroup">
          <h2 className="inline text-13 text-ink">{title}</h2>
          {total !== null && <span className="ml-1.5 text-13 text-ink-3">{count(total)}</span>}
          {note}
        </th>
      </tr>
      {children}
    </tbody>
  )
}
