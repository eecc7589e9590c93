import { type CheckpointEntry, checkpointListSchema } from '#lib/contracts/checkpoint.ts'
import { metricsSchema, type Series } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { requestJson } from './problem-error.ts'

const base = '/api/v1/runs'

/** A series as the pages hold it. */
export function toBuckets({ steps, values, min, max, nans, total }: Series): Buckets {
  const bounds = min && max ? { min: min.map(decodeValue), max: max.map(decodeValue) } : {}
  return { steps, values: values.map(decodeValue), ...bounds, ...(nans ? { nans } : {}), total }
}

/** Every metric of a run up to a step, in at most `maxPoints` buckets each. */
export async function fetchMetricsUpTo(
  id: string,
  step: number,
  maxPoints: number,
  signal: AbortSignal,
): Promise<Record<string, Buckets>> {
  const query = new URLSearchParams({ to: String(step), maxPoints: String(maxPoints) })
  const { series } = metricsSchema.parse(await requestJson(`${base}/${id}/metrics?${query}`, { signal }))
  return Object.fromEntries(Object.entries(series).map(([key, one]) => [key, toBuckets(one)]))
}

/** Where a run of all its metrics can be downloaded from, as a file. */
export function metricsFile(id: string, format: 'csv' | 'arrow'): string {
  return `${base}/${id}/metrics?format=${format}`
}

/** The moments of a run that were kept, in order of steps. */
export async function fetchCheckpoints(id: string, signal: AbortSignal): Promise<CheckpointEntry[]> {
  return checkpointListSchema.parse(await requestJson(`${base}/${id}/checkpoints`, { signal })).items
}
