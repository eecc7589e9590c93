import { countSteps, type Run } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import { generateName, hashJson, newRunId } from './identity.ts'
import { assertFits } from './memory-limit.ts'
import type { NewRun, Publisher, RunQueue, RunStore } from './ports.ts'
import { readMetrics } from './read-metrics.ts'
import type { CreateOptions, Runs } from './runs.ts'

/** As long as a name may be. */
const maxNameLength = 120

interface Parts {
  store: RunStore
  queue: RunQueue
  publisher: Publisher
  /** Bytes of a thread's memory that a run may take. */
  maxRunBytes: number
  /** Ends a training of this process; does nothing where the run is not trained here. */
  stopTraining(runId: string): void
}

/** What a new run is asked to be; the rest follows. */
type Wanted = Omit<NewRun, 'id' | 'activations' | 'steps' | 'idempotencyKey'>

/** What the product does with runs, on these parts. */
export function createRuns({ store, queue, publisher, maxRunBytes, stopTraining }: Parts): Runs {
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
  const insert = async (run: Wanted, { idempotencyKey }: CreateOptions = {}) => {
    const before = idempotencyKey && (await findByKey(idempotencyKey, run.requestHash))
    if (before) return { run: before, created: false }
    assertFits(run.config, maxRunBytes)
    try {
      const newRun: NewRun = {
        ...run,
        id: newRunId(await store.newestId()),
        activations: [...new Set(run.config.network.hidden.map((layer) => layer.activation))],
        steps: countSteps(run.config),
        idempotencyKey,
      }
      return { run: published(await store.insert(newRun, queue)), created: true }
    } catch (error) {
      // The same key may have arrived twice at the same moment; the database keeps the first.
      const twin = idempotencyKey && (await findByKey(idempotencyKey, run.requestHash))
      if (!twin) throw error
      return { run: twin, created: false }
    }
  }

  return {
    create: (request, options) => {
      const { name, ...config } = request
      const { tags } = config
      const requestHash = hashJson(request)
      return insert({ name: name ?? generateName(config), config, tags, requestHash, replay: null }, options)
    },

    replay: async (id, options) => {
      const { name, state, config, tags, receipt } = existing(await store.find(id), id)
      if (state !== 'completed' || !receipt) {
        throw new AppError('conflict', `Run ${id} is ${state}; only a completed run can be replayed`)
      }
      const wanted: Wanted = {
        name: `replay of ${name}`.slice(0, maxNameLength).toWellFormed(),
        config,
        tags,
        requestHash: hashJson({ replayOf: id }),
        replay: { of: id, numericClass: receipt.numericClass },
      }
      return insert(wanted, options)
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

    diagnostics: async (id, { step }) => {
      const { verdicts } = existing(await store.find(id), id)
      const { newest, steps } = await store.snapshots(id, step)
      return { ...(newest ?? { step: null, epoch: null, layers: [] }), steps, verdicts }
    },

    checkpoints: async (id) => {
      existing(await store.find(id), id)
      return { items: await store.checkpoints(id) }
    },
  }
}

function existing<T>(found: T | null, id: string): T {
  if (found === null) throw new AppError('not_found', `There is no run ${id}`)
  return found
}
