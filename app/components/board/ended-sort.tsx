'use client'

import { ChevronDown } from 'lucide-react'
import { type BoardSort, boardSorts } from './board-state.ts'

const titles: Record<BoardSort, string> = {
  '-createdAt': 'newest first',
  '-val/accuracy': 'best val accuracy first',
  'val/loss': 'lowest val loss first',
}

/** What the ended runs are sorted by. */
export function EndedSort({ value, onChange }: { value: BoardSort; onChange: (sort: BoardSort) => void }) {
  return (
    <label className="relative ml-3 inline-flex items-center rounded-2 text-12 text-ink-3 hover:text-ink focus-within:shadow-[var(--focus)]">
      <span className="sr-only">Sort ended runs</span>
      <select
        value={value}
        onChange={(event) => {
          const sort = boardSorts.find((name) => name === event.target.value)
          if (sort) onChange(sort)
        }}
        className="h-5 [field-sizing:content] appearance-none bg-transparent pr-4 outline-none pointer-coarse:h-11"
      >
        {boardSorts.map((name) => (
          <option key={name} value={name} className="bg-raised text-ink">
            {titles[name]}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden="true" className="pointer-events-none absolute right-0" />
    </label>
  )
}
