import type { BulkRequest } from '#lib/contracts/control.ts'
import { countSteps, type Run } from '#lib/contracts/run.ts'
import { AppError, toProblem } from '#lib/errors.ts'
import { exportMetrics } from './export-metrics.ts'
import { planFork } from './fork.ts'
import { generateName, hashJson } from './identity.ts'
import { createInsert, toAct, type Wanted } from './insert-run.ts'
import type { MetricsLog } from './log-ports.ts'
import type { Publisher, RunQueue, RunStore } from './ports.ts'
import { readClocks } from './read-clocks.ts'
import { readHistogramSeries } from './read-histograms.ts'
import { readMetrics } from './read-metrics.ts'
import { createQueueReader } from './read-queue.ts'
import type { Asker, Runs } from './runs.ts'
import { readTimeToAccuracy } from './time-to-accuracy.ts'

/** As long as a name may be. */
const maxNameLength = 120

interface Parts {
  store: RunStore
  log: MetricsLog
  queue: RunQueue
  publisher: Publisher
  /** Bytes of a thread's memory that a run may take. */
  maxRunBytes: number
  /** Runs that may run at once. */
  runningLimit(): number
  /** Ends a training of this process; does nothing where the run is not trained here. */
  stopTraining(runId: string): void
  /** Sets the learning rate of a training of this process, likewise. */
  setLearningRate(runId: string, change: { id: number; learningRate: number }): void
}

