import type { ClientBase, Pool } from 'pg'
import type { LogHead, LogReader, MetricsLog, RowEnds } from '#lib/runs/log-ports.ts'
import type { FrameBlock } from '#lib/series/frames.ts'
import type { LogTail } from '#lib/series/log-writer.ts'
import { baseLevel, type RollupRow, rowPoints } from '#lib/series/rollups.ts'
import { readClocks } from './clock.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'
import { type RollupRecord, toBlock, toRollup } from './log-values.ts'
import { inTransaction } from './transaction.ts'

/** The metrics logs on PostgreSQL. Each method is one statement, however many runs and series it is about. */
export function createMetricsLog({ pool, onFault }: Pick<Database, 'pool' | 'onFault'>): MetricsLog {
  return guarded<MetricsLog>(
    {
      ...createReader(pool),
      atOnce: (read) =>
        inTransaction(pool, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', (client) =>
          read(createReader(client)),
        ),
    },
    onFault,
  )
}

function createReader(connection: Pool | ClientBase): LogReader {
  return {
    heads: async (ids) => {
      const { rows } = await connection.query<LogHead>(headsSql, [ids])
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },

    rowEnds: async (series) => {
      const { rows } = await connection.query<RowEnds & { part: number }>(rowEndsSql, [
        series.map(({ id }) => id),
        series.map(({ key }) => key),
        series.map(({ upTo }) => upTo),
      ])
      const ends: RowEnds[] = series.map(() => ({ seqs: [], steps: [] }))
      for (const { part, seqs, steps } of rows) ends[part - 1] = { seqs, steps }
      return ends
    },

    frames: async (parts) => {
      const { rows } = await connection.query<BlockRecord & { part: number }>(framesSql, [
        parts.map(({ id }) => id),
        parts.map(({ keys }) => keys.join()),
        parts.map(({ after }) => after),
        parts.map(({ upTo }) => upTo),
      ])
      const blocks: FrameBlock[][] = parts.map(() => [])
      for (const { part, keys, payload } of rows) blocks[part - 1]!.push(toBlock(keys, payload))
      return blocks
    },

    rollups: async (parts) => {
      const { rows } = await connection.query<RollupRecord & { part: number }>(rollupsSql, [
        parts.map(({ id }) => id),
        parts.map(({ key }) => key),
        parts.map(({ level }) => level),
        parts.map(({ first }) => first),
        parts.map(({ end }) => end),
      ])
      const rollups: RollupRow[][] = parts.map(() => [])
      for (const { part, ...row } of rows) rollups[part - 1]!.push(toRollup(row))
      return rollups
    },

    clocks: (ids) => readClocks(connection, ids),
  }
}

type BlockRecord = { keys: string[]; payload: Buffer }

/** What a writer needs to go on with a run's log. */
export async function readTail(pool: Pool, runId: string): Promise<LogTail> {
  const { rows } = await pool.query<RollupRecord>(newestRowsSql, [runId])
  const blocks = await pool.query<BlockRecord>(openBlocksSql, [runId])
  return {
    rows: rows.map(toRollup),
    blocks: blocks.rows.map(({ keys, payload }) => toBlock(keys, payload)),
  }
}

/** A log's blocks with frames after `after` and up to `upTo`, by first `seq`. */
export async function readBlocks(
  pool: Pool,
  runId: string,
  after: number,
  upTo: number,
): Promise<FrameBlock[]> {
  const { rows } = await pool.query<BlockRecord>(
    'SELECT keys, payload FROM metric_chunk WHERE run_id = $1 AND last_seq > $2 AND first_seq <= $3 ORDER BY first_seq',
    [runId, after, upTo],
  )
  return rows.map(({ keys, payload }) => toBlock(keys, payload))
}

const headsSql = `
  SELECT id, last_seq AS seq, raw_points AS raw, ARRAY(
    SELECT DISTINCT key FROM metric_chunk, unnest(keys) AS key WHERE run_id = run.id
    UNION SELECT key FROM metric_rollup WHERE run_id = run.id AND level = ${baseLevel} AND index = 0) AS keys
  FROM run WHERE id = ANY($1) AND deleted_at IS NULL`

const rowEndsSql = `
  SELECT part::int, array_agg(last_seq ORDER BY index) AS seqs, array_agg(last_step ORDER BY index) AS steps
  FROM unnest($1::text[], $2::text[], $3::int[]) WITH ORDINALITY AS asked(id, key, up_to, part)
  JOIN metric_rollup AS rollup ON run_id = id AND rollup.key = asked.key AND rollup.level = ${baseLevel}
    AND points = ${rowPoints} AND last_seq <= up_to
  GROUP BY part`

const framesSql = `
  SELECT part::int, narrow.keys, substring(payload FROM 1 FOR 16 * count) || narrow.values AS payload
  FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) WITH ORDINALITY AS asked(id, wanted, after, up_to, part)
  JOIN metric_chunk ON run_id = id AND last_seq > after AND first_seq <= up_to
    AND keys && string_to_array(wanted, ',')
  CROSS JOIN LATERAL (
    SELECT array_agg(key ORDER BY place) AS keys,
      string_agg(substring(payload FROM (8 * count * (1 + place) + 1)::int FOR 8 * count), ''::bytea ORDER BY place)
        AS values
    FROM unnest(metric_chunk.keys) WITH ORDINALITY AS column_of(key, place)
    WHERE key = ANY(string_to_array(wanted, ','))) AS narrow
  ORDER BY part, first_seq`

const inside = (index: string, shift: string): string =>
  `(${index} << (${shift})) >= first AND ((${index} + 1) << (${shift})) <= last`

/** A row is taken where it lies inside and the one above does not, or would be above the level. */
const rollupsSql = `
  SELECT part::int, rollup.key, rollup.level, index, points, last_seq, last_step, payload
  FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[])
    WITH ORDINALITY AS asked(id, key, most, first, last, part)
  JOIN metric_rollup AS rollup ON run_id = id AND rollup.key = asked.key AND rollup.level BETWEEN ${baseLevel} AND most
  WHERE ${inside('index', `rollup.level - ${baseLevel}`)}
    AND (rollup.level = most OR NOT (${inside('(index >> 1)', `rollup.level - ${baseLevel - 1}`)}))
  ORDER BY part, index << (rollup.level - ${baseLevel})`

const newestRowsSql = `
  SELECT DISTINCT ON (key, level) key, level, index, points, last_seq, last_step, payload
  FROM metric_rollup WHERE run_id = $1 AND points = ${rowPoints} << (level - ${baseLevel})
  ORDER BY key, level, index DESC`

/** Blocks that were not merged yet, and merged ones with points that no row stands for. */
const openBlocksSql = `
  SELECT keys, payload FROM metric_chunk
  WHERE run_id = $1 AND last_seq > (
    SELECT min(coalesce(done.seq, 0)) FROM unnest(keys) AS each LEFT JOIN (
      SELECT key, max(last_seq) AS seq FROM metric_rollup
      WHERE run_id = $1 AND level = ${baseLevel} AND points = ${rowPoints} GROUP BY key) AS done ON key = each)
  ORDER BY first_seq`
