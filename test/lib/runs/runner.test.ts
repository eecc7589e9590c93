import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { AppError } from '#lib/errors.ts'
import { createLog } from '#lib/log.ts'
import type { Delivery, NewRun, Publisher, RunStore, TrainingOutcome, TrainingTask } from '#lib/runs/ports.ts'
import { createRunner } from '#lib/runs/runner.ts'
import { FrameBuffer, seqOf } from '#lib/series/frames.ts'
import { startDatabase } from '../../helpers/database.ts'
import { asked, deliveryOf, newRun, quietQueue } from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(async () => {
  await database.prisma.run.deleteMany()
})

const queue = quietQueue

async function insert(replay: NewRun['replay'] = null): Promise<string> {
  const { id } = await store.insert(newRun({ replay, steps: 3 }), asked(), queue)
  return id
}

/** What a training says at step `step`: one frame and a checkpoint, whose state is the step. */
function deliveryAt(step: number, loss: number): Delivery {
  const buffer = new FrameBuffer(['train/loss'])
  buffer.push(step, step, [loss])
  return deliveryOf({
    blocks: [buffer.take()],
    checkpoints: [{ step, epoch: 1, epochEnd: true, weights: `weights ${step}`, state: Uint8Array.of(step) }],
    progress: { step, epoch: 1, samplesPerSecond: 1, memoryBytes: 1 },
  })
}

type Training = (
  task: TrainingTask,
  deliver: (delivery: Delivery) => Promise<void>,
) => Promise<TrainingOutcome>

const ended = { state: 'completed', weights: 'weights 3', data: 'data', kernels: 'kernels' } as const

/** Goes on from its checkpoint to step 3. */
const steady =
  (lossAt: (step: number) => number = (step) => 1 / step): Training =>
  async ({ from }, deliver) => {
    for (let step = (from?.[0] ?? 0) + 1; step <= 3; step++) await deliver(deliveryAt(step, lossAt(step)))
    return ended
  }

function build(train: Training, over: Partial<RunStore> = {}, stop = () => {}) {
  const changed: Run[] = []
  const tasks: TrainingTask[] = []
  const published: number[] = []
  const publisher: Publisher = {
    frames: (_id, blocks) => published.push(...blocks.map((block) => seqOf(block, 0))),
    changed: (run) => changed.push(run),
    deleted: () => {},
    queueChanged: () => {},
  }
  const pool = {
    start: (task: TrainingTask, onDelivery: (delivery: Delivery) => Promise<void>) => {
      tasks.push(task)
      return { outcome: train(task, onDelivery), stop, setLearningRate: () => {} }
    },
  }
  const log = createLog('silent')
  const runner = createRunner({
    store: { ...store, ...over },
    queue,
    pool,
    publisher,
    numericClass: 'simd128',
    log,
  })
  return { runner, tasks, published, changed }
}

async function completed(replay: NewRun['replay'] = null, train = steady()) {
  const id = await insert(replay)
  await build(train).runner.turn()
  return (await store.find(id))!
}

describe('a run whose worker died', () => {
  it('goes on from its checkpoint, and stores and shows nothing twice', async () => {
    const id = await insert()
    const dying: Training = async (_task, deliver) => {
      await deliver(deliveryAt(1, 1))
      // What came after the last checkpoint is repeated.
      await deliver({ ...deliveryAt(2, 0.5), checkpoints: [] })
      throw new Error('killed')
    }
    const first = build(dying)
    await first.runner.turn()
    expect(first.tasks[0]!.from).toBeNull()
    expect(await store.find(id)).toMatchObject({ state: 'queued', progress: { step: 2 } })
    const second = build(steady())
    await second.runner.turn()
    expect(second.tasks[0]!.from).toEqual(Uint8Array.of(1))
    expect(second.published).toEqual([3])
    // At its end, what came in three blocks lies in one.
    expect((await store.blocks(id, 0, 1000)).map(({ count }) => count)).toEqual([3])
    expect((await store.checkpoints(id)).map(({ step }) => step)).toEqual([1, 2, 3])
    const whole = await completed()
    expect(await store.find(id)).toMatchObject({ state: 'completed', attempt: 2, receipt: whole.receipt })
  })
})

