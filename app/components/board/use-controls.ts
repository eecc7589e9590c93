'use client'

import { useCallback, useRef, useState } from 'react'
import { useToast } from '#app/components/shell/toasts.tsx'
import { bulk } from '#app/requests/control.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import type { BulkAnswer, BulkRequest } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { answerWords, type Control, deletedWords } from './control-words.ts'

/** How a change that the page itself asked for reaches the board, before the socket tells of it. */
interface BoardChanges {
  apply: (run: Run) => void
  drop: (id: string) => void
}

/** Most runs that one request may name. */
const batch = 200

async function request(
  action: Exclude<BulkRequest['action'], 'tag'>,
  ids: readonly string[],
): Promise<BulkAnswer> {
  const items: BulkAnswer['items'] = []
  for (let from = 0; from < ids.length; from += batch) {
    items.push(...(await bulk({ action, ids: ids.slice(from, from + batch) })).items)
  }
  return { items }
}

/** Does something with runs and says what became of it; a deletion can be undone. */
export function useControls({ apply, drop }: BoardChanges) {
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const going = useRef(false)

  const bringBack = useCallback(
    async (ids: readonly string[]) => {
      const { items } = await request('restore', ids)
      for (const item of items) if (item.ok && item.run) apply(item.run)
      const refused = items.filter((item) => !item.ok)
      if (refused.length > 0) throw new Error(refused[0]!.problem.detail)
    },
    [apply],
  )

  const control = useCallback(
    async (action: Control, runs: readonly Run[]) => {
      if (going.current) return
      going.current = true
      setBusy(true)
      try {
        // Those that wait come first: one of them would begin on the thread that a running one gives back.
        const ordered = runs.toSorted((a, b) => Number(a.state === 'running') - Number(b.state === 'running'))
        const ids = ordered.map(({ id }) => id)
        const answer = await request(action, ids)
        for (const item of answer.items) {
          if (!item.ok) continue
          if (action === 'delete') drop(item.id)
          else if (item.run) apply(item.run)
        }
        const done = answer.items.filter((item) => item.ok).map((item) => item.id)
        if (action === 'delete' && done.length > 0) {
          toast({ words: deletedWords(runs, answer), undo: () => bringBack(done) })
        } else if (runs.length > 1 || done.length === 0) {
          // Of a single run the row itself shows what became of it.
          toast({ words: answerWords(action, answer), bad: done.length === 0 })
        }
      } catch (error) {
        toast({ words: failureWords(error), bad: true })
      }
      going.current = false
      setBusy(false)
    },
    [apply, drop, toast, bringBack],
  )
  return { control, busy }
}
