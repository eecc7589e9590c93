'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** Something that opens over the page from a button. */
export interface Popup {
  open: boolean
  setOpen: (open: boolean) => void
  /** Holds the button and what it opens. */
  root: RefObject<HTMLDivElement | null>
}

/** Closes at Escape, where the focus goes back to the button, and as soon as something else is pressed or focused. */
export function usePopup(): Popup {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      root.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
    }
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
      document.removeEventListener('keydown', onKey)
    }
  }, [open])
  return { open, setOpen, root }
}
