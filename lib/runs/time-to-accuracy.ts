import type { Metrics, Series } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { TimeToAccuracy, TimeToAccuracyQuery } from '#lib/contracts/time-to-accuracy.ts'
import { type Clock, timeAt } from '#lib/series/clock.ts'
import type { MetricsLog } from './log-ports.ts'
import { readMetrics } from './read-metrics.ts'

const key = 'val/accuracy'
/** Validations that are read of a run at once; of one with more, the bucket of the first in question is read again. */
const most = 10_000

/** The series between two steps, both inclusive. */
type ReadAgain = (id: string, from: number, to: number) => Promise<Series | undefined>

/** When each of several runs first got to each accuracy; runs that there are not are missing. */
export async function readTimeToAccuracy(
  log: MetricsLog,
  { runs: ids, accuracies }: TimeToAccuracyQuery,
): Promise<TimeToAccuracy> {
  const query = { keys: [key], after: 0, maxPoints: most }
  const readAgain: ReadAgain = async (id, from, to) =>
    seriesOf((await readMetrics(log, [id], { ...query, from, to })).get(id))
  const metrics = await readMetrics(log, ids, query)
  const clocks = await log.clocks(ids)
  const runs: TimeToAccuracy['runs'] = {}
  for (const [id, each] of metrics) {
    const clock = clocks.get(id)
    runs[id] = []
    for (const accuracy of accuracies) {
      const step = await firstStep(id, seriesOf(each), accuracy, readAgain)
      runs[id].push({ accuracy, step, seconds: step === null ? null : secondsAt(clock, step) })
    }
  }
  return { runs }
}

const seriesOf = (metrics: Metrics | undefined): Series | undefined => metrics?.series[key]

/**
 * Step of the first point at or above a value; null where none is. Where the point lies in a bucket of several, that
 * bucket's steps are read; where its points are no longer kept, it is the bucket's last step.
 */
async function firstStep(
  id: string,
  series: Series | undefined,
  value: number,
  readAgain: ReadAgain,
): Promise<number | null> {
  const index = series ? firstReached(series, value) : -1
  if (!series || index < 0) return null
  const last = series.steps[index]!
  if ((series.counts?.[index] ?? 1) === 1) return last
  const inside = await readAgain(id, index > 0 ? series.steps[index - 1]! + 1 : 0, last)
  return inside ? (inside.steps[firstReached(inside, value)] ?? last) : last
}

function firstReached({ values, max }: Series, value: number): number {
  return (max ?? values).findIndex((each) => decodeValue(each) >= value)
}

function secondsAt(clock: Clock | undefined, step: number): number | null {
  const time = clock && timeAt(clock, step)
  return time ? Number(time.seconds.toFixed(3)) : null
}
