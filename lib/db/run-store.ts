import { endedStates, type Run, runStates } from '#lib/contracts/run.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Claim, Interruption, RunQueue, RunStore } from '#lib/runs/ports.ts'
import { newestSeq } from '#lib/series/frames.ts'
import { Prisma, type PrismaClient } from './client/client.ts'
import { guarded } from './guard.ts'
import { readBlocks, toValues } from './metrics-log.ts'
import { encodeCursor, toCondition } from './run-list.ts'
import { toRun } from './run-row.ts'

/** Attempts that may die before a run counts as failed. */
const maxDeaths = 3

/** The run store on PostgreSQL. */
export function createRunStore(prisma: PrismaClient): RunStore {
  return guarded<RunStore>({
    insert: (run, queue) =>
      prisma.$transaction(async (tx) => {
        const { config } = run
        await tx.run.create({
          data: {
            id: run.id,
            name: run.name,
            dataset: config.dataset,
            activations: run.activations,
            config,
            tags: config.tags,
            priority: config.priority,
            steps: run.steps,
            epochs: config.epochs,
            idempotencyKey: run.idempotencyKey ?? null,
            requestHash: run.requestHash,
          },
        })
        return enqueue(tx, { id: run.id, priority: config.priority }, queue)
      }),

    findByIdempotencyKey: async (idempotencyKey) => {
      const row = await prisma.run.findUnique({ where: { idempotencyKey } })
      return row && { run: toRun(row), requestHash: row.requestHash ?? '' }
    },

    newestId: async () => {
      const row = await prisma.run.findFirst({
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      })
      return row?.id ?? null
    },

    find: async (id) => {
      const row = await prisma.run.findUnique({ where: { id } })
      return row && toRun(row)
    },

    list: async (query) => {
      const rows = await prisma.run.findMany({
        where: toCondition(query),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: query.limit + 1,
      })
      const page = rows.slice(0, query.limit)
      const last = page.at(-1)
      return {
        items: page.map(toRun),
        nextCursor: rows.length > query.limit && last ? encodeCursor(last) : null,
      }
    },

    counts: async () => {
      const groups = await prisma.run.groupBy({ by: ['state'], _count: true })
      const counts = Object.fromEntries(runStates.map((state) => [state, 0]))
      for (const group of groups) counts[group.state] = group._count
      return counts as Record<(typeof runStates)[number], number>
    },

    update: (id, patch, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, id)
        if (!row) return null
        const data = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
        const updated = await tx.run.update({ where: { id }, data })
        if (row.state !== 'queued' || patch.priority === undefined || patch.priority === row.priority)
          return toRun(updated)
        if (row.jobId) await queue.cancel(row.jobId, tx)
        return enqueue(tx, updated, queue)
      }),

    remove: async (id) => {
      const { count } = await prisma.run.deleteMany({ where: { id, state: { in: [...endedStates] } } })
      return count === 1
    },

    requestStop: (id, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, id)
        if (row?.state === 'running') {
          return toRun(await tx.run.update({ where: { id }, data: { stopRequested: true } }))
        }
        if (row?.state !== 'queued') return null
        if (row.jobId) await queue.cancel(row.jobId, tx)
        return toRun(await tx.run.update({ where: { id }, data: { state: 'stopped', endedAt: new Date() } }))
      }),

    isStopRequested: async (id) => {
      const row = await prisma.run.findUnique({ where: { id }, select: { stopRequested: true } })
      return row?.stopRequested ?? false
    },

    claim: (id, numericClass) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, id)
        if (row?.state !== 'queued') return null
        const claimed = await tx.run.update({
          where: { id },
          data: {
            state: 'running',
            attempt: row.attempt + 1,
            startedAt: row.startedAt ?? new Date(),
            numericClass: row.numericClass ?? numericClass,
            step: 0,
            epoch: 0,
            samplesPerSecond: null,
          },
        })
        const { attempt, lastSeq } = claimed
        return { run: toRun(claimed), attempt, lastSeq, numericClass: claimed.numericClass as NumericClass }
      }),

    // One statement: nothing to leave half done, no transaction to run out of time where the machine is busy.
    append: async ({ run: { id }, attempt }, after, blocks, { step, epoch, samplesPerSecond, summary }) => {
      const chunks =
        blocks.length === 0
          ? Prisma.empty
          : Prisma.sql`, chunks AS (
              INSERT INTO metric_chunk (run_id, attempt, first_seq, last_seq, keys, payload)
              SELECT held.id, ${attempt}::int, block.* FROM held CROSS JOIN (${toValues(blocks)}) AS block)`
      const rows = await prisma.$queryRaw<unknown[]>`
        WITH held AS (
          UPDATE run SET last_seq = ${newestSeq(blocks, after)}::int, step = ${step}::int, epoch = ${epoch}::int,
            samples_per_second = ${samplesPerSecond}::float8, summary = ${JSON.stringify(summary)}::jsonb
          WHERE id = ${id} AND attempt = ${attempt}::int AND state = 'running' AND last_seq = ${after}::int
          RETURNING id)
        ${chunks}
        SELECT id FROM held`
      return rows.length === 1
    },

    finish: async (claim, { state, receipt, error }) => {
      const rows = await prisma.run.updateManyAndReturn({
        where: held(claim),
        data: { state, error, receipt: receipt ?? Prisma.DbNull, endedAt: new Date() },
      })
      return rows[0] ? toRun(rows[0]) : null
    },

    requeue: (claim, interruption, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, claim.run.id)
        if (row?.state !== 'running' || row.attempt !== claim.attempt) return null
        return putBack(tx, row, interruption, queue)
      }),

    recover: (queue) =>
      prisma.$transaction(async (tx) => {
        const abandoned = await queue.takeAbandoned(tx)
        const undelivered = await tx.run.findMany({ where: { state: 'queued', id: { in: abandoned } } })
        const left = await tx.run.findMany({ where: { state: 'running' } })
        for (const row of undelivered) await enqueue(tx, row, queue, true)
        const runs: Run[] = []
        for (const row of left) {
          runs.push(await putBack(tx, row, { death: true, cause: 'the server was ended by force' }, queue))
        }
        return runs
      }),

    putBackStranded: async (isHeld, queue) => {
      const running = await prisma.run.findMany({
        where: { state: 'running' },
        select: { id: true, attempt: true },
      })
      const runs: Run[] = []
      for (const { id, attempt } of running) {
        if (isHeld(id)) continue
        const run = await prisma.$transaction(async (tx) => {
          const row = await lock(tx, id)
          if (row?.state !== 'running' || row.attempt !== attempt || isHeld(id)) return null
          return putBack(tx, row, { death: false, cause: 'the database failed' }, queue)
        })
        if (run) runs.push(run)
      }
      return runs
    },

    lastSeq: async (id) => {
      const row = await prisma.run.findUnique({ where: { id }, select: { lastSeq: true } })
      return row?.lastSeq ?? null
    },

    blocks: (id, after, keys) => readBlocks(prisma, id, after, keys),
  })
}

