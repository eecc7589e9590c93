import type { Pool, QueryConfig } from 'pg'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Summary } from '#lib/contracts/run.ts'
import type { Checkpoint, Claim, Delivery } from '#lib/runs/ports.ts'
import { type FrameBlock, newestSeq } from '#lib/series/frames.ts'
import { Prisma } from './client/client.ts'
import { toValues } from './metrics-log.ts'

/** Newest checkpoints of a run that keep their state. */
const keptStates = 10
/** Beside the usual time, what a database may take for a state: 10 MB a second. */
const bytesPerMs = 10_000

/**
 * Writes a delivery under its claim; false where the claim is lost or the log does not end at `after`.
 * One statement: nothing to leave half done, no transaction to run out of time where the machine is busy.
 */
export async function append(
  pool: Pool,
  claim: Claim,
  after: number,
  delivery: Delivery,
  summary: Summary,
): Promise<boolean> {
  const { text, values } = toStatement(claim, after, delivery, summary)
  const bytes = delivery.checkpoints.reduce((sum, { state }) => sum + state.length, 0)
  const patience = (pool.options.query_timeout ?? 0) + bytes / bytesPerMs
  const query: QueryConfig & { query_timeout: number } = { text, values, query_timeout: patience }
  const { rowCount } = await pool.query(query)
  return rowCount === 1
}

function toStatement(
  { run: { id }, attempt }: Claim,
  after: number,
  { blocks, snapshots, verdicts, checkpoints, progress }: Delivery,
  summary: Summary,
): Prisma.Sql {
  const { step, epoch, samplesPerSecond, memoryBytes } = progress
  return Prisma.sql`
    WITH held AS (
      UPDATE run SET last_seq = ${newestSeq(blocks, after)}::int, step = ${step}::int, epoch = ${epoch}::int,
        samples_per_second = ${samplesPerSecond}::float8, summary = ${JSON.stringify(summary)}::jsonb,
        verdicts = ${JSON.stringify(verdicts)}::jsonb, memory_bytes = greatest(memory_bytes, ${memoryBytes}::int8)
      WHERE id = ${id} AND attempt = ${attempt}::int AND state = 'running' AND last_seq = ${after}::int
      RETURNING id)
    ${blocks.length > 0 ? insertBlocks(attempt, blocks) : Prisma.empty}
    ${snapshots.length > 0 ? insertSnapshots(snapshots) : Prisma.empty}
    ${checkpoints.length > 0 ? insertCheckpoints(id, checkpoints) : Prisma.empty}
    SELECT id FROM held`
}

function insertBlocks(attempt: number, blocks: readonly FrameBlock[]): Prisma.Sql {
  return Prisma.sql`, chunks AS (
    INSERT INTO metric_chunk (run_id, attempt, first_seq, last_seq, keys, payload)
    SELECT held.id, ${attempt}::int, block.* FROM held CROSS JOIN (${toValues(blocks)}) AS block)`
}

/** A run that goes on from a checkpoint repeats what came after it. */
function insertSnapshots(snapshots: readonly Snapshot[]): Prisma.Sql {
  const rows = snapshots.map(
    ({ step, epoch, layers }) => Prisma.sql`(${step}::int, ${epoch}::int, ${JSON.stringify(layers)}::jsonb)`,
  )
  return Prisma.sql`, snapshots AS (
    INSERT INTO diagnostic_snapshot (run_id, step, epoch, layers)
    SELECT held.id, snapshot.* FROM held CROSS JOIN (VALUES ${Prisma.join(rows)}) AS snapshot
    ON CONFLICT DO NOTHING)`
}

/**
 * Only the newest states stay. A statement does not see what it inserts itself, so the new steps are counted beside
 * the ten from before at most that have a state.
 */
function insertCheckpoints(id: string, checkpoints: readonly Checkpoint[]): Prisma.Sql {
  const steps = checkpoints.map(({ step }) => step).sort((a, b) => b - a)
  const keptFrom = steps[keptStates - 1] ?? 0
  const rows = checkpoints.map(({ step, epoch, epochEnd, weights, state }) => {
    const kept = step < keptFrom ? null : state
    return Prisma.sql`(${step}::int, ${epoch}::int, ${epochEnd}::bool, ${weights}, ${state.length}::int, ${kept}::bytea)`
  })
  return Prisma.sql`, checkpoints AS (
      INSERT INTO checkpoint (run_id, step, epoch, epoch_end, weights, bytes, state)
      SELECT held.id, fresh.* FROM held CROSS JOIN (VALUES ${Prisma.join(rows)}) AS fresh
      ON CONFLICT DO NOTHING),
    dropped AS (
      UPDATE checkpoint SET state = NULL FROM held
      WHERE run_id = held.id AND state IS NOT NULL AND step IN (
        SELECT step FROM (
          (SELECT step FROM checkpoint WHERE run_id = ${id} AND state IS NOT NULL
            ORDER BY step DESC LIMIT ${keptStates}::int)
          UNION SELECT unnest(${steps}::int[])) AS kept
        ORDER BY step DESC OFFSET ${keptStates}::int))`
}
