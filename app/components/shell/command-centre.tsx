'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useKeys } from '#app/hooks/use-keys.ts'
import { places } from './places.ts'
import { switchTheme } from './switch-theme.ts'

const CommandPalette = dynamic(
  () => import('./command-palette.tsx').then((module) => module.CommandPalette),
  {
    ssr: false,
  },
)
const ShortcutList = dynamic(() => import('./shortcut-list.tsx').then((module) => module.ShortcutList), {
  ssr: false,
})

/** The button and the keys by which runs and actions are found from everywhere. */
export function CommandCentre() {
  const router = useRouter()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const close = () => setOpen(null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      if (event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen((before) => (before === 'palette' ? null : 'palette'))
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  useKeys({
    '?': () => setOpen('keys'),
    n: () => router.push('/new'),
    t: switchTheme,
    ...Object.fromEntries(places.map(({ key, href }) => [`g ${key}`, () => router.push(href)])),
  })

  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        title="Find a run or an action (Ctrl K)"
        className="flex h-7 shrink-0 items-center gap-2 rounded-3 border border-line-control px-2 text-12 text-ink-3 hover:bg-hover hover:text-ink max-tablet:size-control max-tablet:justify-center max-tablet:border-0 max-tablet:px-0"
        onClick={() => setOpen('palette')}
      >
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="max-tablet:sr-only">
          Find<span className="sr-only"> a run or an action</span>
        </span>
        <span aria-hidden="true" className="max-tablet:hidden">
          <kbd className="font-sans text-11">Ctrl K</kbd>
        </span>
      </button>
      {open === 'palette' && <CommandPalette onClose={close} onShowKeys={() => setOpen('keys')} />}
      {open === 'keys' && <ShortcutList onClose={close} />}
    </>
  )
}
