import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRunStore } from '#lib/db/run-store.ts'
import type { NewRun, RunStore } from '#lib/runs/ports.ts'
import { startDatabase } from '../../helpers/database.ts'
import { asked, claimNext, config, death, newRun, quietQueue } from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

async function insert(by: string | null, priority = 0, changes: Partial<NewRun> = {}): Promise<string> {
  const run = newRun({ config: { ...config, priority }, ...changes })
  return (await store.insert(run, asked(by), quietQueue)).id
}

/** Names of the runs in the order in which they begin, all running on until the last has begun. */
async function drain(): Promise<string[]> {
  const names: string[] = []
  for (;;) {
    const claim = await store.claimNext('simd128')
    if (!claim) return names
    names.push(claim.run.name)
  }
}

describe('the queue', () => {
  it('begins a higher priority first, then who has waited longest', async () => {
    await insert('ada', 0, { name: 'first' })
    await insert('ada', 0, { name: 'second' })
    await insert('ada', 5, { name: 'urgent' })
    await insert('ada', -5, { name: 'some day' })
    expect(await drain()).toEqual(['urgent', 'first', 'second', 'some day'])
  })

  it('lets nobody hold up another by the number of runs, nor by their priority', async () => {
    for (let i = 1; i <= 20; i++) await insert('ada', 100, { name: `ada ${i}` })
    await insert('bob', 0, { name: 'bob 1' })
    await insert('bob', 0, { name: 'bob 2' })
    await insert(null, 0, { name: 'nameless' })
    const order = await drain()
    expect(order.slice(0, 5)).toEqual(['ada 1', 'bob 1', 'nameless', 'ada 2', 'bob 2'])
    expect(order.slice(5)).toEqual(Array.from({ length: 18 }, (_, i) => `ada ${i + 3}`))
  })

  it('counts what a member has running already', async () => {
    await insert('ada', 0, { name: 'ada 1' })
    await claimNext(store)
    await insert('ada', 0, { name: 'ada 2' })
    await insert('bob', 0, { name: 'bob 1' })
    expect(await drain()).toEqual(['bob 1', 'ada 2'])
  })

  it('lets an interrupted run begin before others of its priority, but not before a higher one', async () => {
    await insert('ada', 0, { name: 'again' })
    await store.requeue(await claimNext(store), death, quietQueue)
    await database.prisma.run.updateMany({ data: { queuedAt: new Date('2100-01-01') } })
    await insert('ada', 0, { name: 'fresh' })
    await insert('ada', 1, { name: 'urgent' })
    expect(await drain()).toEqual(['urgent', 'again', 'fresh'])
  })

  it('takes a new priority at once', async () => {
    await insert('ada', 0, { name: 'first' })
    const second = await insert('ada', 0, { name: 'second' })
    await store.update(second, { priority: 1 }, asked('ada'))
    expect(await drain()).toEqual(['second', 'first'])
    expect(await store.events(second)).toMatchObject([
      { kind: 'state', state: 'queued', by: 'ada', asked: true },
      { kind: 'priority', priority: 1, by: 'ada' },
      { kind: 'state', state: 'running', by: null, asked: false, attempt: 1 },
    ])
  })

  it('lists what waits in the very order in which it begins', async () => {
    const one = fc.record({
      by: fc.constantFrom('ada', 'bob', null),
      priority: fc.integer({ min: -2, max: 2 }),
    })
    const property = fc.asyncProperty(fc.array(one, { maxLength: 12 }), fc.nat(4), async (runs, begun) => {
      await database.prisma.run.deleteMany()
      for (const { by, priority } of runs) await insert(by, priority)
      for (let i = 0; i < begun; i++) await store.claimNext('simd128')
      const { items, total } = await store.waiting(5)
      expect(total).toBe(Math.max(0, runs.length - begun))
      for (const { id } of items) expect((await claimNext(store)).run.id).toBe(id)
    })
    await fc.assert(property, { seed: 4, numRuns: 25 })
  })

  it('knows how much each has to train', async () => {
    await insert('ada', 0, { steps: 100 })
    expect((await store.waiting(1)).items[0]).toMatchObject({ samples: 100 * config.batchSize, config })
  })
})
