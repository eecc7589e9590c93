'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { type BoardSort, boardSorts } from './board-view.ts'

interface BoardHeadProps {
  sort: BoardSort
  onSort: (sort: BoardSort) => void
}

/** Names of the columns; those that the ended runs can be sorted by are pressed for it, first the usual way round. */
export function BoardHead(sorting: BoardHeadProps) {
  return (
    <thead>
      <tr>
        <th scope="col" className="c-pick">
          <span className="sr-only">Select</span>
        </th>
        <th scope="col" className="c-name">
          Run
        </th>
        <th scope="col" className="c-acts">
          Activations
        </th>
        <th scope="col" className="c-data">
          Dataset
        </th>
        <th scope="col" className="c-spark">
          Val accuracy
        </th>
        <th scope="col" className="c-prog">
          Progress
        </th>
        <th scope="col" className="c-rate">
          Samples/s
        </th>
        <SortHead
          className="c-best"
          title="Best val"
          full="best val accuracy"
          by="val/accuracy"
          {...sorting}
        />
        <SortHead className="c-loss" title="Val loss" full="lowest val loss" by="val/loss" {...sorting} />
        <th scope="col" className="c-verdict">
          Verdict
        </th>
        <SortHead className="c-time" title="Started" full="time" by="createdAt" {...sorting} />
        <th scope="col" className="c-menu">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
  )
}

interface SortHeadProps extends BoardHeadProps {
  className: string
  title: string
  /** What it sorts by, for those who hear it. */
  full: string
  by: 'createdAt' | 'val/accuracy' | 'val/loss'
}

/** The order that a press on a column asks for: its better end first, then its other end. */
function nextSort(sort: BoardSort, by: SortHeadProps['by']): BoardSort {
  const [first, second] = boardSorts.filter((name) => name.endsWith(by))
  return sort === first ? second! : first!
}

function SortHead({ className, title, full, by, sort, onSort }: SortHeadProps) {
  const sorted = sort.endsWith(by)
  const down = sort.startsWith('-')
  const Arrow = down ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      className={className}
      aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        title={`Sort ended runs by ${full}`}
        className={`inline-flex h-6 items-center gap-0.5 rounded-2 hover:text-ink ${sorted ? 'font-medium text-ink' : ''}`}
        onClick={() => onSort(nextSort(sort, by))}
      >
        {sorted && <Arrow size={12} strokeWidth={2} aria-hidden="true" />}
        {title}
      </button>
    </th>
  )
}
