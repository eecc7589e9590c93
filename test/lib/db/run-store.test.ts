import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { createLog } from '#lib/log.ts'
import { type JobQueue, startQueue } from '#lib/queue/queue.ts'
import type { Claim, Delivery, NewRun, RunStore } from '#lib/runs/ports.ts'
import { FrameBuffer, seqOf } from '#lib/series/frames.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  appendTo,
  asked,
  claimRun,
  completed,
  death,
  deliveryOf,
  newRun,
  shutdown,
} from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let queue: JobQueue
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  queue = await startQueue(database.url, createLog('silent'))
  store = createRunStore(database)
})
afterAll(async () => {
  await queue.stop()
  await database.dispose()
})
beforeEach(async () => {
  await database.prisma.run.deleteMany()
  await database.prisma.$executeRaw`DELETE FROM pgboss.job`
})

async function insert(changes: Partial<NewRun> = {}): Promise<Run> {
  return store.insert(newRun(changes), asked(), queue)
}

const claim = (run: Run): Promise<Claim> => claimRun(store, run)

function blockOf(seqs: number[], keys = ['train/loss']) {
  const buffer = new FrameBuffer(keys)
  for (const seq of seqs)
    buffer.push(
      seq,
      seq * 10,
      keys.map(() => (seq % 3 === 0 ? Number.NaN : seq / 3)),
    )
  return buffer.take()
}

const append = (held: Claim, after: number, parts: Partial<Delivery>) =>
  appendTo(store, held, after, deliveryOf(parts))
const countJobs = () => database.prisma.$queryRaw<{ state: string }[]>`SELECT state::text FROM pgboss.job`
const listAll = (query: object = {}) => store.list(runListQuerySchema.parse(query))

describe('a run and its turn', () => {
  it('come together or not at all', async () => {
    await insert({ idempotencyKey: 'a' })
    expect(await countJobs()).toEqual([{ state: 'created' }])
    await expect(insert({ idempotencyKey: 'a' })).rejects.toThrow()
    expect(await countJobs()).toHaveLength(1)
    expect((await listAll()).items).toHaveLength(1)
  })
})

describe('a claim', () => {
  it('is given once, however many ask', async () => {
    const run = await insert()
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claimNext('simd128')))
    expect(claims.filter((each) => each !== null)).toHaveLength(1)
    expect((await store.find(run.id))?.state).toBe('running')
  })

  it('keeps the numeric class of the first attempt', async () => {
    const run = await insert()
    await store.requeue(await claim(run), death, queue)
    expect((await store.claimNext('fma'))?.numericClass).toBe('simd128')
  })

  it('that was lost writes nothing', async () => {
    const run = await insert()
    const lost = await claim(run)
    await append(lost, 0, { blocks: [blockOf([1, 2])] })
    await store.requeue(lost, death, queue)
    await claim(run)
    expect(await append(lost, 2, { blocks: [blockOf([3])] })).toBe(false)
    expect(await store.finish(lost, completed, queue)).toBeNull()
    expect(await store.requeue(lost, death, queue)).toBeNull()
    expect(await store.lastSeq(run.id)).toBe(2)
    expect((await store.find(run.id))?.state).toBe('running')
  })
})

