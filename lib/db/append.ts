import type { Pool, QueryConfig } from 'pg'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Summary } from '#lib/contracts/run.ts'
import type { Checkpoint, Claim, Delivery, RecordChange } from '#lib/runs/ports.ts'
import { newestSeq } from '#lib/series/frames.ts'
import type { LogChange, Merge } from '#lib/series/log-writer.ts'
import { Prisma } from './client/client.ts'
import { writeClock } from './clock.ts'
import { newestStates, strideOf } from './kept-states.ts'
import { toRowValues, toValues } from './log-values.ts'

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
  change: RecordChange,
  summary: Summary,
): Promise<boolean> {
  const { text, values } = toStatement(claim, after, delivery, change, summary)
  const bytes = delivery.checkpoints.reduce((sum, { state }) => sum + state.length, 0)
  const patience = (pool.options.query_timeout ?? 0) + bytes / bytesPerMs
  const query: QueryConfig & { query_timeout: number } = { text, values, query_timeout: patience }
  const { rowCount } = await pool.query(query)
  return rowCount === 1
}

/** Merges blocks of a log that has come to its end, under the claim; does nothing where that is lost. */
export async function seal(pool: Pool, { run: { id }, attempt }: Claim, merges: Merge[]): Promise<void> {
  if (merges.length === 0) return
  const { text, values } = Prisma.sql`
    WITH held AS (
      SELECT id FROM run WHERE id = ${id} AND attempt = ${attempt}::int AND state = 'running' FOR UPDATE)
    ${writeLog(attempt, { blocks: [], merges, rollups: [] })}
    SELECT id FROM held`
  await pool.query({ text, values })
}

function toStatement(
  { run: { id, config }, attempt }: Claim,
  after: number,
  { blocks, snapshots, verdicts, checkpoints, learningRates, progress }: Delivery,
  { log, clock }: RecordChange,
  summary: Summary,
): Prisma.Sql {
  const { step, epoch, samplesPerSecond, memoryBytes } = progress
  return Prisma.sql`
    WITH held AS (
      UPDATE run SET last_seq = ${newestSeq(blocks, after)}::int, step = ${step}::int, epoch = ${epoch}::int,
        recorded_step = greatest(recorded_step, ${step}::int),
        samples_per_second = ${samplesPerSecond}::float8, summary = ${JSON.stringify(summary)}::jsonb,
        verdicts = ${JSON.stringify(verdicts)}::jsonb, memory_bytes = greatest(memory_bytes, ${memoryBytes}::int8)
        ${checkpoints.length > 0 ? Prisma.sql`, deaths = 0` : Prisma.empty}
        ${learningRates.length > 0 ? setSteps(learningRates) : Prisma.empty}
      WHERE id = ${id} AND attempt = ${attempt}::int AND state = 'running' AND last_seq = ${after}::int
      RETURNING id, fork_step)
    ${writeLog(attempt, log)}
    ${clock.added.length > 0 ? writeClock(clock) : Prisma.empty}
    ${snapshots.length > 0 ? insertSnapshots(snapshots) : Prisma.empty}
    ${checkpoints.length > 0 ? insertCheckpoints(id, config.epochs, checkpoints) : Prisma.empty}
    ${learningRates.length > 0 ? markEvents(learningRates) : Prisma.empty}
    SELECT id FROM held`
}

/**
 * Learning rates that now apply get their step; one that was overtaken by the next before it could apply, the same. Of
 * several the first that covers an entry counts.
 */
function setSteps(learningRates: Delivery['learningRates']): Prisma.Sql {
  return Prisma.sql`, learning_rate_changes = coalesce((
    SELECT jsonb_agg(CASE WHEN change.entry ->> 'step' IS NULL AND applied.step IS NOT NULL
      THEN change.entry || jsonb_build_object('step', applied.step) ELSE change.entry END ORDER BY change.place)
    FROM jsonb_array_elements(learning_rate_changes) WITH ORDINALITY AS change(entry, place)
    LEFT JOIN LATERAL (
      SELECT step FROM (${toSteps(learningRates)}) AS given(id, step)
      WHERE given.id >= (change.entry ->> 'id')::int ORDER BY given.id LIMIT 1) AS applied ON true), '[]')`
}

