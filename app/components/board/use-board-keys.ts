'use client'

import type { RefObject } from 'react'
import { useKeys } from '#app/hooks/use-keys.ts'

/** Rows that can have the focus: runs, and heads of groups. */
const rowSelector = 'tr[data-run], tr[data-group]'
/** What of a row has it. */
const targetSelector = '.c-name a, .c-group button'

interface Acts {
  /** Selects a run or takes it out. */
  toggle: (id: string) => void
  /** Edits the tags of the selection, else those of a run. */
  editTags: (id: string | null) => void
  /** Answers false where nothing is selected. */
  clear: () => boolean
}

/** The keys of `boardShortcuts`, for the rows within `root`. */
export function useBoardKeys(root: RefObject<HTMLElement | null>, { toggle, editTags, clear }: Acts): void {
  const row = () => document.activeElement?.closest<HTMLElement>(rowSelector) ?? null
  const step = (by: number, onlyFromRow: boolean) => {
    const present = row()
    if (onlyFromRow && !present) return false
    const rows = [...(root.current?.querySelectorAll<HTMLElement>(rowSelector) ?? [])]
    const next = present ? rows[rows.indexOf(present) + by] : rows.find(isSeen)
    next?.querySelector<HTMLElement>(targetSelector)?.focus()
    return next !== undefined
  }
  useKeys({
    j: () => step(1, false),
    k: () => step(-1, false),
    ArrowDown: () => step(1, true),
    ArrowUp: () => step(-1, true),
    x: () => {
      const id = row()?.dataset.run
      if (id === undefined) return false
      toggle(id)
    },
    e: () => editTags(row()?.dataset.run ?? null),
    '/': () => root.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
    Escape: clear,
  })
}

/** Whether a row stands below the bar and the names of the columns. */
function isSeen(row: HTMLElement): boolean {
  const { top } = row.getBoundingClientRect()
  return top >= 76
}
