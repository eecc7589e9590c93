import type { Run } from '#lib/contracts/run.ts'
import type { Interruption, RunQueue } from '#lib/runs/ports.ts'
import type { Prisma } from './client/client.ts'
import { toRun } from './run-row.ts'

// A run's row and its job in the queue, changed in one transaction.

/** Attempts that may die before a run counts as failed. */
const maxDeaths = 3

type Transaction = Prisma.TransactionClient
type LockedRow = NonNullable<Awaited<ReturnType<typeof lock>>>

/** The row, kept from others until the transaction ends. */
export async function lock(tx: Transaction, id: string) {
  await tx.$queryRaw`SELECT 1 FROM run WHERE id = ${id} FOR UPDATE`
  return tx.run.findUnique({ where: { id } })
}

/** Gives the run a new job; one that begins `again` comes ahead of its equals. */
export async function enqueue(
  tx: Transaction,
  row: Pick<LockedRow, 'id' | 'priority'>,
  queue: RunQueue,
  again = false,
): Promise<Run> {
  const jobId = await queue.send(row.id, row.priority, again, tx)
  return toRun(await tx.run.update({ where: { id: row.id }, data: { jobId } }))
}

/** What becomes of a run whose attempt ended without its consent. */
export async function putBack(
  tx: Transaction,
  row: LockedRow,
  { death, cause }: Interruption,
  queue: RunQueue,
): Promise<Run> {
  const deaths = row.deaths + (death ? 1 : 0)
  const where = { id: row.id }
  if (row.stopRequested) {
    return toRun(await tx.run.update({ where, data: { state: 'stopped', deaths, endedAt: new Date() } }))
  }
  if (deaths >= maxDeaths) {
    const error = `The worker died in each of ${deaths} attempts; the last time: ${cause}`
    return toRun(
      await tx.run.update({ where, data: { state: 'failed', deaths, error, endedAt: new Date() } }),
    )
  }
  await tx.run.update({ where, data: { state: 'queued', deaths } })
  return enqueue(tx, row, queue, true)
}
