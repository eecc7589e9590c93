'use client'

import { type ReactNode, useEffect, useRef } from 'react'

interface DialogProps {
  label: string
  onClose: () => void
  className?: string
  children: ReactNode
}

/**
 * Stands over the page until Escape, or a press beside it; the focus then goes back to where it was. Until then it is on
 * what has `data-focused-first`, else where the browser puts it.
 */
export function Dialog({ label, onClose, className = '', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    element.showModal()
    element.querySelector<HTMLElement>('[data-focused-first]')?.focus()
    return () => element.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own
    <dialog
      ref={dialog}
      aria-label={label}
      className={`m-auto max-h-[calc(100dvh-48px)] w-[calc(100vw-32px)] rounded-4 bg-raised p-0 text-ink shadow-float backdrop:bg-[rgb(0_0_0/.35)] ${className}`}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      {children}
    </dialog>
  )
}
