'use client'

import { useCallback, useEffect, useState } from 'react'
import { type ExploreState, writeState } from './explore-state.ts'

/** How long nothing changes before the address follows, in milliseconds: browsers limit how often it may. */
const settled = 250

/** Changes some of the state. */
export type Change = (part: Partial<ExploreState>) => void

/** What the explorer shows, and the way to change it; the address follows, without entries in the history. */
export function useExplore(initial: ExploreState): { state: ExploreState; change: Change } {
  const [state, setState] = useState(initial)
  const change = useCallback<Change>((part) => setState((before) => ({ ...before, ...part })), [])
  useEffect(() => {
    const timer = setTimeout(() => {
      const query = writeState(state)
      const path = query === '' ? location.pathname : `${location.pathname}?${query}`
      if (path !== location.pathname + location.search) {
        history.replaceState(history.state, '', path + location.hash)
      }
    }, settled)
    return () => clearTimeout(timer)
  }, [state])
  return { state, change }
}
