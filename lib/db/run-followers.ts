import { countForkSteps, type Run, type RunConfig } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { AppError } from '#lib/errors.ts'
import type { RunQueue } from '#lib/runs/ports.ts'
import { Prisma, type Run as RunRow } from './client/client.ts'
import { recordEvent } from './run-events.ts'
import { learningRateChangesOf, toRun } from './run-row.ts'

// Runs that wait for another one, and forks, which begin with a copy of another one's checkpoint.

type Transaction = Prisma.TransactionClient
type Copied = { step: number; epoch: number; weights: string }

/** The row, kept from others until the transaction ends. */
export async function lock(tx: Transaction, id: string): Promise<RunRow | null> {
  await tx.$queryRaw`SELECT 1 FROM run WHERE id = ${id} FOR UPDATE`
  return tx.run.findUnique({ where: { id } })
}

/**
 * Gives a fork its copy of `source`'s checkpoint at `step`, of the newest where null.
 * @throws AppError conflict where its state is not kept
 */
export async function attachFork(
  tx: Transaction,
  fork: RunRow,
  source: string,
  step: number | null,
): Promise<RunRow> {
  const [copied] = await tx.$queryRaw<Copied[]>`
    INSERT INTO checkpoint (run_id, step, epoch, epoch_end, weights, bytes, state)
    SELECT ${fork.id}, step, epoch, epoch_end, weights, bytes, state FROM checkpoint
    WHERE run_id = ${source} AND state IS NOT NULL ${step === null ? Prisma.empty : Prisma.sql`AND step = ${step}`}
    ORDER BY step DESC LIMIT 1
    RETURNING step, epoch, weights`
  if (!copied) {
    const which = step === null ? 'no checkpoint' : `no checkpoint at step ${step}`
    throw new AppError('conflict', `Run ${source} has ${which} whose weights are kept`)
  }
  const begin = { forkStep: copied.step, forkWeights: copied.weights, step: copied.step, epoch: copied.epoch }
  return tx.run.update({ where: { id: fork.id }, data: { ...begin, recordedStep: copied.step } })
}

/**
 * What follows from the end of a run: those that waited for it may begin where it completed, and are stopped where it
 * did not, with all that wait for them.
 */
export async function settleFollowers(tx: Transaction, parent: RunRow, queue: RunQueue): Promise<Run[]> {
  const followers = await tx.run.findMany({ where: { afterRun: parent.id }, orderBy: { queuedAt: 'asc' } })
  const settled: Run[] = []
  for (const follower of followers) {
    if (parent.state === 'completed') settled.push(await release(tx, follower, parent, queue))
    else settled.push(...(await stopFollower(tx, follower, parent, queue)))
  }
  return settled
}

/** Lets a run begin that waited for one that has completed. */
async function release(tx: Transaction, row: RunRow, parent: RunRow, queue: RunQueue): Promise<Run> {
  let released = await tx.run.update({
    where: { id: row.id },
    data: { afterRun: null, queuedAt: new Date() },
  })
  if (released.forkOf !== null && released.forkStep === null)
    released = await attachToEnd(tx, released, parent)
  if (released.state === 'queued') await queue.send(1, tx)
  return toRun(released)
}

/** Lets a fork go on from the end of its parent; the parent may have ended early. */
export async function attachToEnd(tx: Transaction, row: RunRow, parent: RunRow): Promise<RunRow> {
  const attached = await attachFork(tx, row, parent.id, null)
  const config = withLastRate(row, parent)
  const origin = { steps: parent.steps, config: parent.config as unknown as RunConfig }
  const steps = countForkSteps(origin, attached.epoch, config)
  return tx.run.update({ where: { id: row.id }, data: { steps, config } })
}

/** The fork's config; a learning rate that it has from its parent is the one that held at the end. */
function withLastRate(row: RunRow, parent: RunRow): RunConfig {
  const [config, inherited] = [row.config, row.forkConfig] as unknown as [RunConfig, RunConfig]
  const last = learningRateChangesOf(parent).findLast(({ step }) => step !== null)
  const isOwn =
    config.optimizer.name !== inherited.optimizer.name ||
    config.optimizer.learningRate !== inherited.optimizer.learningRate
  if (!last || isOwn) return config
  return { ...config, optimizer: { ...config.optimizer, learningRate: last.learningRate } }
}

async function stopFollower(tx: Transaction, row: RunRow, parent: RunRow, queue: RunQueue): Promise<Run[]> {
  const stopped = await tx.run.update({
    where: { id: row.id },
    data: { state: 'stopped', endedAt: new Date() },
  })
  const reason = `It was to follow ${parent.name}, which ${parent.state === 'failed' ? 'failed' : 'was stopped'}`
  await recordEvent(tx, stopped, { kind: 'state' }, { by: null, asked: false, reason })
  return [toRun(stopped), ...(await settleFollowers(tx, stopped, queue))]
}

/**
 * The run that another is to wait for, as `afterRun`; null where it has completed already.
 * @throws AppError invalid_request where there is none, conflict where it ended otherwise
 */
export async function awaited(tx: Transaction, id: string): Promise<string | null> {
  const row = await lock(tx, id)
  if (!row || row.deletedAt) {
    const errors = [{ path: 'after', message: `There is no run ${id}` }]
    throw new AppError('invalid_request', `after: there is no run ${id}`, { errors })
  }
  if (row.state === 'completed') return null
  if (endedStates.includes(row.state)) {
    throw new AppError('conflict', `Run ${id} is ${row.state}; nothing can wait for it to complete`)
  }
  return id
}

/**
 * What a run that was stopped while it waited waits for when it is begun again: the run that it was to follow, if that
 * can still complete. A fork whose parent has completed meanwhile gets its checkpoint.
 */
export async function waitAgain(tx: Transaction, row: RunRow): Promise<RunRow> {
  if (row.afterRun === null) return row
  const parent = await lock(tx, row.afterRun)
  if (!parent || parent.deletedAt || (endedStates.includes(parent.state) && parent.state !== 'completed')) {
    const state = parent && !parent.deletedAt ? parent.state : 'gone'
    throw new AppError('conflict', `Run ${row.id} waits for run ${row.afterRun}, which is ${state}`)
  }
  if (parent.state !== 'completed') return row
  const freed = await tx.run.update({ where: { id: row.id }, data: { afterRun: null } })
  return freed.forkOf !== null && freed.forkStep === null ? attachToEnd(tx, freed, parent) : freed
}
