import { elapsedSeconds } from '#app/format/durations.ts'
import { headline } from '#app/stream/headline.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** The figures that a comparison comes down to, null where a run has none yet. */
export interface Standing {
  accuracy: number | null
  bestAccuracy: number | null
  bestStep: number | null
  bestLoss: number | null
  trainLoss: number | null
  samplesPerSecond: number | null
  /** From start to end; null while it goes on. */
  seconds: number | null
}

/** A run's figures so far. */
export function standingOf(snapshot: Pick<RunSnapshot, 'run' | 'series'>): Standing {
  const { run } = snapshot
  const accuracy = headline(snapshot, 'val/accuracy')
  return {
    accuracy: accuracy.last,
    bestAccuracy: accuracy.best,
    bestStep: accuracy.bestStep,
    bestLoss: headline(snapshot, 'val/loss').best,
    trainLoss: headline(snapshot, 'train/loss').last,
    samplesPerSecond: run.progress.samplesPerSecond,
    seconds: run.endedAt ? elapsedSeconds(run, 0) : null,
  }
}

/** Which way a figure is better; the step of the best is neither. */
const better: Partial<Record<keyof Standing, 'high' | 'low'>> = {
  accuracy: 'high',
  bestAccuracy: 'high',
  bestLoss: 'low',
  trainLoss: 'low',
  samplesPerSecond: 'high',
  seconds: 'low',
}

/** The best value of a figure among runs; null where nothing stands out because only one run has it. */
export function bestOf(standings: readonly Standing[], figure: keyof Standing): number | null {
  const direction = better[figure]
  const values = standings.flatMap((standing) => {
    const value = standing[figure]
    return value !== null && Number.isFinite(value) ? [value] : []
  })
  if (!direction || values.length < 2) return null
  return direction === 'high' ? Math.max(...values) : Math.min(...values)
}
