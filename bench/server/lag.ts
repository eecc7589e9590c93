import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import type { TrainingPool } from '#lib/runs/ports.ts'
import { newestSeq } from '#lib/series/frames.ts'
import { createPool } from '#workers/pool.ts'
import { type Health, watchHealth } from './health.ts'
import type { Stack } from './stack.ts'

/** A training of MNIST at the usual cadence that takes longer than it is watched. */
const request: RunRequest = { dataset: 'mnist', epochs: 1000 }
const settleMs = 2000

export interface Lag {
  viewers: number
  batches: number
  /** Milliseconds from the worker's posting of frames to each client, of every batch and client. */
  lags: number[]
  /** Batches that a client did not get. */
  missing: number
  health: Health
}

/** Watches one real training with so many clients for some seconds. */
export async function measureLag(stack: Stack, viewers: number, seconds: number): Promise<Lag> {
  const posted = new Map<number, number>()
  const threads = createPool(1, (error) => {
    throw error
  })
  const runner = stack.runnerOn(stamped(threads, posted))
  const { run } = await stack.runs.create(runRequestSchema.parse(request), { by: null })
  const parameters = [stack.url, run.id, String(viewers)]
  const child = fork(join(import.meta.dirname, 'viewers.ts'), parameters)
  await once(child, 'message')
  const turn = runner.turn()
  await sleep(settleMs)
  posted.clear()
  const stopWatching = watchHealth()
  await sleep(1000 * seconds)
  const health = stopWatching()
  const watched = new Map(posted)
  await sleep(500)
  child.send('end')
  const [{ arrivals }] = (await once(child, 'message')) as [{ arrivals: [number, number][][] }]
  await stack.runs.stop(run.id, { by: null })
  runner.stop(run.id)
  await turn
  await threads.close()
  return { viewers, batches: watched.size, ...compare(watched, arrivals), health }
}

/** The pool, noting when the worker posted what is delivered, by its last `seq`. */
function stamped(pool: TrainingPool, posted: Map<number, number>): TrainingPool {
  return {
    start: (task, onDelivery) =>
      pool.start(task, (delivery) => {
        const seq = newestSeq(delivery.blocks, 0)
        if (seq > 0) posted.set(seq, delivery.postedAt)
        return onDelivery(delivery)
      }),
  }
}

function compare(posted: ReadonlyMap<number, number>, arrivals: [number, number][][]) {
  const lags: number[] = []
  let missing = 0
  for (const seen of arrivals.map((each) => new Map(each))) {
    for (const [seq, at] of posted) {
      const arrived = seen.get(seq)
      if (arrived === undefined) missing++
      else lags.push(arrived - at)
    }
  }
  return { lags, missing }
}
