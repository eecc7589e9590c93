import type { Pool, PoolClient } from 'pg'
import type { Retention } from '#lib/runs/log-ports.ts'
import { type FrameBlock, pick } from '#lib/series/frames.ts'
import { LogWriter, mergedFrames } from '#lib/series/log-writer.ts'
import { baseLevel } from '#lib/series/rollups.ts'
import { Prisma } from './client/client.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'
import { toRowValues, toValues } from './log-values.ts'
import { readBlocks, readTail } from './metrics-log.ts'
import { inTransaction } from './transaction.ts'

/** Runs of one call: a few at a time leave the database to others. */
const mostRuns = 10
/** Of thinned frames, one in so many stays: as many as the finest rollup has buckets. */
const stride = 1 << baseLevel

/** Retention on PostgreSQL: a transaction a run, so that it can be interrupted anywhere. */
export function createRetention({ pool, onFault }: Pick<Database, 'pool' | 'onFault'>): Retention {
  return guarded<Retention>(
    {
      retain: async (left, endedBefore) => {
        const { rows } = await pool.query<{ id: string }>(
          `SELECT id FROM run WHERE ended_at < $1 AND deleted_at IS NULL AND raw_points = ANY($2)
           AND state IN ('completed', 'failed', 'stopped') AND last_seq > $3 AND (raw_points = 'thinned' OR EXISTS (
             SELECT FROM metric_chunk WHERE run_id = run.id GROUP BY keys HAVING sum(count) > $3))
         ORDER BY ended_at LIMIT $4`,
          [endedBefore, left === 'thinned' ? ['all'] : ['all', 'thinned'], mergedFrames, mostRuns],
        )
        for (const { id } of rows) await inTransaction(pool, '', (client) => leave(pool, client, id, left))
        return rows.length
      },
    },
    onFault,
  )
}

async function leave(pool: Pool, client: PoolClient, id: string, left: 'thinned' | 'none'): Promise<void> {
  // Whoever wants to go on with the run waits for this, and then sees what is left.
  const { rows } = await client.query<{ state: string; raw_points: string; last_seq: number }>(
    'SELECT state, raw_points, last_seq FROM run WHERE id = $1 FOR UPDATE',
    [id],
  )
  const run = rows[0]
  if (!run || !['completed', 'failed', 'stopped'].includes(run.state)) return
  // Another call may have done it meanwhile: what is thinned already would be thinned again.
  if (run.raw_points !== 'all' && left === 'thinned') return
  const long = await findLong(client, id, run.raw_points === 'all')
  if (run.raw_points === 'all') await rollUpRest(pool, client, id, long)
  const thinned = left === 'thinned' ? await thin(pool, id, run.last_seq, long) : []
  await client.query('DELETE FROM metric_chunk WHERE run_id = $1 AND array_to_string(keys, $3) = ANY($2)', [
    id,
    [...long],
    ',',
  ])
  if (thinned.length > 0) {
    const { text, values } = Prisma.sql`
      INSERT INTO metric_chunk (run_id, attempt, first_seq, last_seq, keys, count, payload)
      SELECT ${id}, 0, block.* FROM (${toValues(thinned)}) AS block`
    await client.query(text, values as unknown[])
  }
  await client.query('UPDATE run SET raw_points = $2 WHERE id = $1', [id, left])
}

/**
 * The sets of keys, each joined by commas, of which there are many frames; ends of epochs are few, and stay. What was
 * thinned has few, and is known by its rollups.
 */
async function findLong(client: PoolClient, id: string, whole: boolean): Promise<Set<string>> {
  const isLong = whole
    ? `HAVING sum(count) > ${mergedFrames}`
    : `HAVING keys <@ ARRAY(SELECT DISTINCT key FROM metric_rollup WHERE run_id = $1)`
  const { rows } = await client.query<{ keys: string[] }>(
    `SELECT keys FROM metric_chunk WHERE run_id = $1 GROUP BY keys ${isLong}`,
    [id],
  )
  return new Set(rows.map(({ keys }) => keys.join()))
}

/** Rows for the points after the last complete ones, so that the rollups stand for all. */
async function rollUpRest(
  pool: Pool,
  client: PoolClient,
  id: string,
  long: ReadonlySet<string>,
): Promise<void> {
  const keys = new Set([...long].flatMap((name) => name.split(',')))
  const writer = new LogWriter(await readTail(pool, id))
  const { rollups } = writer.add([])
  // A series with complete rows is read from rollups alone from now on, even where no set of its keys is long.
  const rest = writer.rest().filter(({ key, index }) => keys.has(key) || index > 0)
  if (rest.length === 0) return
  const { text, values } = Prisma.sql`
    INSERT INTO metric_rollup (run_id, key, level, index, points, last_seq, last_step, payload)
    SELECT ${id}, rollup.* FROM (${toRowValues([...rollups, ...rest])}) AS rollup ON CONFLICT DO NOTHING`
  await client.query(text, values as unknown[])
}

/** Every 32nd frame of those with the same keys, a window of the log at a time. */
async function thin(
  pool: Pool,
  id: string,
  lastSeq: number,
  long: ReadonlySet<string>,
): Promise<FrameBlock[]> {
  const seen = new Map<string, number>()
  const kept: FrameBlock[] = []
  for (let after = 0; after < lastSeq; after += mergedFrames) {
    // A block belongs to the window in which it begins.
    const blocks = (await readBlocks(pool, id, after, after + mergedFrames)).filter(
      ({ columns, keys }) => columns[0]! > after && long.has(keys.join()),
    )
    for (const block of blocks) {
      const before = seen.get(block.keys.join()) ?? 0
      seen.set(block.keys.join(), before + block.count)
      const places = Array.from({ length: block.count }, (_, i) => i)
      const wanted = places.filter((i) => (before + i + 1) % stride === 0)
      if (wanted.length > 0) kept.push(pick(block, wanted))
    }
  }
  return kept
}
