'use client'

import { useCallback, useState } from 'react'
import { useAddress } from '#app/hooks/use-address.ts'
import { type ExploreState, writeState } from './explore-state.ts'

/** Changes some of the state. */
export type Change = (part: Partial<ExploreState>) => void

/** What the explorer shows, and the way to change it; the address follows. */
export function useExplore(initial: ExploreState): { state: ExploreState; change: Change } {
  const [state, setState] = useState(initial)
  const change = useCallback<Change>((part) => setState((before) => ({ ...before, ...part })), [])
  const query = writeState(state)
  useAddress(query, () => (query === '' ? '/explore' : `/explore?${query}`))
  return { state, change }
}
