'use client'

import { useCallback, useState } from 'react'
import { useAddress } from '#app/hooks/use-address.ts'
import { saveView } from '#app/requests/views.ts'
import { type CompareView, formatView } from './view-state.ts'

/** Longer addresses are cut by some programs that links are sent through. */
const longestQuery = 1500

/** What a comparison is set to, in the page's address too: the same link shows the same. */
export function useCompareView(initial: CompareView) {
  const [view, setView] = useState(initial)
  const change = useCallback(
    (part: Partial<CompareView>) => setView((before) => ({ ...before, ...part })),
    [],
  )
  const query = formatView(view)
  useAddress(query, () =>
    query.length <= longestQuery ? `/compare?${query}` : saveView('compare', query).then(({ url }) => url),
  )
  return { view, change }
}
