import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Run, runListQuerySchema, runRequestSchema } from '#lib/contracts/run.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { createLog } from '#lib/log.ts'
import { type JobQueue, startQueue } from '#lib/queue/queue.ts'
import { newRunId } from '#lib/runs/identity.ts'
import type { BlockSelection, Claim, Delivery, NewRun, RunStore } from '#lib/runs/ports.ts'
import { FrameBuffer, seqOf } from '#lib/series/frames.ts'
import { startDatabase } from '../../helpers/database.ts'

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

const { name: _, ...config } = runRequestSchema.parse({ dataset: 'two_spirals' })
let previous: string | null = null

async function insert(changes: Partial<NewRun> = {}): Promise<Run> {
  previous = newRunId(previous)
  const run: NewRun = {
    id: previous,
    name: 'test',
    config,
    tags: [],
    activations: ['relu'],
    steps: 100,
    idempotencyKey: undefined,
    requestHash: 'hash',
    replay: null,
    ...changes,
  }
  return store.insert(run, queue)
}

async function claim(run: Run): Promise<Claim> {
  const claimed = await store.claim(run.id, 'simd128')
  if (!claimed) throw new Error('not claimed')
  return claimed
}

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

const death = { death: true, cause: 'bad luck' }
const shutdown = { death: false, cause: 'the server ended' }
const completed = { state: 'completed', receipt: null, error: null, comparison: null } as const

function deliveryOf(parts: Partial<Delivery>): Delivery {
  const progress = { step: 10, epoch: 1, samplesPerSecond: 5, memoryBytes: 1000 }
  return { blocks: [], snapshots: [], verdicts: [], checkpoints: [], progress, ...parts }
}

const append = (held: Claim, after: number, parts: Partial<Delivery>) =>
  store.append(held, after, deliveryOf(parts), {})
const countJobs = () => database.prisma.$queryRaw<{ state: string }[]>`SELECT state::text FROM pgboss.job`
const listAll = (query: object = {}) => store.list(runListQuerySchema.parse(query))

describe('a run and its job', () => {
  it('come together or not at all', async () => {
    await insert({ idempotencyKey: 'a' })
    expect(await countJobs()).toEqual([{ state: 'created' }])
    await expect(insert({ idempotencyKey: 'a' })).rejects.toThrow()
    expect(await countJobs()).toHaveLength(1)
    expect((await listAll()).items).toHaveLength(1)
  })

  it('part when the run is stopped before it began', async () => {
    const run = await insert()
    expect((await store.requestStop(run.id, queue))?.state).toBe('stopped')
    expect(await countJobs()).toEqual([{ state: 'cancelled' }])
    expect(await store.claim(run.id, 'simd128')).toBeNull()
    expect(await store.requestStop(run.id, queue)).toBeNull()
  })

  it('are queued anew with another priority', async () => {
    const run = await insert()
    expect((await store.update(run.id, { priority: 5 }, queue))?.priority).toBe(5)
    expect((await countJobs()).map((job) => job.state).sort()).toEqual(['cancelled', 'created'])
  })
})

