import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { RunSnapshot } from './run-stream.ts'

/** Metrics that sum a run up. */
export type HeadlineMetric = 'val/accuracy' | 'val/loss' | 'train/loss' | 'train/accuracy'

/** What a metric comes to so far; null where nothing, or nothing finite, was recorded. */
export interface Headline {
  last: number | null
  best: number | null
  bestStep: number | null
}

/**
 * A metric's last and best value: the run's own summary, or what its series says where that is ahead. Rows are
 * announced less often than frames, and one page must not say two things.
 */
export function headline(
  { run, series }: Pick<RunSnapshot, 'run' | 'series'>,
  metric: HeadlineMetric,
): Headline {
  const summary = run.summary[metric]
  const held = series[metric]
  const last = held?.values.at(-1) ?? (summary ? decodeValue(summary.last) : null)
  const higher = metric.endsWith('accuracy')
  let best = summary?.best ?? null
  let bestStep = summary?.bestStep ?? null
  const extremes = (higher ? held?.max : held?.min) ?? held?.values ?? []
  for (const [i, value] of extremes.entries()) {
    if (!Number.isFinite(value)) continue
    if (best === null || (higher ? value > best : value < best)) {
      best = value
      bestStep = held!.steps[i]!
    }
  }
  return { last, best, bestStep }
}
