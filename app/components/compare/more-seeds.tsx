'use client'

import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { newIdempotencyKey } from '#app/requests/idempotency-key.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import { startRun } from '#app/requests/runs.ts'
import { mostCompared } from './compared-run.ts'
import type { RunSet } from './run-sets.ts'
import { enoughSeeds, seedRequests } from './seed-requests.ts'
import { listed } from './speed-conclusion.ts'

type Progress =
  | { state: 'idle' | 'asking' }
  | { state: 'queueing'; done: number }
  | { state: 'queued'; ids: string[] }
  | { state: 'failed'; ids: string[]; why: string }

/** Queues more seeds of the compared configurations, once that was confirmed. */
export function MoreSeeds({ sets }: { sets: readonly RunSet[] }) {
  const [progress, setProgress] = useState<Progress>({ state: 'idle' })
  const { requests, repeated } = seedRequests(sets)
  const all = sets.flatMap(({ runs }) => runs.map(({ run }) => run.id))

  async function queue() {
    const ids: string[] = []
    try {
      for (const request of requests) {
        setProgress({ state: 'queueing', done: ids.length })
        ids.push((await startRun(request, newIdempotencyKey())).id)
      }
      setProgress({ state: 'queued', ids })
    } catch (error) {
      setProgress({ state: 'failed', ids, why: failureWords(error) })
    }
  }

  if (progress.state === 'idle') {
    return requests.length === 0 ? null : (
      <button type="button" className={button()} onClick={() => setProgress({ state: 'asking' })}>
        Queue more seeds
      </button>
    )
  }
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {progress.state === 'asking' && (
        <>
          <p className="w-full text-ink-2">
            {listed(repeated.map(({ name }) => name))} get {repeated.length > 1 ? 'up to ' : ''}
            {enoughSeeds} seeds each: {requests.length} {requests.length > 1 ? 'runs join' : 'run joins'} the
            queue.
          </p>
          <button type="button" className={button()} onClick={queue}>
            Queue {requests.length} {requests.length > 1 ? 'runs' : 'run'}
          </button>
          <button
            type="button"
            className={button({ kind: 'ghost' })}
            onClick={() => setProgress({ state: 'idle' })}
          >
            Cancel
          </button>
        </>
      )}
      {progress.state === 'queueing' && (
        <p className="text-ink-2">
          {progress.done} of {requests.length} runs are in the queue.
        </p>
      )}
      {progress.state === 'failed' && <p className="w-full text-bad">{progress.why}</p>}
      {(progress.state === 'queued' || progress.state === 'failed') && progress.ids.length > 0 && (
        <p className="text-ink-2">
          {progress.ids.length} {progress.ids.length > 1 ? 'runs are' : 'run is'} in the queue.{' '}
          <a
            className="font-medium text-ink underline underline-offset-3"
            href={addressOf([...all, ...progress.ids])}
          >
            Compare them too
          </a>
        </p>
      )}
    </div>
  )
}

/** This page's address with other runs. */
function addressOf(ids: readonly string[]): string {
  const query = new URLSearchParams(location.search)
  query.delete('runs')
  const rest = query.toString()
  return `/compare?runs=${ids.slice(0, mostCompared)}${rest ? `&${rest}` : ''}`
}
