'use client'

import { useCallback } from 'react'
import { bulk } from '#app/requests/control.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import type { BulkAnswer, TagChange } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { refusals } from './control-words.ts'

/** Most runs that one request may name. */
const batch = 200

/** Changes the tags of runs and shows what became of them; answers what could not be done, in words, or null. */
export function useTags(apply: (run: Run) => void) {
  return useCallback(
    async (ids: readonly string[], { add, remove }: TagChange): Promise<string | null> => {
      const items: BulkAnswer['items'] = []
      try {
        for (let from = 0; from < ids.length; from += batch) {
          const part = ids.slice(from, from + batch)
          items.push(...(await bulk({ action: 'tag', ids: part, add: [...add], remove: [...remove] })).items)
        }
      } catch (error) {
        return failureWords(error)
      } finally {
        for (const item of items) if (item.ok && item.run) apply(item.run)
      }
      return refusals({ items })
    },
    [apply],
  )
}
