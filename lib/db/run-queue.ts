import type { RunConfig } from '#lib/contracts/run.ts'
import type { RunQueue, WaitingRun } from '#lib/runs/ports.ts'
import { Prisma, type PrismaClient } from './client/client.ts'

// The order in which waiting runs begin. Between members it goes by turns: first who has the fewest runs running or
// ahead of this one, so that nobody's hundred runs hold up another's one. Among a member's own runs the higher priority
// comes first, then one that was interrupted, then the one that has waited longest; so it goes among members of the
// same turn.

/** Rows that may begin; `run_queue_idx` holds them in a member's order. */
const ready = Prisma.sql`state = 'queued' AND after_run IS NULL AND deleted_at IS NULL`
const member = Prisma.sql`coalesce(created_by, '')`
const memberOrder = Prisma.sql`priority DESC, (attempt > 0) DESC, queued_at, id`
const busy = Prisma.sql`
  SELECT ${member} AS member, count(*) AS running FROM run WHERE state = 'running' GROUP BY 1`
/** Who has runs that wait: one step through the index a member, however many runs they have. */
const members = Prisma.sql`
  RECURSIVE members AS (
    (SELECT ${member} AS member FROM run WHERE ${ready} ORDER BY ${member}, ${memberOrder} LIMIT 1)
    UNION ALL
    SELECT (SELECT ${member} FROM run WHERE ${ready} AND ${member} > members.member
      ORDER BY ${member}, ${memberOrder} LIMIT 1)
    FROM members WHERE member IS NOT NULL)`
/** The first runs of each member, in the member's order. */
const firstOf = (limit: number): Prisma.Sql => Prisma.sql`
  members CROSS JOIN LATERAL (
    SELECT id, priority, attempt, queued_at, row_number() OVER () AS rank
    FROM (SELECT id, priority, attempt, queued_at FROM run WHERE ${ready} AND ${member} = members.member
      ORDER BY ${memberOrder} LIMIT ${limit}) AS own) AS first`

/** Id of the run that takes the next turn; null where none may begin. */
export async function findNext(tx: Prisma.TransactionClient): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH ${members}
    SELECT first.id FROM ${firstOf(1)} LEFT JOIN (${busy}) AS busy USING (member)
    ORDER BY coalesce(busy.running, 0), ${memberOrder} LIMIT 1`
  return rows[0]?.id ?? null
}

type WaitingRow = { id: string; config: unknown; samples: number }

/** The first `limit` runs in the order in which they take their turns, and how many there are. */
export async function listWaiting(
  prisma: PrismaClient,
  limit: number,
): Promise<{ items: WaitingRun[]; total: number }> {
  const rows = await prisma.$queryRaw<WaitingRow[]>`
    WITH ${members},
    ordered AS (
      SELECT first.*, coalesce(busy.running, 0) + rank AS turn
      FROM ${firstOf(limit)} LEFT JOIN (${busy}) AS busy USING (member)
      ORDER BY turn, ${memberOrder} LIMIT ${limit})
    SELECT id, run.config, (run.steps - run.step) * (run.config ->> 'batchSize')::float8 AS samples
    FROM ordered JOIN run USING (id)
    ORDER BY turn, ordered.priority DESC, (ordered.attempt > 0) DESC, ordered.queued_at, id`
  const items = rows.map(({ id, config, samples }) => ({ id, config: config as RunConfig, samples }))
  return { items, total: items.length < limit ? items.length : await countReady(prisma) }
}

async function countReady(tx: Prisma.TransactionClient): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM run WHERE ${ready}`
  return rows[0]!.count
}

/** Sees to it that there is a turn for every run that may begin. */
export async function topUpTurns(tx: Prisma.TransactionClient, queue: RunQueue): Promise<void> {
  const turns = await queue.waiting(tx)
  await queue.send(Math.max(0, (await countReady(tx)) - turns), tx)
}
