'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useToast } from '#app/components/shell/toasts.tsx'
import { deleteRun, restoreRun } from '#app/requests/control.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Deletes an ended run without asking, since that can be undone, and goes to the board. */
export function useDelete({ id, name }: Run): { remove: () => void; failure: string | null } {
  const router = useRouter()
  const toast = useToast()
  const [failure, setFailure] = useState<string | null>(null)

  async function remove() {
    setFailure(null)
    try {
      await deleteRun(id)
      toast({ words: `Deleted ${name}`, undo: () => restoreRun(id) })
      router.push('/')
    } catch (error) {
      setFailure(problemOf(error).detail)
    }
  }
  return { remove: () => void remove(), failure }
}
