import type { Run, RunConfig, Summary } from '#lib/contracts/run.ts'
import type { Comparison } from '#lib/runs/ports.ts'
import type { Run as RunRow } from './client/client.ts'

const notCompared: Comparison = { identical: null, firstDifference: null }

/** A row as the product speaks of it. */
export function toRun(row: RunRow): Run {
  const config = row.config as unknown as RunConfig
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    attempt: row.attempt,
    config,
    progress: {
      step: row.step,
      steps: row.steps,
      epoch: row.epoch,
      epochs: row.epochs,
      samplesPerSecond: row.samplesPerSecond,
      etaSeconds: remainingSeconds(row, config.batchSize),
    },
    summary: row.summary as unknown as Summary,
    verdicts: row.verdicts as unknown as Run['verdicts'],
    error: row.error,
    receipt: row.receipt as unknown as Run['receipt'],
    tags: row.tags,
    notes: row.notes,
    priority: row.priority,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    url: `/runs/${row.id}`,
    memoryBytes: row.memoryBytes === null ? null : Number(row.memoryBytes),
    replay: row.replayOf === null ? null : { of: row.replayOf, ...toComparison(row) },
    seq: row.lastSeq,
    rawPoints: row.rawPoints as Run['rawPoints'],
    requested: row.requested as Run['requested'],
    after: row.afterRun,
    fork: toFork(row),
    learningRateChanges: learningRateChangesOf(row),
  }
}

/** The learning rates that were set on the way, in the order in which they were asked for. */
export function learningRateChangesOf(row: Pick<RunRow, 'learningRateChanges'>): Run['learningRateChanges'] {
  return row.learningRateChanges as unknown as Run['learningRateChanges']
}

function toFork({ forkOf, forkStep, forkWeights, forkConfig }: RunRow): Run['fork'] {
  if (forkOf === null) return null
  return { of: forkOf, step: forkStep, weights: forkWeights, config: forkConfig as unknown as RunConfig }
}

function remainingSeconds(row: RunRow, batchSize: number): number | null {
  if (row.state !== 'running' || !row.samplesPerSecond) return null
  return ((row.steps - row.step) * batchSize) / row.samplesPerSecond
}

function toComparison(row: RunRow): Comparison {
  return (row.replay as unknown as Comparison | null) ?? notCompared
}

/** Now, or the run's start where the clock was set back since. */
export function notBefore(start: Date | null): Date {
  return new Date(Math.max(Date.now(), start?.getTime() ?? 0))
}
