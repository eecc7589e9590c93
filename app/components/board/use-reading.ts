'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Milliseconds after which a pointer that does not move reads nothing any more. */
const patience = 60_000

/**
 * Whether somebody reads the table, so that its rows should stay where they are: the page is scrolled, or pointer or
 * focus is in a row.
 */
export function useReading(table: RefObject<HTMLElement | null>): boolean {
  const [scrolled, setScrolled] = useState(false)
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)

  useEffect(() => {
    const look = () => setScrolled(window.scrollY > 0)
    look()
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [])

  useEffect(() => {
    const element = table.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = () => {
      clearTimeout(timer)
      setPointed(false)
    }
    const point = ({ target, pointerType }: PointerEvent) => {
      clearTimeout(timer)
      const row = target instanceof Element && target.closest('tr[data-run], tr[data-group]')
      setPointed(Boolean(row) && pointerType === 'mouse')
      timer = setTimeout(leave, patience)
    }
    const focus = () =>
      setFocused(element.querySelector('tr[data-run] :focus, tr[data-group] :focus') !== null)
    const blur = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) setFocused(false)
    }
    element.addEventListener('pointermove', point)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('focusin', focus)
    element.addEventListener('focusout', blur)
    return () => {
      leave()
      element.removeEventListener('pointermove', point)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('focusin', focus)
      element.removeEventListener('focusout', blur)
    }
  }, [table])

  return scrolled || pointed || focused
}
