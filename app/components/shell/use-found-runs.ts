'use client'

import { useEffect, useState } from 'react'
import { listRuns } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Milliseconds that a word rests before it is looked for. */
const rest = 120
const most = 8

/** Runs whose name holds some words, the newest first; the newest of all for no words. */
export function useFoundRuns(words: string): { runs: readonly Run[]; failed: boolean } {
  const [found, setFound] = useState<{ runs: readonly Run[]; failed: boolean }>({ runs: [], failed: false })
  useEffect(() => {
    let old = false
    const query = { limit: String(most), ...(words ? { q: words } : {}) }
    const ask = () =>
      listRuns(query).then(
        ({ items }) => !old && setFound({ runs: items, failed: false }),
        () => !old && setFound({ runs: [], failed: true }),
      )
    const timer = setTimeout(ask, words ? rest : 0)
    return () => {
      old = true
      clearTimeout(timer)
    }
  }, [words])
  return found
}