describe('a claim', () => {
  it('is given once, however many ask', async () => {
    const run = await insert()
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(run.id, 'simd128')))
    expect(claims.filter((each) => each !== null)).toHaveLength(1)
    expect((await store.find(run.id))?.state).toBe('running')
  })

  it('keeps the numeric class of the first attempt', async () => {
    const run = await insert()
    await store.requeue(await claim(run), death, queue)
    expect((await store.claim(run.id, 'fma'))?.numericClass).toBe('simd128')
  })

  it('that was lost writes nothing', async () => {
    const run = await insert()
    const lost = await claim(run)
    await append(lost, 0, { blocks: [blockOf([1, 2])] })
    await store.requeue(lost, death, queue)
    await claim(run)
    expect(await append(lost, 2, { blocks: [blockOf([3])] })).toBe(false)
    expect(await store.finish(lost, completed)).toBeNull()
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
    const seqs = async (after: number, selection: BlockSelection = {}) =>
      (await store.blocks(id, after, selection)).map((block) =>
        Array.from({ length: block.count }, (__, i) => seqOf(block, i)),
      )
    expect(await seqs(0)).toEqual([[1, 3, 4], [2], [5, 6]])
    expect(await seqs(4)).toEqual([[5, 6]])
    expect(await seqs(3)).toEqual([
      [1, 3, 4],
      [5, 6],
    ])
    expect(await seqs(0, { keys: ['val/accuracy'] })).toEqual([[2]])
    expect(await seqs(0, { upTo: 2 })).toEqual([[1, 3, 4], [2]])
    const [first] = await store.blocks(id, 0)
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
    expect(await store.blocks(held.run.id, 0)).toHaveLength(1)
  })

  it('goes with its run', async () => {
    const held = await claim(await insert())
    await append(held, 0, { blocks: [blockOf([1])] })
    expect(await store.remove(held.run.id)).toBe(false)
    await store.finish(held, completed)
    expect(await store.remove(held.run.id)).toBe(true)
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

  it('sends again the jobs that a dead server had taken but not begun', async () => {
    const taken = await insert()
    const waiting = await insert()
    await database.prisma
      .$executeRaw`UPDATE pgboss.job SET state = 'active' WHERE data->>'runId' = ${taken.id}`
    await store.recover(queue)
    const jobs = await database.prisma
      .$queryRaw`SELECT state::text, data->>'runId' AS id FROM pgboss.job ORDER BY priority`
    expect(jobs).toEqual([
      { state: 'created', id: waiting.id },
      { state: 'created', id: taken.id },
    ])
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
    await store.requestStop(run.id, queue)
    expect(await store.isStopRequested(run.id)).toBe(true)
    expect((await store.recover(queue)).map((each) => each.state)).toEqual(['stopped'])
  })
})

describe('the queue', () => {
  const prioritiesOf = async (id: string) => {
    const rows = await database.prisma.$queryRaw<{ priority: number }[]>`
      SELECT priority FROM pgboss.job WHERE data->>'runId' = ${id} ORDER BY priority`
    return rows.map((row) => row.priority)
  }

  it('puts a run that begins again before fresh ones of its priority, after those of a higher one', async () => {
    const again = await insert()
    await store.requeue(await claim(again), death, queue)
    const urgent = await insert()
    await store.update(urgent.id, { priority: 1 }, queue)
    expect(await prioritiesOf(again.id)).toEqual([0, 1])
    expect(await prioritiesOf(urgent.id)).toEqual([0, 2])
  })
})

describe('the list', () => {
  it('goes from the newest to the oldest, page by page, each run once', async () => {
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.unshift((await insert()).id)
    // All of one moment: the id decides.
    await database.prisma.run.updateMany({ data: { createdAt: new Date('2026-01-01') } })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listAll({ limit: '3', ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map((run) => run.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(ids.toSorted().toReversed())
  })

  it('filters by state, name, tag, activation and dataset', async () => {
    const one = await insert({ name: 'Brave 100%_relu', tags: ['lesson'] })
    await insert({ name: 'other' })
    await claim(one)
    const names = async (query: object) => (await listAll(query)).items.map((run) => run.name)
    expect(await names({ state: 'running' })).toEqual([one.name])
    expect(await names({ state: 'running,queued' })).toHaveLength(2)
    expect(await names({ state: 'completed,failed' })).toEqual([])
    expect(await names({ q: 'brave' })).toEqual([one.name])
    expect(await names({ q: '%_RELU' })).toEqual([one.name])
    expect(await names({ q: '%' })).toEqual([one.name])
    expect(await names({ tag: 'lesson' })).toEqual([one.name])
    expect(await names({ activation: 'tanh' })).toEqual([])
    expect(await names({ dataset: 'two_spirals', activation: 'relu' })).toHaveLength(2)
    expect(await store.counts()).toMatchObject({ queued: 1, running: 1, completed: 0 })
  })

  it('refuses a cursor that it has not answered', async () => {
    await expect(listAll({ cursor: 'nonsense' })).rejects.toThrow('cursor: not a cursor')
  })
})