describe('a database that fails', () => {
  const away = () => new AppError('unavailable', 'away')
  /** Throws the first time, and is as it was from then on. */
  const failingOnce = <Parameters extends unknown[], Result>(
    method: (...parameters: Parameters) => Promise<Result>,
    doneAllTheSame = false,
  ) => {
    let calls = 0
    return async (...parameters: Parameters): Promise<Result> => {
      const isFirst = calls++ === 0
      if (!isFirst || doneAllTheSame) {
        const result = await method(...parameters)
        if (!isFirst) return result
      }
      throw away()
    }
  }

  it.each([
    ['before a delivery is stored', () => ({ append: failingOnce(store.append) })],
    ['after a delivery was stored', () => ({ append: failingOnce(store.append, true) })],
    ['when it is asked what the run was asked for', () => ({ wishes: failingOnce(store.wishes) })],
    ['when the run is read for those who watch', () => ({ find: failingOnce(store.find) })],
    ['before the end is stored', () => ({ finish: failingOnce(store.finish) })],
    ['after the end was stored', () => ({ finish: failingOnce(store.finish, true) })],
  ])('%s costs neither an attempt nor a frame', async (_when, over) => {
    const id = await insert()
    const { runner, published, changed } = build(steady(), over())
    await runner.turn()
    const whole = await completed()
    const run = await store.find(id)
    expect(run).toMatchObject({ state: 'completed', attempt: 1, receipt: whole.receipt })
    expect(published).toEqual([1, 2, 3])
    expect(changed.at(-1)).toEqual(run)
    const { deaths } = await database.prisma.run.findUniqueOrThrow({ where: { id } })
    expect(deaths).toBe(0)
  })

  it('and writes a delivery late, while it is written again, has written it once', async () => {
    const id = await insert()
    let late: (() => Promise<unknown>) | null = null
    const { runner, published } = build(steady(), {
      append: async (...parameters) => {
        if (late) return store.append(...parameters)
        late = () => store.append(...parameters)
        throw away()
      },
      // It comes right after somebody has looked whether it is there.
      lastSeq: async (run) => {
        const seq = await store.lastSeq(run)
        await late?.()
        return seq
      },
    })
    await runner.turn()
    expect(await store.find(id)).toMatchObject({ state: 'completed', attempt: 1 })
    expect(published).toEqual([1, 2, 3])
  })
})

describe('a stop that was written down, and of which the training heard nothing', () => {
  it('reaches it with the next sweep', async () => {
    const id = await insert()
    const begun = Promise.withResolvers<void>()
    const stopped = Promise.withResolvers<void>()
    const endless: Training = async () => {
      begun.resolve()
      await stopped.promise
      return { ...ended, state: 'stopped' }
    }
    const { runner } = build(endless, {}, stopped.resolve)
    const turn = runner.turn()
    await begun.promise
    await store.request(id, 'stop', asked('Ada', 'enough'), queue)
    await runner.sweep()
    await turn
    expect(await store.find(id)).toMatchObject({ state: 'stopped', attempt: 1 })
  })
})

describe('a replay', () => {
  const repeat = (of: string) => ({ of, numericClass: 'scalar' as const })

  it('is trained in the class of the original, and says that it came out the same', async () => {
    const original = await completed()
    expect(original.replay).toBeNull()
    const id = await insert(repeat(original.id))
    const open = { of: original.id, identical: null, firstDifference: null }
    expect((await store.find(id))?.replay).toEqual(open)
    const { runner, tasks } = build(steady())
    await runner.turn()
    expect(tasks[0]!.numericClass).toBe('scalar')
    const run = await store.find(id)
    expect(run?.replay).toEqual({ ...open, identical: true })
    expect(run?.receipt?.weights).toBe(original.receipt?.weights)
  })

  it('says where it first differs', async () => {
    const { id: of } = await completed()
    const { replay } = await completed(
      repeat(of),
      steady((step) => (step < 2 ? 1 / step : Number.NaN)),
    )
    const firstDifference = { step: 2, key: 'train/loss', original: 0.5, replayed: 'NaN' }
    expect(replay).toEqual({ of, identical: false, firstDifference })
  })

  it('of a run that is gone says so', async () => {
    const { id: of } = await completed()
    const id = await insert(repeat(of))
    await store.remove(of, asked())
    await build(steady()).runner.turn()
    const firstDifference = { step: null, key: 'run', original: null, replayed: null }
    expect(await store.find(id)).toMatchObject({
      state: 'completed',
      replay: { of, identical: null, firstDifference },
    })
  })

  it('that fails says nothing of it', async () => {
    const { id: of } = await completed()
    const { state, error, replay } = await completed(repeat(of), async () => ({
      state: 'failed',
      error: 'no',
    }))
    expect({ state, error, replay }).toEqual({
      state: 'failed',
      error: 'no',
      replay: { of, identical: null, firstDifference: null },
    })
  })
})
