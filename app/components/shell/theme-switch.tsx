'use client'

import { Moon } from 'lucide-react'
import { parseTheme, themeCookie } from '#app/theme.ts'

const year = 365 * 24 * 3600

function switchTheme(): void {
  const { dataset } = document.documentElement
  const shown =
    parseTheme(dataset.theme) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const next = shown === 'dark' ? 'light' : 'dark'
  dataset.theme = next
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for the next page; CookieStore needs https
  document.cookie = `${themeCookie}=${next}; path=/; max-age=${year}; samesite=lax`
}

/** Light to dark and back; remembered in a cookie, so that the server sends the right one at once. */
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
