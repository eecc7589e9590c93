import type { z } from 'zod'
import type { Metrics, MetricsQuery } from '#lib/contracts/metric.ts'
import type { Run, RunList, RunListQuery, RunPatch, RunState, runRequestSchema } from '#lib/contracts/run.ts'

/** What the product does with runs; pages, API and sockets all go through it. */
export interface Runs {
  /**
   * Stores a run and its job in one transaction. The same `idempotencyKey` with the same request answers the
   * run that it made before (`created: false`); with another request it throws `idempotency_conflict`.
   */
  create(
    request: z.output<typeof runRequestSchema>,
    options?: { idempotencyKey?: string | undefined },
  ): Promise<{ run: Run; created: boolean }>
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
}
