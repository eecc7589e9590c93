'use client'

import { useEffect, useRef } from 'react'

/** Milliseconds without a change before the address follows: browsers refuse more than a few changes a second. */
const rest = 300

/** Whether what was pressed may lead to another page: typing into a field, or an arrow on a slider, does not. */
function mayLeave(event: Event): boolean {
  if (!(event.target instanceof Element)) return false
  if (!(event instanceof KeyboardEvent)) return event.target.closest('a[href], [role=option]') !== null
  if (event.key === 'Enter') return true
  return event.key.length === 1 && !event.target.closest('input, textarea, select')
}

/** Replaces the page's address within its history; the place within the page stays. */
function put(address: string): void {
  const { href } = new URL(address + location.hash, location.href)
  if (href !== location.href) history.replaceState(null, '', href)
}

/**
 * Lets the page's address follow what is shown on it, once `version` has changed and then rested; `addressOf` tells
 * path and query. It follows at once where a click or a key may lead elsewhere: Next gives up the way to another page
 * when the address changes meanwhile. An address that cannot be told, or not soon enough, is behind until the next
 * change.
 */
export function useAddress(version: string, addressOf: () => string | Promise<string>): void {
  const newest = useRef(addressOf)
  newest.current = addressOf
  const written = useRef(version)
  useEffect(() => {
    if (version === written.current) return
    const ending = new AbortController()
    const { signal } = ending
    const follow = async (leaving: boolean) => {
      const address = newest.current()
      if (leaving || typeof address === 'string') ending.abort()
      written.current = version
      if (typeof address === 'string') return put(address)
      const told = await address.catch(() => null)
      if (told !== null && !signal.aborted) put(told)
    }
    const timer = setTimeout(() => void follow(false), rest)
    signal.addEventListener('abort', () => clearTimeout(timer))
    const onPress = (event: Event) => {
      if (mayLeave(event)) void follow(true)
    }
    document.addEventListener('click', onPress, { capture: true, signal })
    document.addEventListener('keydown', onPress, { capture: true, signal })
    return () => ending.abort()
  }, [version])
}
