import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countSteps, type Run } from '#lib/contracts/run.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { Claim, NewRun, RunStore } from '#lib/runs/ports.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  appendTo,
  asked,
  claimNext,
  claimRun,
  completed,
  config,
  deliveryOf,
  newRun,
  quietQueue,
} from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore
const queue = quietQueue

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

const insert = (changes: Partial<NewRun> = {}): Promise<Run> =>
  store.insert(newRun(changes), asked('ada'), queue)
const find = (run: Run) => store.find(run.id)

/** Five epochs, a checkpoint at the end of each as far as it gets. */
async function train(claim: Claim, epochs = 5): Promise<void> {
  const checkpoints = Array.from({ length: epochs }, (_, i) => ({
    step: perEpoch * (i + 1),
    epoch: i + 1,
    epochEnd: true,
    weights: `weights ${i + 1}`,
    state: Uint8Array.of(i + 1),
  }))
  expect(await appendTo(store, claim, 0, deliveryOf({ checkpoints }))).toBe(true)
}

const five = { ...config, dataset: 'two_spirals' as const, batchSize: 50, epochs: 5 }
const ten = { ...five, epochs: 10 }
const perEpoch = countSteps(five) / 5

describe('a run that is to follow another', () => {
  it('begins once that one has completed', async () => {
    const first = await insert()
    const second = await insert({ after: first.id })
    expect(second).toMatchObject({ state: 'queued', after: first.id })
    const claim = await claimRun(store, first)
    expect(await store.claimNext('simd128')).toBeNull()
    expect((await store.waiting(10)).items).toEqual([])
    const ended = await store.finish(claim, completed, queue)
    expect(ended?.followers).toMatchObject([{ id: second.id, after: null }])
    await claimRun(store, second)
  })

  it('is stopped with all that follow it where that one fails, is stopped or dies', async () => {
    const first = await insert({ name: 'first' })
    const second = await insert({ name: 'second', after: first.id })
    const third = await insert({ after: second.id })
    const failed = { ...completed, state: 'failed', error: 'NaN' } as const
    const ended = await store.finish(await claimRun(store, first), failed, queue)
    expect(ended?.followers.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: second.id, state: 'stopped' },
      { id: third.id, state: 'stopped' },
    ])
    expect((await store.events(second.id)).at(-1)).toMatchObject({
      state: 'stopped',
      asked: false,
      reason: 'It was to follow first, which failed',
    })
    expect((await store.events(third.id)).at(-1)?.reason).toBe('It was to follow second, which was stopped')
    await expect(store.resume(second.id, true, asked(), queue)).rejects.toThrow('which is failed')
  })

  it('is stopped with one that is stopped while it waits', async () => {
    const first = await insert()
    const second = await insert({ after: first.id })
    const stopped = await store.request(first.id, 'stop', asked(), queue)
    expect(stopped?.followers.map(({ id }) => id)).toEqual([second.id])
  })

  it('waits on through a pause of the other, and through its own', async () => {
    const first = await insert()
    const second = await insert({ after: first.id })
    await store.request(second.id, 'pause', asked(), queue)
    await store.resume(second.id, false, asked(), queue)
    const claim = await claimRun(store, first)
    await store.finish(claim, { ...completed, state: 'paused' }, queue)
    expect(await find(second)).toMatchObject({ state: 'queued', after: first.id })
    await store.request(second.id, 'pause', asked(), queue)
    await store.resume(first.id, false, asked(), queue)
    await store.finish(await claimRun(store, first), completed, queue)
    expect(await find(second)).toMatchObject({ state: 'paused', after: null })
  })

  it('need not wait for one that has completed, and cannot for one that has not, or is not there', async () => {
    const done = await insert()
    await store.finish(await claimRun(store, done), completed, queue)
    expect((await insert({ after: done.id })).after).toBeNull()
    await claimNext(store)
    const stopped = await insert()
    await store.request(stopped.id, 'stop', asked(), queue)
    await expect(insert({ after: stopped.id })).rejects.toThrow('is stopped')
    await expect(insert({ after: '0000000000000000' })).rejects.toThrow('after: there is no run')
  })
})

describe('a fork', () => {
  it('begins with a copy of the checkpoint, which outlives the other run', async () => {
    const parent = await insert({ config: five, steps: 5 * perEpoch })
    await train(await claimRun(store, parent))
    const fork = { of: parent.id, source: parent.id, step: 3 * perEpoch, config: five }
    const child = await insert({ fork, config: ten, steps: 200 })
    expect(child).toMatchObject({
      fork: { of: parent.id, step: 3 * perEpoch, weights: 'weights 3' },
      progress: { step: 3 * perEpoch, epoch: 3 },
    })
    await database.prisma.run.delete({ where: { id: parent.id } })
    const claim = await claimRun(store, child)
    expect(claim).toMatchObject({
      from: Uint8Array.of(3),
      forkedFrom: five,
      recordedStep: 3 * perEpoch,
      lastSeq: 0,
    })
  })

  it('goes on from its own checkpoints once it has some', async () => {
    const parent = await insert({ config: five, steps: 5 * perEpoch })
    await train(await claimRun(store, parent))
    const fork = { of: parent.id, source: parent.id, step: perEpoch, config: five }
    const child = await insert({ fork, config: ten, steps: 200 })
    await train(await claimRun(store, child), 3)
    await store.recover(queue)
    const first = await claimRun(store, parent)
    expect(first.forkedFrom).toBeNull()
    expect(await claimRun(store, child)).toMatchObject({ from: Uint8Array.of(3), forkedFrom: null })
  })

  it('of a checkpoint that is not kept is refused, and leaves nothing behind', async () => {
    const parent = await insert()
    const fork = { of: parent.id, source: parent.id, step: 20, config: five }
    await expect(insert({ fork })).rejects.toThrow('no checkpoint at step 20 whose weights are kept')
    expect((await store.counts()).queued).toBe(1)
  })

  it('when done takes the last checkpoint of a run that completed, however early', async () => {
    const parent = await insert({ config: five, steps: 5 * perEpoch })
    const fork = { of: parent.id, source: parent.id, step: null, config: five }
    const child = await insert({ fork, config: ten, steps: 200, after: parent.id })
    const claim = await claimRun(store, parent)
    await train(claim, 3)
    await store.finish(claim, completed, queue)
    expect(await find(child)).toMatchObject({
      after: null,
      fork: { step: 3 * perEpoch, weights: 'weights 3' },
      progress: { step: 3 * perEpoch, epoch: 3, steps: 10 * perEpoch },
    })
    expect((await claimRun(store, child)).from).toEqual(Uint8Array.of(3))
  })

  it('when done has the learning rate that held at the end, unless it has one of its own', async () => {
    const parent = await insert({ config: five, steps: 5 * perEpoch })
    const fork = { of: parent.id, source: parent.id, step: null, config: five }
    const own = { ...ten, optimizer: { ...ten.optimizer, learningRate: 0.9 } }
    const [heir, other] = [
      await insert({ fork, config: ten, after: parent.id }),
      await insert({ fork, config: own, after: parent.id }),
    ]
    const claim = await claimRun(store, parent)
    const { change } = (await store.setLearningRate(parent.id, 0.5, asked()))!
    await train(claim)
    const applied = deliveryOf({ learningRates: [{ id: change.id, step: perEpoch }] })
    expect(await appendTo(store, claim, 0, applied)).toBe(true)
    await store.finish(claim, completed, queue)
    expect((await find(heir))?.config.optimizer.learningRate).toBe(0.5)
    expect((await find(other))?.config.optimizer.learningRate).toBe(0.9)
  })
})
