import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import type { TagChange } from '#lib/contracts/control.ts'
import type { HistogramName, HistogramSeries, Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { LearningRateChange, Replay, Run, RunConfig, RunPatch, Summary } from '#lib/contracts/run.ts'
import type { RunEvent } from '#lib/contracts/run-event.ts'
import type { RunGroups, RunGroupsQuery } from '#lib/contracts/run-group.ts'
import type { RunList, RunListQuery } from '#lib/contracts/run-list.ts'
import type { RunState } from '#lib/contracts/run-state.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { ClockChange, ClockMark, PlacedMark } from '#lib/series/clock.ts'
import type { FrameBlock } from '#lib/series/frames.ts'
import type { LogChange, LogTail, Merge } from '#lib/series/log-writer.ts'

/** A database transaction, as far as the queue needs it. */
export interface SqlTransaction {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>
}

/**
 * Tells the runner, once for every run that may begin, that one may: a job is a turn, not a run. Which run takes
 * the turn is decided when it begins, by the rows. Turns are delivered at least once, and may be too many, never too
 * few.
 */
export interface RunQueue {
  /** Adds turns inside the caller's transaction. */
  send(turns: number, tx: SqlTransaction): Promise<void>
  /** Takes out the turns that were delivered to a server that is dead. */
  dropAbandoned(tx: SqlTransaction): Promise<void>
  /** Number of turns that are not delivered yet. */
  waiting(tx: SqlTransaction): Promise<number>
}

/** Who changes a run, and why. */
export interface Act {
  /** Name of the member; null where the server does it, or where nobody gave a name. */
  by: string | null
  /** Whether somebody asked for it. */
  asked: boolean
  reason: string | null
}

/** Where a fork begins: at a checkpoint, or (`step` null) at the last one of a run that has to complete first. */
export interface ForkOrigin {
  of: string
  step: number | null
  /** The run that holds the checkpoint: the one that is forked, or of a replay the fork that it repeats. */
  source: string
  /** Config of the run that is forked. */
  config: RunConfig
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
  fork: ForkOrigin | null
  /** The run that has to complete before this one may begin; the fork waits for its origin where that has no step. */
  after: string | null
  /** Of a replay: the learning rates that were set in the run that it repeats, and when. */
  learningRateChanges: LearningRateChange[]
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
  /** Where `from` was taken by another run: that run's config. */
  forkedFrom: RunConfig | null
  /** What the log holds at its end. */
  tail: LogTail
  /** The newest mark of the clock, from an attempt before; null where there is none. */
  clock: PlacedMark | null
  /** Steps up to which the log holds what the training showed: what is asked for now applies after them. */
  recordedStep: number
}

/** How a replay compares with the run that it repeats. */
export type Comparison = Omit<Replay, 'of'>

export interface Ending {
  state: Extract<RunState, 'completed' | 'failed' | 'stopped' | 'paused'>
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

/** The runs and their metrics log. Methods with a claim answer null or false, and write nothing, once it is lost. */
export interface RunStore {
  /** Inserts a run and, in the same transaction, its job. */
  insert(run: NewRun, act: Act, queue: RunQueue): Promise<Run>
  findByIdempotencyKey(key: string): Promise<{ run: Run; requestHash: string } | null>
  newestId(): Promise<string | null>
  find(id: string): Promise<Run | null>
  list(query: RunListQuery): Promise<RunList>
  groups(query: RunGroupsQuery): Promise<RunGroups>
  counts(): Promise<Record<RunState, number>>
  update(id: string, patch: RunPatch, act: Act): Promise<Run | null>
  /** @throws AppError conflict where it would have too many */
  retag(id: string, change: TagChange): Promise<Run | null>
  /** An ended run is out of sight until it is restored, or removed for good by `purge`. Null where it has not ended. */
  remove(id: string, act: Act): Promise<Run | null>
  /** Null where there is no deleted run of this id. */
  restore(id: string, act: Act): Promise<Run | null>
  /** Removes for good what was deleted before that time, with its log; answers the ids. */
  purge(deletedBefore: Date): Promise<string[]>
  /**
   * Asks for a stop or a pause: a waiting run takes the state at once, a running one is marked. Null where neither
   * applies. Runs that waited for one that is stopped are stopped as well.
   */
  request(
    id: string,
    what: 'pause' | 'stop',
    act: Act,
    queue: RunQueue,
  ): Promise<{ run: Run; followers: Run[] } | null>
  /** Back into the queue: a paused run, or with `again` one that has failed or was stopped. Null where it is neither. */
  resume(id: string, again: boolean, act: Act, queue: RunQueue): Promise<Run | null>
  /** What a running run was asked for, and the newest learning rate that was set and does not apply yet. */
  wishes(id: string): Promise<{ requested: 'pause' | 'stop' | null; learningRate: LearningRateChange | null }>
  /** Takes down a learning rate for a run that is running, paused or queued; null where it has ended. */
  setLearningRate(
    id: string,
    learningRate: number,
    act: Act,
  ): Promise<{ run: Run; change: LearningRateChange } | null>
  /** In the order in which they happened. */
  events(id: string): Promise<RunEvent[]>
  /** The next run in the fair order, from `queued` to `running` with the next attempt; null where none may begin. */
  claimNext(numericClass: NumericClass): Promise<Claim | null>
  /** What may begin, in the fair order, as far as `limit`, and how many there are. */
  waiting(limit: number): Promise<{ items: WaitingRun[]; total: number }>
  /** Samples per second of the newest runs that have trained, newest first. */
  speeds(): Promise<{ config: RunConfig; samplesPerSecond: number }[]>
  /**
   * Writes a delivery, and what its frames change in the log and its marks in the clock, as a whole or not at all;
   * frames follow the log's last one, `after`. Snapshots and checkpoints of steps, and marks of places, that have one are
   * passed over. Most older checkpoints lose their state.
   */
  append(
    claim: Claim,
    after: number,
    delivery: Delivery,
    change: RecordChange,
    summary: Summary,
  ): Promise<boolean>
  /** Merges blocks of a log that has come to its end; does nothing where the claim is lost. */
  seal(claim: Claim, merges: Merge[]): Promise<void>
  /** Ends an attempt. Runs that waited for this one may begin where it completed, and are stopped where it did not. */
  finish(claim: Claim, ending: Ending, queue: RunQueue): Promise<{ run: Run; followers: Run[] } | null>
  /** Back to `queued`; to what it was asked for where it was, to `failed` after the last death. */
  requeue(
    claim: Claim,
    interruption: Interruption,
    queue: RunQueue,
  ): Promise<{ run: Run; followers: Run[] } | null>
  /** At start-up: requeues what a server that no longer lives left running, and sees to it that every turn is there. */
  recover(queue: RunQueue): Promise<Run[]>
  /** Requeues what is `running` though nobody holds it, as after a failure of the database; sees to the turns too. */
  putBackStranded(isHeld: (id: string) => boolean, queue: RunQueue): Promise<Run[]>
  /** Sequence number of the log's last frame; null where there is no such run. */
  lastSeq(id: string): Promise<number | null>
  /** The log's blocks with frames after `after` and up to `upTo`, by first `seq`. */
  blocks(id: string, after: number, upTo: number): Promise<FrameBlock[]>
  /** In order of steps. */
  checkpoints(id: string): Promise<CheckpointEntry[]>
  /** The newest snapshot, of those at or before `upTo` where it is given, and every step that has one. */
  snapshots(id: string, upTo?: number): Promise<{ newest: Snapshot | null; steps: number[] }>
  /** Every step that has a snapshot, ascending. */
  snapshotSteps(id: string): Promise<number[]>
  /** One kind of histogram of one layer, of those of the steps that have it, ascending. */
  histograms(
    id: string,
    layer: string,
    name: HistogramName,
    steps: readonly number[],
  ): Promise<HistogramSeries['items']>
}

/** What is to be written of a delivery beside itself. */
export interface RecordChange {
  log: LogChange
  clock: ClockChange
}

/** A run that waits, as far as a forecast needs it. */
export interface WaitingRun {
  id: string
  config: RunConfig
  /** Samples left to train on, over all epochs. */
  samples: number
}

export interface TrainingTask {
  runId: string
  config: RunConfig
  /** Steps after which it is complete. */
  steps: number
  numericClass: NumericClass
  /** State of the checkpoint to go on from; from the beginning where null. */
  from: Uint8Array | null
  /** Where `from` was taken by another run: that run's config. */
  forkedFrom: RunConfig | null
  /** Learning rates that apply after so many steps, in order. */
  learningRates: { step: number; learningRate: number }[]
  /** Steps that the log has seen: a learning rate that is set from now on applies after them. */
  recordedStep: number
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
  /** Learning rates that were set and now apply: by the change's id, the steps that were done before. */
  learningRates: { id: number; step: number }[]
  /** Moments since the last time, their seconds those of this attempt. */
  marks: ClockMark[]
  progress: TrainingProgress
  /** When the worker posted it, in milliseconds since 1970; for telemetry alone. */
  postedAt: number
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
  /** Asks for the end after the present step; what was recorded and a checkpoint are still delivered. */
  stop(): void
  /** Sets the learning rate that schedules multiply, from the next step on that the log has not seen. */
  setLearningRate(change: { id: number; learningRate: number }): void
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
  queueChanged(queue: Queue): void
}
