'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { saveView } from '#app/requests/views.ts'
import { type CompareView, formatView } from './view-state.ts'

/** Longer addresses are cut by some programs that links are sent through. */
const longestQuery = 1500
/** Milliseconds of rest before the address follows. */
const rest = 300

/** Where a view opens: its own address, or one under which the server keeps it. */
async function addressOf(view: CompareView): Promise<string> {
  const query = formatView(view)
  if (query.length <= longestQuery) return `/compare?${query}`
  return (await saveView('compare', query)).url
}

/** What a comparison is set to, in the page's address too: the same link shows the same. */
export function useCompareView(initial: CompareView) {
  const [view, setView] = useState(initial)
  const first = useRef(true)
  const change = useCallback(
    (part: Partial<CompareView>) => setView((before) => ({ ...before, ...part })),
    [],
  )
  useEffect(() => {
    // The address that the page came from stays until something is changed.
    if (first.current) {
      first.current = false
      return
    }
    let current = true
    const timer = setTimeout(() => {
      addressOf(view).then(
        (address) => current && history.replaceState(null, '', `${address}${location.hash}`),
        // Offline, the address is behind; the next change tries again.
        () => undefined,
      )
    }, rest)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [view])
  return { view, change }
}
