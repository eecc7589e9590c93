import type { LearningRateChange, Run, RunConfig } from '#lib/contracts/run.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Act, Claim, Ending, Interruption, RunQueue, RunStore } from '#lib/runs/ports.ts'
import { findRestorable, type Restorable, readState } from './checkpoints.ts'
import { Prisma, type Run as RunRow } from './client/client.ts'
import { readNewestMark } from './clock.ts'
import type { Database } from './database.ts'
import { readTail } from './metrics-log.ts'
import { recordEvent } from './run-events.ts'
import { lock, settleFollowers } from './run-followers.ts'
import { findNext, topUpTurns } from './run-queue.ts'
import { learningRateChangesOf, notBefore, toRun } from './run-row.ts'

/** Attempts in a row that may die without a new checkpoint before a run counts as failed. */
const maxDeaths = 3

type Attempts = Pick<RunStore, 'claimNext' | 'wishes' | 'finish' | 'requeue' | 'recover' | 'putBackStranded'>
type Transaction = Prisma.TransactionClient
interface Settled {
  run: Run
  followers: Run[]
}

/** What the runner does with runs: attempts begin and end. */
export function createAttempts({
  prisma,
  pool,
  ensureOwner,
}: Pick<Database, 'prisma' | 'pool' | 'ensureOwner'>): Attempts {
  return {
    claimNext: async (numericClass) => {
      const claimed = await prisma.$transaction(async (tx) => {
        const next = await claim(tx, numericClass)
        if (next) await ensureOwner(tx)
        return next
      })
      if (!claimed) return null
      const { row, checkpoint } = claimed
      return {
        run: toRun(row),
        attempt: row.attempt,
        lastSeq: row.lastSeq,
        numericClass: row.numericClass as NumericClass,
        from: checkpoint && (await readState(pool, row.id, checkpoint)),
        forkedFrom:
          checkpoint && checkpoint.step === row.forkStep ? (row.forkConfig as unknown as RunConfig) : null,
        tail: await readTail(pool, row.id),
        clock: await readNewestMark(pool, row.id),
        recordedStep: row.recordedStep,
      }
    },

    wishes: async (id) => {
      const row = await prisma.run.findUnique({
        where: { id },
        select: { requested: true, learningRateChanges: true },
      })
      const open = row ? learningRateChangesOf(row).filter(({ step }) => step === null) : []
      return { requested: (row?.requested ?? null) as Run['requested'], learningRate: open.at(-1) ?? null }
    },

    finish: (claim, ending, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lockHeld(tx, claim)
        return row && end(tx, row, ending, queue)
      }),

    requeue: (claim, interruption, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await lockHeld(tx, claim)
        return row && putBack(tx, row, interruption, queue)
      }),

    recover: (queue) =>
      prisma.$transaction(async (tx) => {
        await queue.dropAbandoned(tx)
        const runs: Run[] = []
        const interruption = { death: true, cause: 'the server was ended by force' }
        for (const { id } of await tx.run.findMany({ where: { state: 'running' }, select: { id: true } })) {
          // A server that is on its way out may have ended it just now.
          const row = await lock(tx, id)
          if (row?.state === 'running') runs.push((await putBack(tx, row, interruption, queue)).run)
        }
        await ensureOwner(tx)
        await topUpTurns(tx, queue)
        return runs
      }),

    putBackStranded: async (isHeld, queue) => {
      const running = await prisma.run.findMany({
        where: { state: 'running' },
        select: { id: true, attempt: true },
      })
      const runs: Run[] = []
      for (const { id, attempt } of running) {
        if (isHeld(id)) continue
        const settled = await prisma.$transaction(async (tx) => {
          const row = await lock(tx, id)
          if (row?.state !== 'running' || row.attempt !== attempt || isHeld(id)) return null
          // After it was read: an attempt that another server has begun was begun under the lock.
          await ensureOwner(tx)
          return putBack(tx, row, { death: false, cause: 'the database failed' }, queue)
        })
        if (settled) runs.push(settled.run, ...settled.followers)
      }
      await prisma.$transaction((tx) => topUpTurns(tx, queue))
      return runs
    },
  }
}

