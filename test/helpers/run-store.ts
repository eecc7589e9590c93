import { type Run, type RunConfig, runRequestSchema } from '#lib/contracts/run.ts'
import { newRunId } from '#lib/runs/identity.ts'
import type { Act, Claim, Delivery, NewRun, RecordChange, RunQueue, RunStore } from '#lib/runs/ports.ts'
import { ClockWriter } from '#lib/series/clock.ts'
import { type LogChange, LogWriter } from '#lib/series/log-writer.ts'

export const config: RunConfig = (({ name: _name, after: _after, ...rest }) => rest)(
  runRequestSchema.parse({ dataset: 'two_spirals' }),
)

/** What somebody asked for. */
export const asked = (by: string | null = null, reason: string | null = null): Act => ({
  by,
  asked: true,
  reason,
})

/** A queue that nobody listens to. */
export const quietQueue: RunQueue = {
  send: async () => {},
  dropAbandoned: async () => {},
  waiting: async () => 0,
}

export const death = { death: true, cause: 'bad luck' }
export const shutdown = { death: false, cause: 'the server ended' }
export const completed = { state: 'completed', receipt: null, error: null, comparison: null } as const

let previous: string | null = null

/** A run of two spirals, as far as the changes do not say otherwise. */
export function newRun(changes: Partial<NewRun> = {}): NewRun {
  previous = newRunId(previous)
  return {
    id: previous,
    name: 'test',
    config,
    tags: [],
    activations: ['relu'],
    steps: 100,
    idempotencyKey: undefined,
    requestHash: 'hash',
    replay: null,
    fork: null,
    after: null,
    learningRateChanges: [],
    ...changes,
  }
}

/** The next run that may begin. */
export async function claimNext(store: RunStore): Promise<Claim> {
  const claim = await store.claimNext('simd128')
  if (!claim) throw new Error('Nothing may begin')
  return claim
}

/** Claims this run, which has to be the next. */
export async function claimRun(store: RunStore, { id }: Pick<Run, 'id'>): Promise<Claim> {
  const claim = await claimNext(store)
  if (claim.run.id !== id) throw new Error(`Run ${claim.run.id} was next, not ${id}`)
  return claim
}

/** A delivery of nothing but what the parts say. */
export function deliveryOf(parts: Partial<Delivery>): Delivery {
  const progress = { step: 10, epoch: 1, samplesPerSecond: 5, memoryBytes: 1000 }
  return {
    blocks: [],
    snapshots: [],
    verdicts: [],
    checkpoints: [],
    learningRates: [],
    marks: [],
    progress,
    postedAt: 0,
    ...parts,
  }
}

/** A change of the log alone. */
export const changeOf = (log: LogChange): RecordChange => ({ log, clock: { added: [], dropped: null } })

/** Appends a delivery to a log that the claim found empty, or to which nothing was written by others. */
export function appendTo(store: RunStore, claim: Claim, after: number, delivery: Delivery): Promise<boolean> {
  const log = new LogWriter(claim.tail).add(delivery.blocks)
  const clock = new ClockWriter(claim.clock).add(delivery.marks)
  return store.append(claim, after, delivery, { log, clock }, {})
}
