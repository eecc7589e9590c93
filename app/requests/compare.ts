import { clocksSchema } from '#lib/contracts/clock.ts'
import { comparisonSchema } from '#lib/contracts/metric.ts'
import { type Reached, timeToAccuracySchema } from '#lib/contracts/time-to-accuracy.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import type { Clock } from '#lib/series/clock.ts'
import { toBuckets } from './metrics.ts'
import { requestJson } from './problem-error.ts'

const base = '/api/v1/compare'

/** When the steps of several runs were done, by id; runs that there are not are missing. */
export async function fetchClocks(
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, Clock>> {
  if (ids.length === 0) return {}
  return clocksSchema.parse(await requestJson(`${base}/clocks?runs=${ids}`, { signal })).runs
}

/** When each of several runs first got to each accuracy, by id; runs that there are not are missing. */
export async function fetchTimeToAccuracy(
  ids: readonly string[],
  accuracies: readonly number[],
  signal: AbortSignal,
): Promise<Record<string, Reached[]>> {
  if (ids.length === 0 || accuracies.length === 0) return {}
  const path = `${base}/time-to-accuracy?runs=${ids}&accuracies=${accuracies}`
  return timeToAccuracySchema.parse(await requestJson(path, { signal })).runs
}

/** Which series of runs are wanted, of which steps, in how many buckets each. */
export interface ComparisonQuery {
  keys: readonly string[]
  maxPoints: number
  from?: number
  to?: number
}

/** Series of several runs, by id and key; runs that there are not are missing. */
export async function fetchComparison(
  ids: readonly string[],
  { keys, maxPoints, from, to }: ComparisonQuery,
  signal: AbortSignal,
): Promise<Record<string, Record<string, Buckets>>> {
  const part = from === undefined || to === undefined ? '' : `&from=${from}&to=${to}`
  const path = `${base}?runs=${ids}&keys=${keys}&maxPoints=${maxPoints}${part}`
  const { runs } = comparisonSchema.parse(await requestJson(path, { signal }))
  return Object.fromEntries(
    Object.entries(runs).map(([id, { series }]) => [
      id,
      Object.fromEntries(Object.entries(series).map(([key, one]) => [key, toBuckets(one)])),
    ]),
  )
}