type Transaction = Prisma.TransactionClient
type LockedRow = NonNullable<Awaited<ReturnType<typeof lock>>>

const held = (claim: Claim): Prisma.RunWhereInput => ({
  id: claim.run.id,
  attempt: claim.attempt,
  state: 'running',
})

/** The row, kept from others until the transaction ends. */
async function lock(tx: Transaction, id: string) {
  await tx.$queryRaw`SELECT 1 FROM run WHERE id = ${id} FOR UPDATE`
  return tx.run.findUnique({ where: { id } })
}

async function enqueue(
  tx: Transaction,
  row: Pick<LockedRow, 'id' | 'priority'>,
  queue: RunQueue,
  again = false,
) {
  const jobId = await queue.send(row.id, row.priority, again, tx)
  return toRun(await tx.run.update({ where: { id: row.id }, data: { jobId } }))
}

/** What becomes of a run whose attempt ended without its consent. */
async function putBack(
  tx: Transaction,
  row: LockedRow,
  { death, cause }: Interruption,
  queue: RunQueue,
): Promise<Run> {
  const deaths = row.deaths + (death ? 1 : 0)
  const where = { id: row.id }
  if (row.stopRequested) {
    return toRun(await tx.run.update({ where, data: { state: 'stopped', deaths, endedAt: new Date() } }))
  }
  if (deaths >= maxDeaths) {
    const error = `The worker died in each of ${deaths} attempts; the last time: ${cause}`
    return toRun(
      await tx.run.update({ where, data: { state: 'failed', deaths, error, endedAt: new Date() } }),
    )
  }
  await tx.run.update({ where, data: { state: 'queued', deaths } })
  return enqueue(tx, row, queue, true)
}
