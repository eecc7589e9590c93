import type { RunConfig } from '#lib/contracts/run.ts'
import { runStates } from '#lib/contracts/run-state.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { append, seal } from './append.ts'
import { listCheckpoints } from './checkpoints.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'
import { readBlocks } from './metrics-log.ts'
import { createAttempts } from './run-attempts.ts'
import { listEvents } from './run-events.ts'
import { groupRuns } from './run-groups.ts'
import { createLifecycle } from './run-lifecycle.ts'
import { listRuns } from './run-list.ts'
import { listWaiting } from './run-queue.ts'
import { toRun } from './run-row.ts'
import { readHistograms, readSnapshotSteps, readSnapshots } from './snapshots.ts'

/** Newest runs from whose speeds is told how long others take. */
const speedsRead = 100

/** The run store on PostgreSQL. */
export function createRunStore(
  database: Pick<Database, 'prisma' | 'pool' | 'onFault' | 'ensureOwner'>,
): RunStore {
  const { prisma, pool } = database
  return guarded<RunStore>(
    {
      ...createLifecycle(database),
      ...createAttempts(database),

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
        const row = await prisma.run.findUnique({ where: { id, deletedAt: null } })
        return row && toRun(row)
      },

      list: (query) => listRuns(prisma, query),
      groups: (query) => groupRuns(prisma, query),

      counts: async () => {
        const groups = await prisma.run.groupBy({ by: ['state'], where: { deletedAt: null }, _count: true })
        const counts = Object.fromEntries(runStates.map((state) => [state, 0]))
        for (const group of groups) counts[group.state] = group._count
        return counts as Record<(typeof runStates)[number], number>
      },

      append: (claim, after, delivery, change, summary) =>
        append(pool, claim, after, delivery, change, summary),
      seal: (claim, merges) => seal(pool, claim, merges),

      events: (id) => listEvents(prisma, id),
      waiting: (limit) => listWaiting(prisma, limit),

      speeds: async () => {
        const rows = await prisma.run.findMany({
          where: { samplesPerSecond: { not: null } },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: speedsRead,
          select: { config: true, samplesPerSecond: true },
        })
        return rows.map(({ config, samplesPerSecond }) => ({
          config: config as unknown as RunConfig,
          samplesPerSecond: samplesPerSecond!,
        }))
      },

      lastSeq: async (id) => {
        const row = await prisma.run.findUnique({ where: { id }, select: { lastSeq: true } })
        return row?.lastSeq ?? null
      },

      blocks: (id, after, upTo) => readBlocks(pool, id, after, upTo),
      checkpoints: (id) => listCheckpoints(prisma, id),
      snapshots: (id, upTo) => readSnapshots(prisma, id, upTo),
      snapshotSteps: (id) => readSnapshotSteps(prisma, id),
      histograms: (id, layer, name, steps) => readHistograms(prisma, id, layer, name, steps),
    },
    database.onFault,
  )
}
