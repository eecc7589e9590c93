import { endedStates, type Run, runStates } from '#lib/contracts/run.ts'
import type { Claim, RunQueue, RunStore } from '#lib/runs/ports.ts'
import { Prisma, type PrismaClient } from './client/client.ts'
import { readBlocks, toChunks } from './metrics-log.ts'
import { encodeCursor, toCondition } from './run-list.ts'
import { toRun } from './run-row.ts'

/** Attempts that may die before a run counts as failed. */
const maxDeaths = 3

/** The run store on PostgreSQL. */
export function createRunStore(prisma: PrismaClient): RunStore {
  return {
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

    claim: async (id, numericClass) => {
      const rows = await prisma.$queryRaw<{ attempt: number; last_seq: number; numeric_class: string }[]>`
        UPDATE run SET state = 'running', attempt = attempt + 1, started_at = COALESCE(started_at, now()),
          numeric_class = COALESCE(numeric_class, ${numericClass}), step = 0, epoch = 0, samples_per_second = NULL
        WHERE id = ${id} AND state = 'queued'
        RETURNING attempt, last_seq, numeric_class`
      const claimed = rows[0]
      if (!claimed) return null
      const run = toRun(await prisma.run.findUniqueOrThrow({ where: { id } }))
      const { attempt, last_seq: lastSeq } = claimed
      return { run, attempt, lastSeq, numericClass: claimed.numeric_class as Claim['numericClass'] }
    },

    append: (claim, after, blocks, advance) =>
      prisma.$transaction(async (tx) => {
        const lastSeq = blocks.reduce((seq, block) => Math.max(seq, block.columns[block.count - 1]!), after)
        const rows = await tx.run.updateManyAndReturn({
          where: { ...held(claim), lastSeq: after },
          data: { ...advance, lastSeq },
        })
        if (!rows[0]) return null
        if (blocks.length > 0) {
          await tx.metricChunk.createMany({ data: toChunks(claim.run.id, claim.attempt, blocks) })
        }
        return toRun(rows[0])
      }),

    finish: async (claim, { state, receipt, error }) => {
      const rows = await prisma.run.updateManyAndReturn({
        where: held(claim),
        data: { state, error, receipt: receipt ?? Prisma.DbNull, endedAt: new Date() },
      })
      return rows[0] ? toRun(rows[0]) : null
    },

    requeue: (claim, reason, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, claim.run.id)
        if (row?.state !== 'running' || row.attempt !== claim.attempt) return null
        return putBack(tx, row, reason, queue)
      }),

    recover: (queue) =>
      prisma.$transaction(async (tx) => {
        const left = await tx.run.findMany({ where: { state: 'running' } })
        const runs: Run[] = []
        for (const row of left) runs.push(await putBack(tx, row, 'death', queue))
        return runs
      }),

    lastSeq: async (id) => {
      const row = await prisma.run.findUnique({ where: { id }, select: { lastSeq: true } })
      return row?.lastSeq ?? null
    },

    blocks: (id, after, keys) => readBlocks(prisma, id, after, keys),
  }
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
  reason: 'death' | 'shutdown',
  queue: RunQueue,
): Promise<Run> {
  const deaths = row.deaths + (reason === 'death' ? 1 : 0)
  const where = { id: row.id }
  if (row.stopRequested) {
    return toRun(await tx.run.update({ where, data: { state: 'stopped', deaths, endedAt: new Date() } }))
  }
  if (deaths >= maxDeaths) {
    const error = `The worker died in each of ${deaths} attempts`
    return toRun(
      await tx.run.update({ where, data: { state: 'failed', deaths, error, endedAt: new Date() } }),
    )
  }
  await tx.run.update({ where, data: { state: 'queued', deaths } })
  return enqueue(tx, row, queue, true)
}
