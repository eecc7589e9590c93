'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
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

const CommandContext = createContext<() => void>(() => {})

/** Answers a function that opens what finds runs and actions. */
export function useCommands(): () => void {
  return use(CommandContext)
}

/** Holds the keys that work on every page below it, and what they open. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const close = () => setOpen(null)
  const openPalette = useCallback(() => setOpen('palette'), [])

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
    <CommandContext value={openPalette}>
      {children}
      {open === 'palette' && <CommandPalette onClose={close} onShowKeys={() => setOpen('keys')} />}
      {open === 'keys' && <ShortcutList onClose={close} />}
    </CommandContext>
  )
}
