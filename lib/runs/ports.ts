import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Replay, Run, RunConfig, RunListQuery, RunPatch, RunState, Summary } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
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
  tags: string[]
  activations: string[]
  steps: number
  idempotencyKey: string | undefined
  requestHash: string
  /** The run that this one repeats, in its numeric class; null for a run that is no replay. */
  replay: { of: string; numericClass: NumericClass } | null
}

/** A run that this process may train: nobody else can write while `attempt` stands in its row. */
export interface Claim {
  run: Run
  attempt: number
  /** Sequence number of the last frame in the log, from an attempt before. */
  lastSeq: number
  numericClass: NumericClass
  /** State of the newest checkpoint that has one, where the run's progress stands; null where it has none. */
  from: Uint8Array | null
}

/** How a replay compares with the run that it repeats. */
export type Comparison = Pick<Replay, 'identical' | 'firstDifference'>

export interface Ending {
  state: Extract<RunState, 'completed' | 'failed' | 'stopped'>
  receipt: Run['receipt']
  error: string | null
  /** Of a replay that completed; null otherwise. */
  comparison: Comparison | null
}

/** Why an attempt ended without its consent; only deaths count towards the limit after which a run fails. */
export interface Interruption {
  death: boolean
  cause: string
}

/** Which blocks of a log: with any of `keys`, with a frame up to `upTo`; all where absent. */
export interface BlockSelection {
  keys?: readonly string[] | undefined
  upTo?: number | undefined
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
  /**
   * Writes a delivery as a whole or not at all; its frames follow the log's last one, `after`. Snapshots and
   * checkpoints of steps that have one are passed over. Older checkpoints lose their state.
   */
  append(claim: Claim, after: number, delivery: Delivery, summary: Summary): Promise<boolean>
  finish(claim: Claim, ending: Ending): Promise<Run | null>
  /** Back to `queued` with a new job; to `stopped` where that was asked for, to `failed` after the last death. */
  requeue(claim: Claim, interruption: Interruption, queue: RunQueue): Promise<Run | null>
  /** At start-up: requeues what a server that no longer lives left running or had just been delivered. */
  recover(queue: RunQueue): Promise<Run[]>
  /** Requeues what is `running` though nobody holds it, as after a failure of the database. */
  putBackStranded(isHeld: (id: string) => boolean, queue: RunQueue): Promise<Run[]>
  /** Sequence number of the log's last frame; null where there is no such run. */
  lastSeq(id: string): Promise<number | null>
  /** The log's blocks with frames after `after`, in order. */
  blocks(id: string, after: number, selection?: BlockSelection): Promise<FrameBlock[]>
  /** In order of steps. */
  checkpoints(id: string): Promise<CheckpointEntry[]>
  /** The newest snapshot, of those at or before `upTo` where it is given, and every step that has one. */
  snapshots(id: string, upTo?: number): Promise<{ newest: Snapshot | null; steps: number[] }>
}

export interface TrainingTask {
  runId: string
  config: RunConfig
  numericClass: NumericClass
  /** State of the checkpoint to go on from; from the beginning where null. */
  from: Uint8Array | null
}

export interface TrainingProgress {
  step: number
  epoch: number
  samplesPerSecond: number | null
  /** Memory that the training takes, measured. */
  memoryBytes: number
}

/** A moment from which a training can go on bit for bit. */
export interface Checkpoint {
  step: number
  epoch: number
  epochEnd: boolean
  /** sha-256 in hex of all parameters. */
  weights: string
  /** Everything that the training needs to go on; only workers know what it means. */
  state: Uint8Array
}

/** What a training has to say since the last time. To be stored as a whole, in this order, before more comes. */
export interface Delivery {
  blocks: FrameBlock[]
  snapshots: Snapshot[]
  /** All verdicts up to now. */
  verdicts: Verdict[]
  /** Each taken after frames that are in `blocks` or were delivered before. */
  checkpoints: Checkpoint[]
  progress: TrainingProgress
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
  /** Awaits `onDelivery` before it delivers more, and holds the thread back when too much is under way. */
  start(task: TrainingTask, onDelivery: (delivery: Delivery) => Promise<void>): Training
}

/** Tells whoever watches. Called only with what is already stored. */
export interface Publisher {
  frames(runId: string, blocks: readonly FrameBlock[]): void
  changed(run: Run): void
  deleted(runId: string): void
}
