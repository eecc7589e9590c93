import { clocksSchema } from '#lib/contracts/clock.ts'
import { type Reached, timeToAccuracySchema } from '#lib/contracts/time-to-accuracy.ts'
import type { Clock } from '#lib/series/clock.ts'
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
