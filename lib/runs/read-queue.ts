import { mostQueueItems, type Queue } from '#lib/contracts/queue.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { forecast, type Speed } from './forecast.ts'
import type { RunStore } from './ports.ts'

/** Milliseconds for which the speeds of earlier runs are not read again. */
const speedsKeptMs = 10_000
const runningRuns = runListQuerySchema.parse({ state: 'running', limit: 200 })

interface Parts {
  store: RunStore
  runningLimit(): number
}

/** Reads the queue with its forecast. */
export function createQueueReader({ store, runningLimit }: Parts): () => Promise<Queue> {
  let speeds: readonly Speed[] = []
  let readAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - readAt > speedsKeptMs) {
      speeds = await store.speeds()
      readAt = performance.now()
    }
    const [{ items, total }, running] = await Promise.all([
      store.waiting(mostQueueItems),
      store.list(runningRuns),
    ])
    const left = running.items.map(({ progress }) => progress.etaSeconds)
    const starts = forecast(left, items, runningLimit(), speeds)
    const now = Date.now()
    return {
      limit: runningLimit(),
      running: running.items.length,
      queued: total,
      items: items.map(({ id }, i) => ({
        runId: id,
        position: i + 1,
        expectedStart: starts[i] === null ? null : new Date(now + starts[i]!).toISOString(),
      })),
    }
  }
}
