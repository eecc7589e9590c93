import { countSteps, type Run } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import { generateName, hashJson, newRunId } from './identity.ts'
import type { NewRun, Publisher, RunQueue, RunStore } from './ports.ts'
import { readMetrics } from './read-metrics.ts'
import type { Runs } from './runs.ts'

interface Parts {
  store: RunStore
  queue: RunQueue
  publisher: Publisher
  /** Ends a training of this process; does nothing where the run is not trained here. */
  stopTraining(runId: string): void
}

/** What the product does with runs, on these parts. */
export function createRuns({ store, queue, publisher, stopTraining }: Parts): Runs {
  const published = (run: Run): Run => {
    publisher.changed(run)
    return run
  }
  const findByKey = async (key: string, requestHash: string) => {
    const found = await store.findByIdempotencyKey(key)
    if (found && found.requestHash !== requestHash) {
      throw new AppError('idempotency_conflict', `The key made run ${found.run.id} from another request`)
    }
    return found?.run ?? null
  }

  return {
    create: async (request, { idempotencyKey } = {}) => {
      const requestHash = hashJson(request)
      const before = idempotencyKey && (await findByKey(idempotencyKey, requestHash))
      if (before) return { run: before, created: false }
      const { name, ...config } = request
      const run: NewRun = {
        id: newRunId(await store.newestId()),
        name: name ?? generateName(config),
        config,
        activations: [...new Set(config.network.hidden.map((layer) => layer.activation))],
        steps: countSteps(config),
        idempotencyKey,
        requestHash,
      }
      try {
        return { run: published(await store.insert(run, queue)), created: true }
      } catch (error) {
        // The same key may have arrived twice at the same moment; the database keeps the first.
        const twin = idempotencyKey && (await findByKey(idempotencyKey, requestHash))
        if (!twin) throw error
        return { run: twin, created: false }
      }
    },

    list: (query) => store.list(query),
    counts: () => store.counts(),
    get: async (id) => existing(await store.find(id), id),
    update: async (id, patch) => published(existing(await store.update(id, patch, queue), id)),

    remove: async (id) => {
      if (!(await store.remove(id))) {
        const { state } = existing(await store.find(id), id)
        throw new AppError('conflict', `Run ${id} is ${state}; only a run that has ended can be deleted`)
      }
      publisher.deleted(id)
    },

    stop: async (id) => {
      const stopped = await store.requestStop(id, queue)
      if (!stopped) {
        const { state } = existing(await store.find(id), id)
        throw new AppError('conflict', `Run ${id} is ${state}; only a queued or running run can be stopped`)
      }
      stopTraining(id)
      return published(stopped)
    },

    metrics: async (id, query) => existing(await readMetrics(store, id, query), id),
  }
}

function existing<T>(found: T | null, id: string): T {
  if (found === null) throw new AppError('not_found', `There is no run ${id}`)
  return found
}
