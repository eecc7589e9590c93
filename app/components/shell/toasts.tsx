'use client'

import { X } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react'
import { failureWords } from '#app/requests/problem-error.ts'

/** Something that was done, or could not be. */
export interface Toast {
  words: string
  /** Stays until it is closed. */
  bad?: boolean
  /** Takes it back; the toast goes once that is done, or says why it could not be. */
  undo?: () => Promise<unknown>
}

type Shown = Toast & { id: number }

/** Milliseconds that a toast stays while nobody looks at it. */
const patience = 10_000
const most = 3

const ToastContext = createContext<(toast: Toast) => void>(() => {})

/** Answers a function that shows a toast; it stays on other pages too. */
export function useToast(): (toast: Toast) => void {
  return use(ToastContext)
}

/** Holds the toasts of all pages below it. The newest that can be undone is by Ctrl+Z as well. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([])
  const lastId = useRef(0)
  const show = useCallback((toast: Toast) => {
    lastId.current += 1
    const shown = { ...toast, id: lastId.current }
    setToasts((before) => [...before, shown].slice(-most))
  }, [])
  const close = useCallback((id: number) => setToasts((before) => before.filter((one) => one.id !== id)), [])
  const undo = useCallback(
    async ({ id, undo }: Shown) => {
      close(id)
      try {
        await undo?.()
        show({ words: 'Undone' })
      } catch (error) {
        show({ words: `Could not be undone: ${failureWords(error)}`, bad: true })
      }
    },
    [close, show],
  )

  const latest = toasts.findLast((toast) => toast.undo)
  useEffect(() => {
    if (!latest) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return
      event.preventDefault()
      void undo(latest)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [latest, undo])

  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-page top-[calc(var(--bar)+8px)] z-30 grid gap-2 tablet:top-auto tablet:right-auto tablet:bottom-20 tablet:left-[calc(var(--rail)+var(--page))] tablet:max-w-80 wide:bottom-4"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onUndo={undo} onClose={close} />
        ))}
      </div>
    </ToastContext>
  )
}

interface ToastCardProps {
  toast: Shown
  onUndo: (toast: Shown) => Promise<void>
  onClose: (id: number) => void
}

/** One toast. Its time stands still while the pointer or the focus is on it. */
function ToastCard({ toast, onUndo, onClose }: ToastCardProps) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const left = useRef(patience)
  const held = pointed || focused || toast.bad === true
  useEffect(() => {
    if (held) return
    const since = Date.now()
    const timer = setTimeout(() => onClose(toast.id), left.current)
    return () => {
      clearTimeout(timer)
      left.current -= Date.now() - since
    }
  }, [held, onClose, toast.id])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only holds the time; what can be done are buttons
    <div
      className="pointer-events-auto flex items-center gap-1 rounded-4 bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float"
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <p className={`mr-auto min-w-0 py-1.5 break-words ${toast.bad ? 'text-bad' : ''}`}>{toast.words}</p>
      {toast.undo && (
        <button
          type="button"
          aria-keyshortcuts="Control+Z"
          title="Ctrl+Z"
          className="h-control shrink-0 rounded-3 px-3 font-medium text-accent hover:bg-hover"
          onClick={() => void onUndo(toast)}
        >
          Undo
        </button>
      )}
      <button
        type="button"
        aria-label="Close"
        className="grid size-control shrink-0 place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink"
        onClick={() => onClose(toast.id)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  )
}