/** What the product does with runs, on these parts. */
export function createRuns(parts: Parts): Runs {
  const { store, queue, publisher } = parts
  const published = (run: Run): Run => {
    publisher.changed(run)
    return run
  }
  const insert = createInsert(parts)

  /** The state does not allow it, or there is no such run. */
  const refusal = async (id: string, rule: string): Promise<AppError> => {
    const { state } = existing(await store.find(id), id)
    return new AppError('conflict', `Run ${id} is ${state}; ${rule}`)
  }

  const request = async (id: string, what: 'pause' | 'stop', asker: Asker): Promise<Run> => {
    const changed = await store.request(id, what, toAct(asker), queue)
    if (!changed) {
      const which = what === 'stop' ? 'a run that has not ended' : 'a queued or running run'
      throw await refusal(id, `only ${which} can be ${what === 'stop' ? 'stopped' : 'paused'}`)
    }
    parts.stopTraining(id)
    changed.followers.forEach(published)
    return published(changed.run)
  }

  /** What a bulk request asks, done with one of its runs; null for one that is gone then. */
  const changeOne = async (request: BulkRequest, id: string, by: string | null): Promise<Run | null> => {
    if (request.action === 'tag') return published(existing(await store.retag(id, request), id))
    const { action, reason } = request
    if (action !== 'delete') return runs[action](id, { by, reason })
    await runs.remove(id, { by, reason })
    return null
  }

  const resume = async (id: string, again: boolean, asker: Asker): Promise<Run> => {
    const resumed = await store.resume(id, again, toAct(asker), queue)
    if (resumed) return published(resumed)
    const rule = again
      ? 'only a run that failed or was stopped can be tried again'
      : 'only a paused run can be resumed'
    throw await refusal(id, rule)
  }

  const runs: Runs = {
    create: (request, options) => {
      const { name, after = null, ...config } = request
      return insert(
        {
          ...ordinary,
          name: name ?? generateName(config),
          config,
          tags: config.tags,
          steps: countSteps(config),
          requestHash: hashJson(request),
          after,
        },
        options,
      )
    },

    replay: async (id, options) => {
      const run = existing(await store.find(id), id)
      const { name, state, config, tags, receipt, fork, learningRateChanges, progress } = run
      if (state !== 'completed' || !receipt) {
        throw new AppError('conflict', `Run ${id} is ${state}; only a completed run can be replayed`)
      }
      const origin = fork && { of: fork.of, source: id, step: fork.step, config: fork.config }
      const wanted: Wanted = {
        name: derivedName('replay', name),
        config,
        tags,
        steps: progress.steps,
        requestHash: hashJson({ replayOf: id }),
        replay: { of: id, numericClass: receipt.numericClass },
        fork: origin,
        after: null,
        learningRateChanges: learningRateChanges.filter(({ step }) => step !== null),
      }
      return insert(wanted, { ...options, reason: `replay of ${name}` })
    },

    fork: async (id, request, options) => {
      const parent = existing(await store.find(id), id)
      const { config, steps, origin, after } = planFork(parent, await store.checkpoints(id), request)
      const wanted: Wanted = {
        ...ordinary,
        name: request.name ?? derivedName('fork', parent.name),
        config,
        tags: config.tags,
        steps,
        requestHash: hashJson({ forkOf: id, ...request }),
        fork: origin,
        after,
      }
      return insert(wanted, { reason: request.reason ?? `fork of ${parent.name}`, ...options })
    },

    list: (query) => store.list(query),
    groups: (query) => store.groups(query),
    counts: () => store.counts(),
    get: async (id) => existing(await store.find(id), id),
    update: async (id, patch, asker) => published(existing(await store.update(id, patch, toAct(asker)), id)),
    pause: (id, asker) => request(id, 'pause', asker),
    resume: (id, asker) => resume(id, false, asker),
    stop: (id, asker) => request(id, 'stop', asker),
    retry: (id, asker) => resume(id, true, asker),

    setLearningRate: async (id, learningRate, asker) => {
      const set = await store.setLearningRate(id, learningRate, toAct(asker))
      if (!set) throw await refusal(id, 'the learning rate of a run that has ended cannot change; fork it')
      parts.setLearningRate(id, set.change)
      return published(set.run)
    },

    remove: async (id, asker) => {
      if (!(await store.remove(id, toAct(asker)))) {
        throw await refusal(id, 'only a run that has ended can be deleted')
      }
      publisher.deleted(id)
    },

    restore: async (id, asker) => {
      const restored = await store.restore(id, toAct(asker))
      if (restored) return published(restored)
      throw await refusal(id, 'only a deleted run can be restored')
    },

    bulk: async (request, { by }) => {
      const items = []
      for (const id of new Set(request.ids)) {
        try {
          const run = await changeOne(request, id, by)
          items.push({ id, ok: true as const, run })
        } catch (error) {
          items.push({ id, ok: false as const, problem: toProblem(error) })
        }
      }
      return { items }
    },

    events: async (id) => {
      existing(await store.find(id), id)
      return { items: await store.events(id) }
    },

    queue: createQueueReader(parts),
    metrics: async (id, query) => existing((await readMetrics(parts.log, [id], query)).get(id) ?? null, id),
    exportMetrics: async (id, format) => {
      const head = existing((await parts.log.heads([id]))[0] ?? null, id)
      if (head.raw !== 'none') return exportMetrics(store, head, format)
      const detail = `The raw points of run ${id} are no longer kept; GET metrics answers what its rollups say`
      throw new AppError('conflict', detail)
    },
    compare: async ({ runs: ids, ...query }) => ({
      runs: Object.fromEntries(await readMetrics(parts.log, ids, { ...query, after: 0 })),
    }),

    clock: async (id, { maxPoints }) =>
      existing((await readClocks(parts.log, [id], maxPoints)).get(id) ?? null, id),
    clocks: async ({ runs: ids, maxPoints }) => ({
      runs: Object.fromEntries(await readClocks(parts.log, ids, maxPoints)),
    }),

    timeToAccuracy: (query) => readTimeToAccuracy(parts.log, query),

    diagnostics: async (id, { step }) => {
      const { verdicts } = existing(await store.find(id), id)
      const { newest, steps } = await store.snapshots(id, step)
      return { ...(newest ?? { step: null, epoch: null, layers: [] }), steps, verdicts }
    },

    histogramSeries: async (id, query) => {
      const { config } = existing(await store.find(id), id)
      return readHistogramSeries(store, id, config, query)
    },

    checkpoints: async (id) => {
      existing(await store.find(id), id)
      return { items: await store.checkpoints(id) }
    },
  }
  return runs
}

/** What a run is that neither repeats another nor goes on from one. */
const ordinary = {
  replay: null,
  fork: null,
  after: null,
  learningRateChanges: [],
} as const satisfies Partial<Wanted>

function derivedName(what: string, name: string): string {
  return `${what} of ${name}`.slice(0, maxNameLength).toWellFormed().trim()
}

function existing<T>(found: T | null, id: string): T {
  if (found === null) throw new AppError('not_found', `There is no run ${id}`)
  return found
}