function markEvents(learningRates: Delivery['learningRates']): Prisma.Sql {
  return Prisma.sql`, marked AS (
    UPDATE run_event SET step = (
      SELECT step FROM (${toSteps(learningRates)}) AS given(id, step)
      WHERE given.id >= run_event.id ORDER BY given.id LIMIT 1)
    FROM held
    WHERE run_id = held.id AND kind = 'learning_rate' AND run_event.step IS NULL
      AND run_event.id <= ${Math.max(...learningRates.map(({ id }) => id))}::int)`
}

function toSteps(learningRates: Delivery['learningRates']): Prisma.Sql {
  const rows = learningRates.map(({ id, step }) => Prisma.sql`(${id}::int, ${step}::int)`)
  return Prisma.sql`VALUES ${Prisma.join(rows)}`
}

/** A block that stands for small ones takes the place of the first of them; those after it go. */
function writeLog(attempt: number, { blocks, merges, rollups }: LogChange): Prisma.Sql {
  const added = [...blocks, ...merges.filter(({ stored }) => stored.length === 0).map(({ block }) => block)]
  const replaced = merges.filter(({ stored }) => stored.length > 0).map(({ block }) => block)
  const merged = merges.flatMap(({ stored }) => stored.slice(1))
  return Prisma.join(
    [
      added.length > 0
        ? Prisma.sql`, added AS (
            INSERT INTO metric_chunk (run_id, attempt, first_seq, last_seq, keys, count, payload)
            SELECT held.id, ${attempt}::int, block.* FROM held CROSS JOIN (${toValues(added)}) AS block)`
        : Prisma.empty,
      replaced.length > 0
        ? Prisma.sql`, replaced AS (
            UPDATE metric_chunk SET last_seq = block.last_seq, count = block.count, payload = block.payload
            FROM held CROSS JOIN (${toValues(replaced)}) AS block(first_seq, last_seq, keys, count, payload)
            WHERE run_id = held.id AND metric_chunk.first_seq = block.first_seq)`
        : Prisma.empty,
      merged.length > 0
        ? Prisma.sql`, merged AS (
            DELETE FROM metric_chunk USING held WHERE run_id = held.id AND first_seq = ANY(${merged}::int[]))`
        : Prisma.empty,
      rollups.length > 0
        ? Prisma.sql`, rollups AS (
            INSERT INTO metric_rollup (run_id, key, level, index, points, last_seq, last_step, payload)
            SELECT held.id, rollup.* FROM held CROSS JOIN (${toRowValues(rollups)}) AS rollup ON CONFLICT DO NOTHING)`
        : Prisma.empty,
    ],
    ' ',
  )
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
 * Of the states stay the newest, those at the ends of some epochs all along the run, and the one that a fork began
 * with. A statement does not see what it inserts itself, so the new steps are counted beside the newest from before
 * that have a state.
 */
function insertCheckpoints(id: string, epochs: number, checkpoints: readonly Checkpoint[]): Prisma.Sql {
  const steps = checkpoints.map(({ step }) => step).sort((a, b) => b - a)
  const newestFrom = steps[newestStates - 1] ?? 0
  const stride = strideOf(epochs, checkpoints[0]!.state.length)
  const rows = checkpoints.map(({ step, epoch, epochEnd, weights, state }) => {
    const isKept = step >= newestFrom || (epochEnd && epoch % stride === 0)
    const kept = isKept ? state : null
    return Prisma.sql`(${step}::int, ${epoch}::int, ${epochEnd}::bool, ${weights}, ${state.length}::int, ${kept}::bytea)`
  })
  return Prisma.sql`, checkpoints AS (
      INSERT INTO checkpoint (run_id, step, epoch, epoch_end, weights, bytes, state)
      SELECT held.id, fresh.* FROM held CROSS JOIN (VALUES ${Prisma.join(rows)}) AS fresh
      ON CONFLICT DO NOTHING),
    dropped AS (
      UPDATE checkpoint SET state = NULL FROM held
      WHERE run_id = held.id AND state IS NOT NULL AND step IS DISTINCT FROM held.fork_step
        AND NOT (epoch_end AND epoch % ${stride}::int = 0) AND step IN (
        SELECT step FROM (
          (SELECT step FROM checkpoint WHERE run_id = ${id} AND state IS NOT NULL
            ORDER BY step DESC LIMIT ${2 * newestStates}::int)
          UNION SELECT unnest(${steps}::int[])) AS newest
        ORDER BY step DESC OFFSET ${newestStates}::int))`
}
