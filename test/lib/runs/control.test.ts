import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { createLog } from '#lib/log.ts'
import { createRuns } from '#lib/runs/create-runs.ts'
import type { Delivery, Publisher, RunStore, TrainingOutcome, TrainingTask } from '#lib/runs/ports.ts'
import { createRunner } from '#lib/runs/runner.ts'
import { startDatabase } from '../../helpers/database.ts'
import { asked, deliveryOf, newRun, quietQueue } from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

/** A training that goes on until it is stopped, or completes when told to. */
class OpenTraining {
  readonly task: TrainingTask
  readonly learningRates: { id: number; learningRate: number }[] = []
  readonly #deliver: (delivery: Delivery) => Promise<void>
  readonly #end = Promise.withResolvers<TrainingOutcome>()
  readonly outcome = this.#end.promise

  constructor(task: TrainingTask, deliver: (delivery: Delivery) => Promise<void>) {
    this.task = task
    this.#deliver = deliver
  }

  deliver(parts: Partial<Delivery>): Promise<void> {
    return this.#deliver(deliveryOf(parts))
  }
  complete(): void {
    this.#end.resolve({ state: 'completed', ...hashes })
  }
  readonly stop = (): void => this.#end.resolve({ state: 'stopped', ...hashes })
  readonly setLearningRate = (change: { id: number; learningRate: number }): void => {
    this.learningRates.push(change)
  }
}

const hashes = { weights: 'weights', data: 'data', kernels: 'kernels' }
const ada = { by: 'ada', reason: 'lunch' }

function build() {
  const trainings: OpenTraining[] = []
  const told: Run[] = []
  const publisher: Publisher = {
    frames: () => {},
    changed: (run) => told.push(run),
    deleted: () => {},
    queueChanged: () => {},
  }
  const pool = {
    start: (task: TrainingTask, deliver: (delivery: Delivery) => Promise<void>) => {
      const training = new OpenTraining(task, deliver)
      trainings.push(training)
      return training
    },
  }
  const log = createLog('silent')
  const queue = quietQueue
  const runner = createRunner({ store, queue, pool, publisher, numericClass: 'simd128', log })
  const { stop: stopTraining, setLearningRate } = runner
  const own = {
    log: createMetricsLog(database),
    stopTraining,
    setLearningRate,
    runningLimit: () => 1,
    maxRunBytes: 2 ** 30,
  }
  const runs = createRuns({ store, queue, publisher, ...own })
  /** Takes a turn; resolves with the training once it has begun, which is told apart from the turn's end. */
  const begin = async () => {
    const before = trainings.length
    const turn = runner.turn()
    await vi.waitUntil(() => trainings.length > before)
    return { training: trainings.at(-1)!, turn }
  }
  return { runner, runs, begin, told }
}

const insert = async () => (await store.insert(newRun(), asked(), quietQueue)).id
const checkpoint = { step: 40, epoch: 1, epochEnd: true, weights: 'w', state: Uint8Array.of(7) }
const at40 = { step: 40, epoch: 1, samplesPerSecond: 1, memoryBytes: 1 }

