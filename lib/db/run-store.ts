import { endedStates, type Run, runStates } from '#lib/contracts/run.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Claim, RunStore } from '#lib/runs/ports.ts'
import { append } from './append.ts'
import { findRestorable, listCheckpoints, readState } from './checkpoints.ts'
import { Prisma } from './client/client.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'
import { readBlocks } from './metrics-log.ts'
import { enqueue, lock, putBack } from './run-job.ts'
import { encodeCursor, toCondition } from './run-list.ts'
import { toRun } from './run-row.ts'
import { readSnapshots } from './snapshots.ts'

/** The run store on PostgreSQL. */
export function createRunStore({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>): RunStore {
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
            tags: run.tags,
            priority: config.priority,
            steps: run.steps,
            epochs: config.epochs,
            replayOf: run.replay?.of ?? null,
            numericClass: run.replay?.numericClass ?? null,
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
      const claimed = await prisma.$transaction(async (tx) => {
        const row = await lock(tx, id)
        if (row?.state !== 'queued') return null
        const checkpoint = await findRestorable(tx, id)
        const updated = await tx.run.update({
          where: { id },
          data: {
            state: 'running',
            attempt: row.attempt + 1,
            startedAt: row.startedAt ?? new Date(),
            numericClass: row.numericClass ?? numericClass,
            step: checkpoint?.step ?? 0,
            epoch: checkpoint?.epoch ?? 0,
            samplesPerSecond: null,
          },
        })
        return { row: updated, checkpoint }
      })
      if (!claimed) return null
      const { row, checkpoint } = claimed
      return {
        run: toRun(row),
        attempt: row.attempt,
        lastSeq: row.lastSeq,
        numericClass: row.numericClass as NumericClass,
        from: checkpoint && (await readState(pool, id, checkpoint)),
      }
    },

    append: (claim, after, delivery, summary) => append(pool, claim, after, delivery, summary),

    finish: async (claim, { state, receipt, error, comparison }) => {
      const rows = await prisma.run.updateManyAndReturn({
        where: held(claim),
        data: {
          state,
          error,
          receipt: receipt ?? Prisma.DbNull,
          replay: comparison ?? Prisma.DbNull,
          endedAt: new Date(),
        },
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

    blocks: (id, after, selection = {}) => readBlocks(prisma, id, after, selection),
    checkpoints: (id) => listCheckpoints(prisma, id),
    snapshots: (id, upTo) => readSnapshots(prisma, id, upTo),
  })
}

const held = (claim: Claim): Prisma.RunWhereInput => ({
  id: claim.run.id,
  attempt: claim.attempt,
  state: 'running',
})
