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

/** Id of the run that takes the next turn; null where none may begin. */
export async function findNext(tx: Prisma.TransactionClient): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT first.id FROM (
      SELECT DISTINCT ON (${member}) ${member} AS member, id, priority, attempt, queued_at
      FROM run WHERE ${ready} ORDER BY ${member}, ${memberOrder}) AS first
    LEFT JOIN (${busy}) AS busy USING (member)
    ORDER BY coalesce(busy.running, 0), ${memberOrder} LIMIT 1`
  return rows[0]?.id ?? null
}

type WaitingRow = { id: string; config: unknown; samples: number; total: number }

/** The first `limit` runs in the order in which they take their turns, and how many there are. */
export async function listWaiting(
  prisma: PrismaClient,
  limit: number,
): Promise<{ items: WaitingRun[]; total: number }> {
  const rows = await prisma.$queryRaw<WaitingRow[]>`
    WITH waiting AS (
      SELECT id, priority, attempt, queued_at, ${member} AS member, count(*) OVER ()::int AS total,
        row_number() OVER (PARTITION BY ${member} ORDER BY ${memberOrder}) AS rank
      FROM run WHERE ${ready}),
    ordered AS (
      SELECT waiting.*, coalesce(busy.running, 0) + rank AS turn
      FROM waiting LEFT JOIN (${busy}) AS busy USING (member)
      ORDER BY turn, ${memberOrder} LIMIT ${limit})
    SELECT id, run.config, (run.steps - run.step) * (run.config ->> 'batchSize')::float8 AS samples, total
    FROM ordered JOIN run USING (id)
    ORDER BY turn, ordered.priority DESC, (ordered.attempt > 0) DESC, ordered.queued_at, id`
  const items = rows.map(({ id, config, samples }) => ({ id, config: config as RunConfig, samples }))
  return { items, total: rows[0]?.total ?? 0 }
}

/** Sees to it that there is a turn for every run that may begin. */
export async function topUpTurns(tx: Prisma.TransactionClient, queue: RunQueue): Promise<void> {
  const turns = await queue.waiting(tx)
  const rows = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM run WHERE ${ready}`
  await queue.send(Math.max(0, rows[0]!.count - turns), tx)
}
