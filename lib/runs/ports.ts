import type { Run, RunConfig, RunListQuery, RunPatch, RunState, Summary } from '#lib/contracts/run.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { FrameBlock } from '#lib/series/frames.ts'

/** A database transaction, as far as the queue needs it. */
export interface SqlTransaction {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>
}

/** Delivers the ids of queued runs to the runner, each at least once; the run's row decides who may run it. */
export interface RunQueue {
  /**
   * Adds a job inside the caller's transaction and answers the job's id. Higher priorities come first; among
   * equals a run that begins `again`, then the earlier one.
   */
  send(runId: string, priority: number, again: boolean, tx: SqlTransaction): Promise<string>
  /** Takes out the jobs that were delivered to a server that is dead, and answers their runs' ids. */
  takeAbandoned(tx: SqlTransaction): Promise<string[]>
  /** Takes a job out that was not delivered yet; does nothing where it was. */
  cancel(jobId: string, tx: SqlTransaction): Promise<void>
}

/** What a run is made of when it is created. */
export interface NewRun {
  id: string
  name: string
  config: RunConfig
  activations: string[]
  steps: number
  idempotencyKey: string | undefined
  requestHash: string
}

/** A run that this process may train: nobody else can write while `attempt` stands in its row. */
export interface Claim {
  run: Run
  attempt: number
  /** Sequence number of the last frame in the log, from an attempt before. */
  lastSeq: number
  numericClass: NumericClass
}

export interface Advance {
  step: number
  epoch: number
  samplesPerSecond: number | null
  summary: Summary
}

export interface Ending {
  state: Extract<RunState, 'completed' | 'failed' | 'stopped'>
  receipt: Run['receipt']
  error: string | null
}

/** Why an attempt ended without its consent; only deaths count towards the limit after which a run fails. */
export interface Interruption {
  death: boolean
  cause: string
}

/** The runs and their metrics log. Methods with a claim answer null or false, and write nothing, once it is lost. */
export interface RunStore {
  /** Inserts a run and, in the same transaction, its job. */
  insert(run: NewRun, queue: RunQueue): Promise<Run>
  findByIdempotencyKey(key: string): Promise<{ run: Run; requestHash: string } | null>
  newestId(): Promise<string | null>
  find(id: string): Promise<Run | null>
  list(query: RunListQuery): Promise<{ items: Run[]; nextCursor: string | null }>
  counts(): Promise<Record<RunState, number>>
  update(id: string, patch: RunPatch, queue: RunQueue): Promise<Run | null>
  /** Removes an ended run with its log. */
  remove(id: string): Promise<boolean>
  /** A queued run becomes `stopped`; a running one is marked to stop. Null where it is neither. */
  requestStop(id: string, queue: RunQueue): Promise<Run | null>
  isStopRequested(id: string): Promise<boolean>
  /** From `queued` to `running` with the next attempt; null where the run is not queued. */
  claim(id: string, numericClass: NumericClass): Promise<Claim | null>
  append(claim: Claim, after: number, blocks: readonly FrameBlock[], advance: Advance): Promise<boolean>
  finish(claim: Claim, ending: Ending): Promise<Run | null>
  /** Back to `queued` with a new job; to `stopped` where that was asked for, to `failed` after the last death. */
  requeue(claim: Claim, interruption: Interruption, queue: RunQueue): Promise<Run | null>
  /** At start-up: requeues what a server that no longer lives left running or had just been delivered. */
  recover(queue: RunQueue): Promise<Run[]>
  /** Requeues what is `running` though nobody holds it, as after a failure of the database. */
  putBackStranded(isHeld: (id: string) => boolean, queue: RunQueue): Promise<Run[]>
  /** Sequence number of the log's last frame; null where there is no such run. */
  lastSeq(id: string): Promise<number | null>
  /** The log's blocks with any of `keys` (all where absent) and frames after `after`, in order. */
  blocks(id: string, after: number, keys?: readonly string[]): Promise<FrameBlock[]>
}

export interface TrainingTask {
  runId: string
  config: RunConfig
  numericClass: NumericClass
}

export interface TrainingProgress {
  step: number
  epoch: number
  samplesPerSecond: number | null
}

/** How a training ended by itself. */
export type TrainingOutcome =
  | {
      state: 'completed' | 'stopped'
      /** sha-256 in hex: of the final parameters, of the dataset, of the kernels' code. */
      weights: string
      data: string
      kernels: string
    }
  | { state: 'failed'; error: string }

export interface Training {
  /** Rejects where the thread dies, or where what it delivers cannot be stored. */
  outcome: Promise<TrainingOutcome>
  /** Asks for the end after the present step; what was recorded is still delivered. */
  stop(): void
}

/** Threads that train. */
export interface TrainingPool {
  /** Awaits `onFrames` before it delivers more, and holds the thread back when too much is under way. */
  start(
    task: TrainingTask,
    onFrames: (blocks: FrameBlock[], progress: TrainingProgress) => Promise<void>,
  ): Training
}

/** Tells whoever watches. Called only with what is already stored. */
export interface Publisher {
  frames(runId: string, blocks: readonly FrameBlock[]): void
  changed(run: Run): void
  deleted(runId: string): void
}
