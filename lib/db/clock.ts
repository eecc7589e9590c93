import type { ClientBase, Pool } from 'pg'
import type { Clock, ClockChange, PlacedMark } from '#lib/series/clock.ts'
import { Prisma } from './client/client.ts'

/** The part of an append that writes marks; `held` names the run there. Marks of places that have one are passed over. */
export function writeClock({ added, dropped }: ClockChange): Prisma.Sql {
  const rows = added.map(
    ({ place, step, at, seconds }) =>
      Prisma.sql`(${place}::int, ${step}::int, ${new Date(at)}::timestamptz, ${seconds}::float8)`,
  )
  return Prisma.sql`, marks AS (
    INSERT INTO clock_mark (run_id, place, step, at, seconds)
    SELECT held.id, mark.* FROM held CROSS JOIN (VALUES ${Prisma.join(rows)}) AS mark ON CONFLICT DO NOTHING)
    ${dropped ? dropMarks(dropped, added[0]!.place) : Prisma.empty}`
}

/** Of the marks from before the first that is added. */
function dropMarks({ from, stride }: NonNullable<ClockChange['dropped']>, before: number): Prisma.Sql {
  return Prisma.sql`, thinned AS (
    DELETE FROM clock_mark USING held
    WHERE run_id = held.id AND place >= ${from}::int AND place < ${before}::int AND place % ${stride}::int <> 0)`
}

/** The newest mark of a run's clock; null where it has none. */
export async function readNewestMark(pool: Pool, runId: string): Promise<PlacedMark | null> {
  const { rows } = await pool.query<PlacedMark>(
    `SELECT place, step, seconds, ${milliseconds} AS at FROM clock_mark WHERE run_id = $1 ORDER BY place DESC LIMIT 1`,
    [runId],
  )
  return rows[0] ?? null
}

const milliseconds = '(1000 * extract(epoch FROM at))::float8'

/** The clocks of those of the runs that there are, by id; empty for runs without a mark. */
export async function readClocks(
  connection: Pool | ClientBase,
  ids: readonly string[],
): Promise<Map<string, Clock>> {
  const { rows } = await connection.query<Clock & { id: string }>(clocksSql, [ids])
  return new Map(rows.map(({ id, ...clock }) => [id, clock]))
}

const column = (value: string): string =>
  `coalesce(array_agg(${value} ORDER BY place) FILTER (WHERE place IS NOT NULL), '{}')`

const clocksSql = `
  SELECT id, ${column('clock_mark.step')} AS steps, ${column('seconds')} AS seconds, ${column(milliseconds)} AS at
  FROM run LEFT JOIN clock_mark ON run_id = id
  WHERE id = ANY($1) AND deleted_at IS NULL GROUP BY id`
