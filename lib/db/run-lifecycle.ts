import { mostTags } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { AppError } from '#lib/errors.ts'
import type { Act, ForkOrigin, NewRun, RunQueue, RunStore } from '#lib/runs/ports.ts'
import { Prisma, type Run as RunRow } from './client/client.ts'
import type { Database } from './database.ts'
import { recordEvent } from './run-events.ts'
import { attachFork, attachToEnd, awaited, lock, settleFollowers, waitAgain } from './run-followers.ts'
import { learningRateChangesOf, notBefore, toRun } from './run-row.ts'

type Lifecycle = Pick<
  RunStore,
  'insert' | 'update' | 'retag' | 'request' | 'resume' | 'setLearningRate' | 'remove' | 'restore' | 'purge'
>
type Transaction = Prisma.TransactionClient

/** What people and scripts do with runs. Each is one transaction that also writes down who did it. */
export function createLifecycle({ prisma }: Pick<Database, 'prisma'>): Lifecycle {
  return {
    insert: (run, act, queue) => prisma.$transaction((tx) => insert(tx, run, act, queue)),

    update: (id, patch, act) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        if (!row) return null
        const data = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
        const updated = await tx.run.update({ where: { id }, data })
        if (updated.priority !== row.priority) {
          await recordEvent(tx, updated, { kind: 'priority', priority: updated.priority }, act)
        }
        return toRun(updated)
      }),

    retag: (id, { add, remove }) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        if (!row) return null
        const tags = [...new Set([...row.tags.filter((tag) => !remove.includes(tag)), ...add])]
        if (tags.length > mostTags) {
          throw new AppError('conflict', `Run ${id} would have ${tags.length} tags; ${mostTags} are the most`)
        }
        return toRun(await tx.run.update({ where: { id }, data: { tags } }))
      }),

    request: (id, what, act, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        if (!row) return null
        if (row.state === 'running') return { run: await mark(tx, row, what, act), followers: [] }
        if (row.state !== 'queued' && !(row.state === 'paused' && what === 'stop')) return null
        const data =
          what === 'stop'
            ? { state: 'stopped' as const, endedAt: notBefore(row.startedAt) }
            : { state: 'paused' as const }
        const changed = await tx.run.update({ where: { id }, data })
        await recordEvent(tx, changed, { kind: 'state' }, act)
        return {
          run: toRun(changed),
          followers: what === 'stop' ? await settleFollowers(tx, changed, queue) : [],
        }
      }),

    resume: (id, again, act, queue) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        const fits = again ? row?.state === 'failed' || row?.state === 'stopped' : row?.state === 'paused'
        if (!row || !fits) return null
        if (row.rawPoints !== 'all') {
          const detail = `The raw points of run ${id} are no longer kept, so that it cannot go on; duplicate or fork it`
          throw new AppError('conflict', detail)
        }
        const { afterRun } = await waitAgain(tx, row)
        const fresh = { receipt: Prisma.DbNull, replay: Prisma.DbNull, error: null, endedAt: null }
        const queued = await tx.run.update({
          where: { id },
          data: { state: 'queued', queuedAt: new Date(), deaths: 0, ...(again ? fresh : {}) },
        })
        await recordEvent(tx, queued, { kind: 'state' }, act)
        if (afterRun === null) await queue.send(1, tx)
        return toRun(queued)
      }),

    setLearningRate: (id, learningRate, act) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        if (!row || endedStates.includes(row.state)) return null
        const event = await recordEvent(tx, row, { kind: 'learning_rate', learningRate }, act)
        const change = { id: event, step: null, learningRate }
        const learningRateChanges = [...learningRateChangesOf(row), change]
        return { run: toRun(await tx.run.update({ where: { id }, data: { learningRateChanges } })), change }
      }),

    remove: (id, act) =>
      prisma.$transaction(async (tx) => {
        const row = await find(tx, id)
        if (!row || !endedStates.includes(row.state)) return null
        const removed = await tx.run.update({ where: { id }, data: { deletedAt: new Date() } })
        await recordEvent(tx, removed, { kind: 'state' }, { ...act, reason: deleted(act) })
        return toRun(removed)
      }),

    restore: (id, act) =>
      prisma.$transaction(async (tx) => {
        const row = await lock(tx, id)
        if (!row?.deletedAt) return null
        const restored = await tx.run.update({ where: { id }, data: { deletedAt: null } })
        await recordEvent(
          tx,
          restored,
          { kind: 'state' },
          { ...act, reason: 'restored after it was deleted' },
        )
        return toRun(restored)
      }),

    purge: async (deletedBefore) => {
      const gone = await prisma.$queryRaw<{ id: string }[]>`
        DELETE FROM run WHERE deleted_at < ${deletedBefore} RETURNING id`
      return gone.map(({ id }) => id)
    },
  }
}

const deleted = ({ reason }: Act): string => (reason ? `deleted: ${reason}` : 'deleted')

/** The row of a run that is not deleted, kept from others until the transaction ends. */
async function find(tx: Transaction, id: string): Promise<RunRow | null> {
  const row = await lock(tx, id)
  return row?.deletedAt ? null : row
}

/** A running run is only asked; a stop outweighs a pause. */
async function mark(tx: Transaction, row: RunRow, what: 'pause' | 'stop', act: Act) {
  if (row.requested === what || row.requested === 'stop') return toRun(row)
  const marked = await tx.run.update({
    where: { id: row.id },
    data: { requested: what, requestedBy: act.by },
  })
  await recordEvent(tx, marked, { kind: 'request', request: what }, act)
  return toRun(marked)
}

async function insert(tx: Transaction, run: NewRun, act: Act, queue: RunQueue) {
  const { config, fork } = run
  const afterRun = run.after === null ? null : await awaited(tx, run.after)
  const row = await tx.run.create({
    data: {
      id: run.id,
      name: run.name,
      dataset: config.dataset,
      activations: run.activations,
      config,
      tags: run.tags,
      priority: config.priority,
      steps: run.steps,
      epochs: config.epochs,
      createdBy: act.by,
      afterRun,
      replayOf: run.replay?.of ?? null,
      numericClass: run.replay?.numericClass ?? null,
      forkOf: fork?.of ?? null,
      forkConfig: fork?.config ?? Prisma.DbNull,
      learningRateChanges: run.learningRateChanges,
      idempotencyKey: run.idempotencyKey ?? null,
      requestHash: run.requestHash,
    },
  })
  const waits = afterRun !== null
  const ready = fork && !waits ? await attach(tx, row, fork) : row
  await recordEvent(tx, ready, { kind: 'state' }, act)
  if (!waits) await queue.send(1, tx)
  return toRun(ready)
}

/** A fork that was to wait may find that its parent has just completed. */
async function attach(tx: Transaction, row: RunRow, { of, source, step }: ForkOrigin): Promise<RunRow> {
  if (step !== null) return attachFork(tx, row, source, step)
  const parent = await lock(tx, of)
  if (!parent) throw new AppError('not_found', `There is no run ${of}`)
  return attachToEnd(tx, row, parent)
}