describe('the metrics log', () => {
  it('gives back what was appended, NaN included, after any frame and for any key', async () => {
    const held = await claim(await insert())
    const { id } = held.run
    await append(held, 0, { blocks: [blockOf([1, 3, 4]), blockOf([2], ['val/loss', 'val/accuracy'])] })
    await append(held, 4, { blocks: [blockOf([5, 6])] })
    const seqs = async (after: number, upTo = 1000) =>
      (await store.blocks(id, after, upTo)).map((block) =>
        Array.from({ length: block.count }, (__, i) => seqOf(block, i)),
      )
    expect(await seqs(0)).toEqual([[1, 3, 4], [2], [5, 6]])
    expect(await seqs(4)).toEqual([[5, 6]])
    expect(await seqs(3)).toEqual([
      [1, 3, 4],
      [5, 6],
    ])
    expect(await seqs(0, 2)).toEqual([[1, 3, 4], [2]])
    const [first] = await store.blocks(id, 0, 1000)
    expect(first).toEqual(blockOf([1, 3, 4]))
    expect(await store.lastSeq(id)).toBe(6)
  })

  it('takes nothing that does not follow its last frame', async () => {
    const held = await claim(await insert())
    await append(held, 0, { blocks: [blockOf([1])] })
    expect(await append(held, 0, { blocks: [blockOf([1])] })).toBe(false)
    expect(await append(held, 5, { blocks: [blockOf([6])] })).toBe(false)
    expect(await append(held, 1, { progress: { ...deliveryOf({}).progress, step: 77 } })).toBe(true)
    expect((await store.find(held.run.id))?.progress.step).toBe(77)
    expect(await store.blocks(held.run.id, 0, 1000)).toHaveLength(1)
  })

  it('goes with its run', async () => {
    const held = await claim(await insert())
    await append(held, 0, { blocks: [blockOf([1])] })
    expect(await store.remove(held.run.id, asked())).toBeNull()
    await store.finish(held, completed, queue)
    expect(await store.remove(held.run.id, asked())).toMatchObject({ id: held.run.id })
    expect(await store.purge(new Date(Date.now() + 1000))).toEqual([held.run.id])
    expect(await database.prisma.metricChunk.count()).toBe(0)
  })
})

describe('recovery', () => {
  it('queues again what a dead server left running, three times at most', async () => {
    const run = await insert()
    for (const attempt of [1, 2]) {
      expect((await claim(run)).attempt).toBe(attempt)
      expect((await store.recover(queue)).map((each) => each.state)).toEqual(['queued'])
    }
    await claim(run)
    const [failed] = await store.recover(queue)
    expect(failed).toMatchObject({
      state: 'failed',
      attempt: 3,
      error: 'The worker died in each of 3 attempts; the last time: the server was ended by force',
    })
    expect(await store.recover(queue)).toEqual([])
  })

  it('does not count a shutdown as a death', async () => {
    const run = await insert()
    for (let i = 0; i < 5; i++) await store.requeue(await claim(run), shutdown, queue)
    expect((await store.find(run.id))?.state).toBe('queued')
  })

  it('sees to it that there is a turn for every run, whatever became of the turns', async () => {
    await insert()
    await insert()
    await insert()
    await database.prisma
      .$executeRaw`UPDATE pgboss.job SET state = 'active' WHERE id = (SELECT id FROM pgboss.job LIMIT 1)`
    await database.prisma
      .$executeRaw`DELETE FROM pgboss.job WHERE id = (SELECT id FROM pgboss.job WHERE state = 'created' LIMIT 1)`
    await store.recover(queue)
    expect(await countJobs()).toEqual([{ state: 'created' }, { state: 'created' }, { state: 'created' }])
    await store.recover(queue)
    expect(await countJobs()).toHaveLength(3)
  })

  it('puts back what is running though nobody holds it, and nothing else', async () => {
    const [stranded, held] = [await insert(), await insert()]
    await claim(stranded)
    await claim(held)
    const back = await store.putBackStranded((id) => id === held.id, queue)
    expect(back.map(({ id, state }) => ({ id, state }))).toEqual([{ id: stranded.id, state: 'queued' }])
    expect((await store.find(held.id))?.state).toBe('running')
  })

  it('stops what was asked to stop', async () => {
    const run = await insert()
    await claim(run)
    await store.request(run.id, 'stop', asked(), queue)
    expect(await store.wishes(run.id)).toEqual({ requested: 'stop', learningRate: null })
    expect((await store.recover(queue)).map((each) => each.state)).toEqual(['stopped'])
  })
})
