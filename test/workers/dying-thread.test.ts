import threads, { type WorkerOptions } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { createPool, type ThreadPool } from '#workers/pool.ts'
import { endlessRun, tinyRun } from '../helpers/api.ts'
import { toConfig } from './recorded-training.ts'

const { Worker } = threads
const born: InstanceType<typeof Worker>[] = []

class KnownWorker extends Worker {
  constructor(filename: string | URL, options?: WorkerOptions) {
    super(filename, options)
    born.push(this)
  }
}
threads.Worker = KnownWorker

let pool: ThreadPool | null = null
afterEach(() => pool?.close())

function start(request: typeof tinyRun | typeof endlessRun, onDelivery = async () => {}) {
  const config = toConfig(request)
  const rest = { from: null, forkedFrom: null, learningRates: [], recordedStep: 0 }
  const task = { runId: 'test', config, steps: 1_000_000, numericClass: 'simd128', ...rest } as const
  return pool!.start(task, onDelivery).outcome
}

it('a thread that dies while it is starting keeps nobody waiting: the next training has another', async () => {
  pool = createPool(1, () => {})
  const outcome = start(tinyRun)
  // The training waits for it by now; and it cannot have loaded anything yet.
  await new Promise((resolve) => setTimeout(resolve, 20))
  void born.at(-1)!.terminate()
  const settled = await outcome.catch(() => start(tinyRun))
  expect(settled.state).toBe('completed')
})

it('a thread that dies in the middle rejects its training, and the next has another', async () => {
  pool = createPool(1, () => {})
  const begun = Promise.withResolvers<void>()
  const outcome = start(endlessRun, async () => begun.resolve())
  await begun.promise
  void born.at(-1)!.terminate()
  await expect(outcome).rejects.toThrow()
  expect((await start(tinyRun)).state).toBe('completed')
})
