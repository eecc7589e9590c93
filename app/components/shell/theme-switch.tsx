'use client'

import { Moon } from 'lucide-react'
import { switchTheme } from './switch-theme.ts'

/** Switches between the themes. */
export function ThemeSwitch() {
  return (
    <button
      type="button"
      aria-label="Switch theme"
      onClick={switchTheme}
      className="grid size-control shrink-0 place-items-center rounded-3 text-ink-2 hover:bg-hover hover:text-ink"
    >
      <Moon size={16} strokeWidth={1.75} aria-hidden="true" />
    </button>
  )
}