describe('a running run', () => {
  it('that is paused gives its thread back, and goes on from its checkpoint when it is resumed', async () => {
    const id = await insert()
    const { runs, begin, told } = build()
    const { training, turn } = await begin()
    await training.deliver({ checkpoints: [checkpoint], progress: at40 })
    expect(await runs.pause(id, ada)).toMatchObject({ state: 'running', requested: 'pause' })
    await turn
    expect(await runs.get(id)).toMatchObject({ state: 'paused', receipt: null, progress: { step: 40 } })
    expect(told.at(-1)?.state).toBe('paused')
    await runs.resume(id, ada)
    const again = await begin()
    expect(again.training.task).toMatchObject({ from: Uint8Array.of(7), recordedStep: 40 })
    again.training.complete()
    await again.turn
    const { items } = await runs.events(id)
    expect(items.map(({ kind, state, by, reason }) => [kind, state, by, reason])).toEqual([
      ['state', 'queued', null, null],
      ['state', 'running', null, null],
      ['request', null, 'ada', 'lunch'],
      ['state', 'paused', 'ada', 'lunch'],
      ['state', 'queued', 'ada', 'lunch'],
      ['state', 'running', null, 'from its checkpoint at step 40'],
      ['state', 'completed', null, null],
    ])
  })

  it('that is stopped says so with a receipt, and can be tried again', async () => {
    const id = await insert()
    const { runs, begin } = build()
    const { turn } = await begin()
    await runs.stop(id, ada)
    await turn
    expect(await runs.get(id)).toMatchObject({ state: 'stopped', receipt: { weights: 'weights' } })
    expect(await runs.retry(id, ada)).toMatchObject({ state: 'queued', receipt: null })
  })

  it('goes back into the queue when the server ends, which nobody asked for', async () => {
    const id = await insert()
    const { runner, runs, begin } = build()
    const { turn } = await begin()
    await runner.drain()
    await turn
    expect(await runs.get(id)).toMatchObject({ state: 'queued' })
    const last = (await runs.events(id)).items.at(-1)
    expect(last).toMatchObject({ state: 'queued', by: null, asked: false, reason: 'the server ended' })
    await expect(runner.turn()).rejects.toThrow('the server ends')
  })

  it('hears of a learning rate, and remembers it in its receipt once it applied', async () => {
    const id = await insert()
    const { runs, begin } = build()
    const first = await begin()
    const plain = await build().runs.get(id)
    await runs.setLearningRate(id, 0.5, ada)
    await vi.waitUntil(() => first.training.learningRates.length > 0)
    const [change] = first.training.learningRates
    expect(change).toMatchObject({ learningRate: 0.5 })
    await first.training.deliver({ learningRates: [{ id: change!.id, step: 33 }], progress: at40 })
    expect((await runs.get(id)).learningRateChanges).toEqual([{ ...change, step: 33 }])
    first.training.complete()
    await first.turn
    const { receipt } = await runs.get(id)
    const same = await store.insert(newRun({ config: plain.config }), asked(), quietQueue)
    const second = await begin()
    second.training.complete()
    await second.turn
    const untouched = (await runs.get(same.id)).receipt
    expect(receipt?.config).not.toBe(untouched?.config)
    const replay = await runs.replay(id, ada)
    expect(replay.run.learningRateChanges).toEqual([{ ...change, step: 33 }])
    const third = await begin()
    expect(third.training.task.learningRates).toEqual([{ step: 33, learningRate: 0.5 }])
    third.training.complete()
    await third.turn
    expect(await runs.get(replay.run.id)).toMatchObject({
      receipt: { config: receipt?.config },
      replay: { identical: true },
    })
  })

  it('is told what was asked for between its claim and its beginning', async () => {
    const id = await insert()
    const { runs, begin } = build()
    const original = store.claimNext
    // The claim stands; before the training begins, somebody asks.
    const late = vi.spyOn(store, 'claimNext').mockImplementationOnce(async (numericClass) => {
      const claim = await original(numericClass)
      await store.setLearningRate(id, 0.25, asked())
      await store.request(id, 'stop', asked(), quietQueue)
      return claim
    })
    const { training, turn } = await begin()
    await turn
    late.mockRestore()
    expect(training.learningRates).toMatchObject([{ learningRate: 0.25 }])
    expect((await runs.get(id)).state).toBe('stopped')
  })
})

describe('several runs at once', () => {
  it('each get what applies to them', async () => {
    const [first, second] = [await insert(), await insert()]
    const { runs } = build()
    await runs.stop(second, ada)
    const missing = '0000000000000000'
    const { items } = await runs.bulk({ action: 'pause', ids: [first, second, missing, first] }, ada)
    expect(items).toMatchObject([
      { id: first, ok: true, run: { state: 'paused' } },
      {
        id: second,
        ok: false,
        problem: {
          status: 409,
          detail: `Run ${second} is stopped; only a queued or running run can be paused`,
        },
      },
      { id: missing, ok: false, problem: { status: 404 } },
    ])
    const deleted = await runs.bulk({ action: 'delete', ids: [second] }, ada)
    expect(deleted.items).toEqual([{ id: second, ok: true, run: null }])
    await runs.bulk({ action: 'restore', ids: [second] }, ada)
    expect((await runs.get(second)).state).toBe('stopped')
  })
})

describe('the queue', () => {
  it('says where each run stands and when it is expected to begin', async () => {
    const { runs, begin } = build()
    const running = await insert()
    const { training } = await begin()
    await training.deliver({ progress: { ...at40, samplesPerSecond: 64 } })
    const [next, last] = [await insert(), await insert()]
    const queue = await runs.queue()
    expect(queue).toMatchObject({ limit: 1, running: 1, queued: 2 })
    expect(queue.items.map(({ runId, position }) => [runId, position])).toEqual([
      [next, 1],
      [last, 2],
    ])
    const waits = queue.items.map(({ expectedStart }) => Date.parse(expectedStart!) - Date.now())
    // 60 steps of 64 samples are left of the running one at 64 samples a second, 100 of the next.
    expect(waits[0]! / 1000).toBeCloseTo(60, -1)
    expect((waits[1]! - waits[0]!) / 1000).toBeCloseTo(100, -1)
    training.complete()
    expect((await runs.get(running)).state).toBe('running')
  })
})
