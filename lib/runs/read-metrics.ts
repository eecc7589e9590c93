import type { Metrics, MetricsQuery, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { rowPoints } from '#lib/series/rollups.ts'
import type { LogHead, LogReader, MetricsLog } from './log-ports.ts'
import { type PlacedSeries, placeWindow } from './place-window.ts'
import { readThinned } from './read-thinned.ts'
import { readWhole } from './read-whole.ts'

/** Buckets of one answer: many series come in fewer each than they were asked for. */
const mostBuckets = 1_000_000
/** Points that may be read one by one at once; more series than that may take are read one part after the other. */
const mostPoints = 4_000_000

interface Wanted extends PlacedSeries {
  /** Whether all its points are there. */
  whole: boolean
}

/**
 * The series of several runs as the query asks for them, each run up to one moment of its log; runs that there are not
 * are missing. What rollups stand for is not read point by point, and comes out as if it had been.
 */
export function readMetrics(
  log: MetricsLog,
  ids: readonly string[],
  query: MetricsQuery,
): Promise<Map<string, Metrics>> {
  return log.atOnce(async (moment) => {
    const heads = await moment.heads(ids)
    const metrics = new Map(heads.map(({ id, seq }) => [id, { seq, series: {} as Record<string, Series> }]))
    const wanted = await place(moment, heads, query)
    const maxPoints = Math.max(2, Math.min(query.maxPoints, Math.floor(mostBuckets / wanted.length)))
    const together = Math.ceil(mostPoints / (16 * maxPoints + 2 * rowPoints))
    for (let from = 0; from < wanted.length; from += together) {
      const part = wanted.slice(from, from + together)
      for (const [{ id, key }, buckets] of await readSeries(moment, part, maxPoints)) {
        if (buckets.total > 0) metrics.get(id)!.series[key] = toSeries(buckets)
      }
    }
    return metrics
  })
}

async function place(
  log: LogReader,
  heads: readonly LogHead[],
  { keys: patterns, after, from = 0, to = Number.MAX_SAFE_INTEGER }: MetricsQuery,
): Promise<Wanted[]> {
  const asked = heads.flatMap(({ id, seq, raw, keys }) =>
    keys.filter((key) => isAsked(key, patterns)).map((key) => ({ id, key, raw, upTo: seq })),
  )
  const rowEnds = await log.rowEnds(asked)
  return asked.map(({ id, key, raw, upTo }, i) => {
    const ends = rowEnds[i]!
    const window = { after, upTo, from, to }
    // Of series that are short, retention leaves all points.
    return {
      id,
      key,
      ends,
      window,
      placed: placeWindow(ends, window),
      whole: raw === 'all' || ends.seqs.length === 0,
    }
  })
}

function isAsked(key: string, patterns: readonly string[] | undefined): boolean {
  if (!patterns) return true
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  )
}

async function readSeries(
  log: LogReader,
  series: readonly Wanted[],
  maxPoints: number,
): Promise<[PlacedSeries, Buckets][]> {
  const [whole, thinned] = [series.filter((each) => each.whole), series.filter((each) => !each.whole)]
  return [...(await readWhole(log, whole, maxPoints)), ...(await readThinned(log, thinned, maxPoints))]
}

function toSeries({ steps, values, min, max, counts, nans, total }: Buckets): Series {
  const thinned = min && max && counts && { min: min.map(encodeValue), max: max.map(encodeValue), counts }
  return { steps, values: values.map(encodeValue), ...thinned, ...(nans ? { nans } : {}), total }
}
