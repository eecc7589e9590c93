'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Where it is kept that keys without Ctrl or Alt do nothing: speech input and unsteady hands press them by accident. */
const storageKey = 'single-keys'
/** Milliseconds within which the second key of a sequence has to follow. */
const sequenceWithin = 1200

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const areOn = () => localStorage.getItem(storageKey) !== 'off'

/** Whether keys alone do something, and how that is changed; kept in this browser. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, areOn, () => true)
  return [
    on,
    (next) => {
      localStorage.setItem(storageKey, next ? 'on' : 'off')
      for (const listener of listeners) listener()
    },
  ]
}

/** Whether a key belongs to what has the focus, a field that is typed into or a menu, or to an open dialog. */
function isTaken({ target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return true
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu]') !== null
  )
}

/**
 * Does something at a key, or at two after each other (`g r`), by its `key`; while fields, menus and dialogs have the
 * focus, keys are theirs. A key whose act answers false keeps what it does otherwise.
 */
export function useKeys(bindings: Readonly<Record<string, () => unknown>>): void {
  const current = useRef(bindings)
  current.current = bindings
  useEffect(() => {
    let first = { key: '', at: 0 }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTaken(event) || !areOn()) return
      const { key, timeStamp } = event
      const sequence = timeStamp - first.at < sequenceWithin ? `${first.key} ${key}` : key
      const act = current.current[sequence] ?? current.current[key]
      first = { key, at: timeStamp }
      if (act && act() !== false) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
