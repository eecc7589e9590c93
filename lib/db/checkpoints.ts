import type { Pool } from 'pg'
import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { CheckpointStore } from '#lib/runs/network-ports.ts'
import type { Prisma, PrismaClient } from './client/client.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'

/** How much of a state is read at once: it comes as text of twice the length. */
const partBytes = 2 ** 24

/** A checkpoint whose state is kept. */
export interface Restorable {
  step: number
  epoch: number
  bytes: number
}

/** The run's newest checkpoint whose state is kept; null where there is none. */
export function findRestorable(tx: Prisma.TransactionClient, runId: string): Promise<Restorable | null> {
  return tx.checkpoint.findFirst({
    where: { runId, state: { not: null } },
    orderBy: { step: 'desc' },
    select: { step: true, epoch: true, bytes: true },
  })
}

/**
 * Its state, part after part. To be called by who holds the run's claim: nobody else can drop the state.
 * @throws where it has been dropped
 */
export async function readState(pool: Pool, runId: string, checkpoint: Restorable): Promise<Uint8Array> {
  const state = await readKeptState(pool, runId, checkpoint)
  if (!state) throw new Error(`The state of run ${runId} at step ${checkpoint.step} is gone`)
  return state
}

/** The same; null where it has been dropped, or is while it is read. */
async function readKeptState(
  pool: Pool,
  runId: string,
  { step, bytes }: Pick<Restorable, 'step' | 'bytes'>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const state = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += partBytes) {
    const { rows } = await pool.query<{ part: Buffer | null }>(
      'SELECT substring(state FROM $3::int FOR $4::int) AS part FROM checkpoint WHERE run_id = $1 AND step = $2',
      [runId, step, at + 1, partBytes],
    )
    const part = rows[0]?.part
    if (!part) return null
    state.set(part, at)
  }
  return state
}

type Row = Omit<CheckpointEntry, 'createdAt'> & { createdAt: Date }

/** The run's checkpoints in order of steps. */
export async function listCheckpoints(prisma: PrismaClient, runId: string): Promise<CheckpointEntry[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT step, epoch, epoch_end AS "epochEnd", weights, bytes, state IS NOT NULL AS restorable,
      created_at AS "createdAt"
    FROM checkpoint WHERE run_id = ${runId} ORDER BY step`
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

/** The kept checkpoints of runs, to be looked at while nobody, or somebody else, trains them. */
export function createCheckpointStore({
  prisma,
  pool,
  onFault,
}: Pick<Database, 'prisma' | 'pool' | 'onFault'>): CheckpointStore {
  return guarded<CheckpointStore>(
    {
      newestKept: async (runId, upTo) => {
        const row = await prisma.checkpoint.findFirst({
          where: { runId, state: { not: null }, ...(upTo === undefined ? {} : { step: { lte: upTo } }) },
          orderBy: { step: 'desc' },
          select: {
            step: true,
            epoch: true,
            weights: true,
            bytes: true,
            run: { select: { numericClass: true } },
          },
        })
        if (!row) return null
        const { run, ...kept } = row
        return { ...kept, numericClass: run.numericClass as NumericClass | null }
      },
      firstKept: async (runId) => {
        const row = await prisma.checkpoint.findFirst({
          where: { runId, state: { not: null } },
          orderBy: { step: 'asc' },
          select: { step: true },
        })
        return row?.step ?? null
      },
      state: (runId, checkpoint) => readKeptState(pool, runId, checkpoint),
    },
    onFault,
  )
}
