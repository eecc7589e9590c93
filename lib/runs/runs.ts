import type { z } from 'zod'
import type { CheckpointList } from '#lib/contracts/checkpoint.ts'
import type { ClockQuery, Clocks, ClocksQuery } from '#lib/contracts/clock.ts'
import type { BulkAnswer, BulkRequest, forkRequestSchema } from '#lib/contracts/control.ts'
import type {
  DiagnosticsAnswer,
  DiagnosticsQuery,
  HistogramSeries,
  HistogramSeriesQuery,
} from '#lib/contracts/diagnostics.ts'
import type { CompareQuery, Comparison, Metrics, MetricsFormat, MetricsQuery } from '#lib/contracts/metric.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run, RunPatch, runRequestSchema } from '#lib/contracts/run.ts'
import type { RunEventList } from '#lib/contracts/run-event.ts'
import type { RunGroups, RunGroupsQuery } from '#lib/contracts/run-group.ts'
import type { RunList, RunListQuery } from '#lib/contracts/run-list.ts'
import type { RunState } from '#lib/contracts/run-state.ts'
import type { TimeToAccuracy, TimeToAccuracyQuery } from '#lib/contracts/time-to-accuracy.ts'
import type { Clock } from '#lib/series/clock.ts'

/** Who asks, and why. */
export interface Asker {
  /** Name of the member; null where none was given. */
  by: string | null
  reason?: string | undefined
}

export interface CreateOptions extends Asker {
  idempotencyKey?: string | undefined
}

/** A run, and whether it was made now or, by the same key, before. */
export interface Created {
  run: Run
  created: boolean
}

/**
 * What the product does with runs; pages, API and sockets all go through it. Everything that names a run throws
 * AppError not_found where there is none, and conflict, naming the state, where it does not apply.
 */
export interface Runs {
  /**
   * Stores a run and its turn in one transaction. The same `idempotencyKey` with the same request answers the
   * run that it made before (`created: false`); with another request it throws `idempotency_conflict`.
   * @throws AppError invalid_request where the training would take too much memory, or there is no run `after`
   */
  create(request: z.output<typeof runRequestSchema>, options: CreateOptions): Promise<Created>
  /** Queues a run of the same config and numeric class; once it has completed it says whether it came out the same. */
  replay(id: string, options: CreateOptions): Promise<Created>
  /**
   * Queues a run that goes on from a checkpoint of this one under a config that differs in part.
   * @throws AppError conflict where the checkpoint's state is not kept, or cannot be carried over; invalid_request
   * where the config that comes out is not valid
   */
  fork(id: string, request: z.output<typeof forkRequestSchema>, options: CreateOptions): Promise<Created>
  list(query: RunListQuery): Promise<RunList>
  /** The runs that fit in groups, summed up. */
  groups(query: RunGroupsQuery): Promise<RunGroups>
  /** Number of runs in each state. */
  counts(): Promise<Record<RunState, number>>
  get(id: string): Promise<Run>
  update(id: string, patch: RunPatch, asker: Asker): Promise<Run>
  /** A running run takes a checkpoint and gives its thread back; a queued one waits until it is resumed. */
  pause(id: string, asker: Asker): Promise<Run>
  /** Puts a paused run back into the queue, to go on where it was. */
  resume(id: string, asker: Asker): Promise<Run>
  /** Ends a run that has not ended. */
  stop(id: string, asker: Asker): Promise<Run>
  /** Puts a run that failed or was stopped back into the queue, to go on from its newest checkpoint. */
  retry(id: string, asker: Asker): Promise<Run>
  /** Sets the learning rate of a run that has not ended. */
  setLearningRate(id: string, learningRate: number, asker: Asker): Promise<Run>
  /** Takes an ended run out of sight; it can be restored for an hour. */
  remove(id: string, asker: Asker): Promise<void>
  restore(id: string, asker: Asker): Promise<Run>
  /** The same with each of several runs; one that fails holds up none of the others. */
  bulk(request: BulkRequest, asker: Pick<Asker, 'by'>): Promise<BulkAnswer>
  /** What happened to a run, in order. */
  events(id: string): Promise<RunEventList>
  /** What waits, in what order, and when it is expected to begin. */
  queue(): Promise<Queue>
  metrics(id: string, query: MetricsQuery): Promise<Metrics>
  /** All raw points as a file. @throws AppError conflict where retention has dropped them */
  exportMetrics(id: string, format: MetricsFormat): Promise<ReadableStream<Uint8Array>>
  /** The same series of several runs; runs that there are not are missing. */
  compare(query: CompareQuery): Promise<Comparison>
  /** When its steps were done; empty for a run from before there were clocks. */
  clock(id: string, query: ClockQuery): Promise<Clock>
  /** The clocks of several runs; runs that there are not are missing. */
  clocks(query: ClocksQuery): Promise<Clocks>
  /** When each of several runs first got to each accuracy; runs that there are not are missing. */
  timeToAccuracy(query: TimeToAccuracyQuery): Promise<TimeToAccuracy>
  diagnostics(id: string, query: DiagnosticsQuery): Promise<DiagnosticsAnswer>
  /** One kind of histogram of one layer over time. @throws AppError invalid_request where the run has no such layer */
  histogramSeries(id: string, query: HistogramSeriesQuery): Promise<HistogramSeries>
  /** In order of steps. */
  checkpoints(id: string): Promise<CheckpointList>
}