/** The next run's row, with the next attempt; what was asked for before applies from what the log has seen. */
async function claim(
  tx: Transaction,
  numericClass: NumericClass,
): Promise<{ row: RunRow; checkpoint: Restorable | null } | null> {
  for (;;) {
    const id = await findNext(tx)
    if (id === null) return null
    const row = await lock(tx, id)
    // Somebody was quicker: what was next then is not any more.
    if (row?.state !== 'queued' || row.deletedAt || row.afterRun !== null) continue
    const checkpoint = await findRestorable(tx, id)
    const learningRateChanges = learningRateChangesOf(row).map((change) => ({
      ...change,
      step: change.step ?? row.recordedStep,
    }))
    await markApplied(tx, id, learningRateChangesOf(row), row.recordedStep)
    const claimed = await tx.run.update({
      where: { id },
      data: {
        state: 'running',
        attempt: row.attempt + 1,
        startedAt: row.startedAt ?? new Date(),
        numericClass: row.numericClass ?? numericClass,
        step: checkpoint?.step ?? 0,
        epoch: checkpoint?.epoch ?? 0,
        samplesPerSecond: null,
        learningRateChanges,
      },
    })
    const reason = checkpoint ? `from its checkpoint at step ${checkpoint.step}` : null
    await recordEvent(tx, claimed, { kind: 'state' }, { by: null, asked: false, reason })
    return { row: claimed, checkpoint }
  }
}

/** The events of learning rates that waited get the step after which they apply. */
async function markApplied(
  tx: Transaction,
  runId: string,
  changes: readonly LearningRateChange[],
  step: number,
): Promise<void> {
  const ids = changes.filter((change) => change.step === null).map(({ id }) => id)
  if (ids.length > 0) await tx.runEvent.updateMany({ where: { runId, id: { in: ids } }, data: { step } })
}

/** The row of a claim that still stands. */
async function lockHeld(tx: Transaction, { run: { id }, attempt }: Claim): Promise<RunRow | null> {
  const row = await lock(tx, id)
  return row?.state === 'running' && row.attempt === attempt ? row : null
}

/** Ends an attempt: by itself, or because somebody asked for it. */
async function end(
  tx: Transaction,
  row: RunRow,
  { state, receipt, error, comparison }: Ending,
  queue: RunQueue,
): Promise<Settled> {
  const ended = await tx.run.update({
    where: { id: row.id },
    data: {
      state,
      error,
      receipt: receipt ?? Prisma.DbNull,
      replay: comparison ?? Prisma.DbNull,
      requested: null,
      requestedBy: null,
      endedAt: state === 'paused' ? null : notBefore(row.startedAt),
    },
  })
  const asked = (state === 'paused' || state === 'stopped') && row.requested !== null
  const reason = asked ? await reasonOf(tx, row) : error
  await recordEvent(tx, ended, { kind: 'state' }, { by: asked ? row.requestedBy : null, asked, reason })
  const followers = state === 'paused' ? [] : await settleFollowers(tx, ended, queue)
  return { run: toRun(ended), followers }
}

/** Why the run was asked for what it now does. */
async function reasonOf(tx: Transaction, { id }: RunRow): Promise<string | null> {
  const request = await tx.runEvent.findFirst({
    where: { runId: id, kind: 'request' },
    orderBy: { id: 'desc' },
  })
  return request?.reason ?? null
}

/** What becomes of a run whose attempt ended without its consent. */
async function putBack(
  tx: Transaction,
  row: RunRow,
  { death, cause }: Interruption,
  queue: RunQueue,
): Promise<Settled> {
  const deaths = row.deaths + (death ? 1 : 0)
  await tx.run.update({ where: { id: row.id }, data: { deaths } })
  const nothing = { receipt: null, error: null, comparison: null }
  if (row.requested === 'stop') return end(tx, row, { state: 'stopped', ...nothing }, queue)
  if (row.requested === 'pause') return end(tx, row, { state: 'paused', ...nothing }, queue)
  if (deaths >= maxDeaths) {
    const error = `The worker died in each of ${deaths} attempts; the last time: ${cause}`
    return end(tx, row, { state: 'failed', ...nothing, error }, queue)
  }
  const queued = await tx.run.update({
    where: { id: row.id },
    data: { state: 'queued', samplesPerSecond: null },
  })
  const act: Act = { by: null, asked: false, reason: cause }
  await recordEvent(tx, queued, { kind: 'state' }, act)
  await queue.send(1, tx)
  return { run: toRun(queued), followers: [] }
}
