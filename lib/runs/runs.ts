import type { z } from 'zod'
import type { CheckpointList } from '#lib/contracts/checkpoint.ts'
import type { DiagnosticsAnswer, DiagnosticsQuery } from '#lib/contracts/diagnostics.ts'
import type { Metrics, MetricsQuery } from '#lib/contracts/metric.ts'
import type { Run, RunList, RunListQuery, RunPatch, RunState, runRequestSchema } from '#lib/contracts/run.ts'

export interface CreateOptions {
  idempotencyKey?: string | undefined
}

/** What the product does with runs; pages, API and sockets all go through it. */
export interface Runs {
  /**
   * Stores a run and its job in one transaction. The same `idempotencyKey` with the same request answers the
   * run that it made before (`created: false`); with another request it throws `idempotency_conflict`.
   * @throws AppError invalid_request where the training would take too much memory
   */
  create(
    request: z.output<typeof runRequestSchema>,
    options?: CreateOptions,
  ): Promise<{ run: Run; created: boolean }>
  /**
   * Queues a run of the same config and numeric class; once it has completed it says whether it came out the same.
   * @throws AppError not_found, or conflict where the run has not completed
   */
  replay(id: string, options?: CreateOptions): Promise<{ run: Run; created: boolean }>
  /** Newest first. */
  list(query: RunListQuery): Promise<RunList>
  /** Number of runs in each state. */
  counts(): Promise<Record<RunState, number>>
  /** @throws AppError not_found */
  get(id: string): Promise<Run>
  /** @throws AppError not_found */
  update(id: string, patch: RunPatch): Promise<Run>
  /** @throws AppError not_found, or conflict while the run has not ended */
  remove(id: string): Promise<void>
  /** Asks a queued or running run to stop. @throws AppError not_found, or conflict where it has ended */
  stop(id: string): Promise<Run>
  /** @throws AppError not_found */
  metrics(id: string, query: MetricsQuery): Promise<Metrics>
  /** @throws AppError not_found */
  diagnostics(id: string, query: DiagnosticsQuery): Promise<DiagnosticsAnswer>
  /** In order of steps. @throws AppError not_found */
  checkpoints(id: string): Promise<CheckpointList>
}
