import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunState } from '#lib/contracts/run-state.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { startDatabase } from '../../helpers/database.ts'
import { asked, claimNext, completed, death, newRun, quietQueue, shutdown } from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

const queue = quietQueue
const ada = asked('ada', 'lunch')
const ending = { receipt: null, error: null, comparison: null }

async function insert(): Promise<string> {
  return (await store.insert(newRun(), asked('ada'), queue)).id
}

/** A run in the state. */
async function inState(state: RunState): Promise<string> {
  const id = await insert()
  if (state === 'queued') return id
  const claim = await claimNext(store)
  if (state !== 'running') await store.finish(claim, { ...completed, state }, queue)
  return id
}

const stateOf = async (id: string) => (await store.find(id))?.state
const last = async (id: string) => (await store.events(id)).at(-1)

describe('a pause', () => {
  it('keeps a waiting run from beginning until it is resumed', async () => {
    const id = await insert()
    expect((await store.request(id, 'pause', ada, queue))?.run.state).toBe('paused')
    expect(await store.claimNext('simd128')).toBeNull()
    expect(await last(id)).toMatchObject({ state: 'paused', by: 'ada', asked: true, reason: 'lunch' })
    expect((await store.resume(id, false, asked('bob'), queue))?.state).toBe('queued')
    expect((await claimNext(store)).run.id).toBe(id)
  })

  it('is asked of a running run, and told as what it was asked for once the run has heeded it', async () => {
    const id = await inState('queued')
    const claim = await claimNext(store)
    const asking = await store.request(id, 'pause', ada, queue)
    expect(asking?.run).toMatchObject({ state: 'running', requested: 'pause' })
    expect(await last(id)).toMatchObject({ kind: 'request', request: 'pause', by: 'ada', reason: 'lunch' })
    await store.finish(claim, { ...ending, state: 'paused' }, queue)
    expect(await store.find(id)).toMatchObject({ state: 'paused', requested: null, endedAt: null })
    expect(await last(id)).toMatchObject({ kind: 'state', state: 'paused', by: 'ada', reason: 'lunch' })
  })

  it('is outweighed by a stop, and a stop is not taken back by a pause', async () => {
    const id = await inState('running')
    await store.request(id, 'pause', ada, queue)
    await store.request(id, 'stop', ada, queue)
    await store.request(id, 'pause', ada, queue)
    expect((await store.wishes(id)).requested).toBe('stop')
  })

  it('is what an interrupted run comes to that was asked for it', async () => {
    const id = await insert()
    const claim = await claimNext(store)
    await store.request(id, 'pause', ada, queue)
    await store.requeue(claim, shutdown, queue)
    expect(await stateOf(id)).toBe('paused')
  })
})

describe('what does not apply', () => {
  const table: [action: string, act: (id: string) => Promise<unknown>, applies: RunState[]][] = [
    ['pause', (id) => store.request(id, 'pause', ada, queue), ['queued', 'running']],
    ['stop', (id) => store.request(id, 'stop', ada, queue), ['queued', 'running', 'paused']],
    ['resume', (id) => store.resume(id, false, ada, queue), ['paused']],
    ['retry', (id) => store.resume(id, true, ada, queue), ['failed', 'stopped']],
    ['delete', (id) => store.remove(id, ada), ['completed', 'failed', 'stopped']],
    ['restore', (id) => store.restore(id, ada), []],
    ['learning rate', (id) => store.setLearningRate(id, 0.5, ada), ['queued', 'running', 'paused']],
  ]
  const states = ['queued', 'running', 'paused', 'completed', 'failed', 'stopped'] as const

  it.each(table)('changes nothing: %s', async (_action, act, applies) => {
    for (const state of states) {
      const id = await inState(state)
      const before = await store.events(id)
      const result = await act(id)
      expect(result !== null, state).toBe(applies.includes(state))
      if (result === null) expect(await store.events(id)).toEqual(before)
      await database.prisma.run.deleteMany()
    }
    expect(await act('0000000000000000')).toBeNull()
  })
})

describe('a retry', () => {
  it('puts a failed run back with its deaths forgiven', async () => {
    const id = await insert()
    for (let i = 0; i < 3; i++) await store.requeue(await claimNext(store), death, queue)
    expect(await store.find(id)).toMatchObject({ state: 'failed' })
    expect(await store.resume(id, true, ada, queue)).toMatchObject({
      state: 'queued',
      error: null,
      endedAt: null,
      attempt: 3,
    })
    for (let i = 0; i < 2; i++) await store.requeue(await claimNext(store), death, queue)
    expect(await stateOf(id)).toBe('queued')
  })
})

describe('a deletion', () => {
  it('hides a run everywhere until it is restored, and is final once purged', async () => {
    const id = await inState('completed')
    await store.remove(id, ada)
    expect(await store.find(id)).toBeNull()
    expect((await store.counts()).completed).toBe(0)
    expect(await store.update(id, { name: 'new' }, ada)).toBeNull()
    expect(await store.remove(id, ada)).toBeNull()
    expect(await store.purge(new Date(Date.now() - 60_000))).toEqual([])
    expect(await store.restore(id, ada)).toMatchObject({ id, state: 'completed' })
    expect(await store.find(id)).toMatchObject({ id })
    expect((await store.events(id)).slice(-2)).toMatchObject([
      { reason: 'deleted: lunch' },
      { reason: 'restored after it was deleted' },
    ])
    await store.remove(id, ada)
    expect(await store.purge(new Date(Date.now() + 60_000))).toEqual([id])
    expect(await store.restore(id, ada)).toBeNull()
  })
})

describe('a learning rate', () => {
  it('waits for its step, and applies from what the log has seen where the attempt ended before', async () => {
    const id = await insert()
    const claim = await claimNext(store)
    const set = await store.setLearningRate(id, 0.5, ada)
    expect(set?.change).toMatchObject({ step: null, learningRate: 0.5 })
    expect(await store.wishes(id)).toEqual({ requested: null, learningRate: set?.change })
    await database.prisma.run.update({ where: { id }, data: { recordedStep: 70 } })
    await store.requeue(claim, shutdown, queue)
    const { run, recordedStep } = await claimNext(store)
    expect(recordedStep).toBe(70)
    expect(run.learningRateChanges).toEqual([{ ...set?.change, step: 70 }])
    const event = (await store.events(id)).find(({ kind }) => kind === 'learning_rate')
    expect(event).toMatchObject({ id: set?.change.id, learningRate: 0.5, step: 70, by: 'ada' })
    expect((await store.wishes(id)).learningRate).toBeNull()
  })
})
