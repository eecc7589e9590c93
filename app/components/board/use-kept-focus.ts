'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Keeps the focus in the table where a row that has it goes to another group or is gone: on the same run, else on the
 * one that stood behind or before it.
 *
 * @param rows changes whenever rows may have come, gone or moved
 */
export function useKeptFocus(table: RefObject<HTMLElement | null>, rows: unknown): void {
  const last = useRef<{ element: Element; runs: string[] } | null>(null)

  useEffect(() => {
    const element = table.current
    if (!element) return
    const remember = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-run]') : null
      if (!row || !(target instanceof Element)) return
      const near = [row, row.nextElementSibling, row.previousElementSibling]
      const runs = near.flatMap((other) => (other instanceof HTMLElement ? (other.dataset.run ?? []) : []))
      last.current = { element: target, runs }
    }
    const forget = () => {
      if (document.activeElement !== document.body || last.current?.element.isConnected) last.current = null
    }
    element.addEventListener('focusin', remember)
    document.addEventListener('pointerdown', forget)
    return () => {
      element.removeEventListener('focusin', remember)
      document.removeEventListener('pointerdown', forget)
    }
  }, [table])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `rows` says when to look
  useLayoutEffect(() => {
    const lost = last.current
    if (!lost || lost.element.isConnected || document.activeElement !== document.body) return
    last.current = null
    for (const id of lost.runs) {
      const row = table.current?.querySelector(`tr[data-run="${id}"]`)
      const target = row?.querySelector<HTMLElement>('[aria-haspopup=menu]')
      if (!target) continue
      target.focus({ preventScroll: true })
      return
    }
  }, [rows, table])
}
