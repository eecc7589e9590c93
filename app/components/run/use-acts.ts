'use client'

import { useRef, useState } from 'react'
import { pauseRun, resumeRun, retryRun, stopRun } from '#app/requests/control.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import type { ActionRequest } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'

const requests = { pause: pauseRun, resume: resumeRun, stop: stopRun, retry: retryRun }

/** What changes a run's state. */
export type ActName = keyof typeof requests

/** Milliseconds for which a button waits, once it was answered, until the page hears what became of it. */
const patience = 2000

/** What of a run an act changes. */
const standing = ({ state, requested, attempt }: Run) => `${state} ${requested} ${attempt}`

interface Doing {
  name: ActName | null
  /** Standing of the run when it began: once that is another, it is done. */
  over: string
  failure: string | null
}

/** Asks for a change of a run's state, one at a time, and says which is under way and what the last was refused for. */
export function useActs(run: Run) {
  const [doing, setDoing] = useState<Doing>({ name: null, over: '', failure: null })
  const turn = useRef(0)
  const now = standing(run)

  async function act(name: ActName, body: ActionRequest = {}): Promise<void> {
    const mine = ++turn.current
    const settle = (failure: string | null) => {
      if (mine === turn.current) setDoing({ name: null, over: now, failure })
    }
    setDoing({ name, over: now, failure: null })
    try {
      await requests[name](run.id, body)
      setTimeout(settle, patience, null)
    } catch (error) {
      settle(problemOf(error).detail)
    }
  }

  const current = doing.over === now
  return { act, going: current ? doing.name : null, failure: current ? doing.failure : null }
}
