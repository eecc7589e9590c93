'use client'

import { type BoardSort, boardSorts } from './board-view.ts'
import { QuietChoice } from './quiet-choice.tsx'

const titles: Record<BoardSort, string> = {
  '-createdAt': 'newest first',
  createdAt: 'oldest first',
  '-val/accuracy': 'best val accuracy first',
  'val/accuracy': 'lowest val accuracy first',
  'val/loss': 'lowest val loss first',
  '-val/loss': 'highest val loss first',
}

/** What the ended runs are sorted by. */
export function EndedSort({ value, onChange }: { value: BoardSort; onChange: (sort: BoardSort) => void }) {
  return (
    <QuietChoice
      label="Sort ended runs"
      value={value}
      options={boardSorts.map((name) => ({ name, title: titles[name] }))}
      onChange={onChange}
    />
  )
}
