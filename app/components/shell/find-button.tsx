'use client'

import { Search } from 'lucide-react'
import { useCommands } from './command-provider.tsx'

/** Opens what finds runs and actions. */
export function FindButton() {
  const open = useCommands()
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      title="Find a run or an action (Ctrl K)"
      className="flex h-7 shrink-0 items-center gap-2 rounded-3 border border-line-control px-2 text-12 text-ink-3 hover:bg-hover hover:text-ink max-tablet:size-control max-tablet:justify-center max-tablet:border-0 max-tablet:px-0"
      onClick={open}
    >
      <Search size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="max-tablet:sr-only">
        Find<span className="sr-only"> a run or an action</span>
      </span>
      <span aria-hidden="true" className="max-tablet:hidden">
        <kbd className="font-sans text-11">Ctrl K</kbd>
      </span>
    </button>
  )
}
