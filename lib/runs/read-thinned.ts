import { BucketJoiner, type Buckets, bucketSize } from '#lib/series/buckets.ts'
import {
  baseLevel,
  bucketsOf,
  joinRow,
  type RollupRow,
  rowPoints,
  stepOfBucket,
} from '#lib/series/rollups.ts'
import type { LogReader } from './log-ports.ts'
import type { PlacedSeries } from './place-window.ts'

/** Buckets of a row from the first to before the other index. */
interface Cut {
  row: RollupRow
  from: number
  to: number
}

/**
 * Series of which retention has left only rollups: their finest buckets are the base level's, and a bucket lies where
 * its last point does. What came after a `seq` is told by whole rows.
 */
export async function readThinned(
  log: LogReader,
  series: readonly PlacedSeries[],
  maxPoints: number,
): Promise<[PlacedSeries, Buckets][]> {
  if (series.length === 0) return []
  const spans = series.map(spanOf)
  const rowsAt = (place: 'low' | 'high') =>
    log.rollups(
      series.map(({ id, key }, i) => {
        const first = spans[i]![place]
        return { id, key, level: baseLevel, first, end: first + 1 }
      }),
    )
  const [lows, highs] = [await rowsAt('low'), await rowsAt('high')]
  const sized = series.map((each, i) => {
    const { low, high } = spans[i]!
    const first = cut(lows[i]![0], each)
    const last = low < high ? cut(highs[i]![0], each) : null
    const before = low * rowPoints + ((first?.from ?? 0) << baseLevel)
    const inner = { id: each.id, key: each.key, first: Math.min(low + 1, high), end: high }
    const total = pointsIn(first) + (inner.end - inner.first) * rowPoints + pointsIn(last)
    return {
      each,
      first,
      inner,
      last,
      before,
      size: Math.max(1 << baseLevel, bucketSize(total, maxPoints, before)),
    }
  })
  const rows = await log.rollups(sized.map(({ inner, size }) => ({ ...inner, level: Math.log2(size) })))
  return sized.map(({ each, first, last, before, size }, i) => {
    const joiner = new BucketJoiner(size, before)
    if (first) joinRow(joiner, first.row, first.from, first.to)
    for (const row of rows[i]!) joinRow(joiner, row)
    if (last) joinRow(joiner, last.row, last.from, last.to)
    return [each, joiner.take()]
  })
}

/** First and last row of the base level with something of the window; the shorter one at the end follows the others. */
function spanOf({ ends: { seqs, steps }, window: { after, from, to } }: PlacedSeries): {
  low: number
  high: number
} {
  let low = 0
  while (low < seqs.length && (seqs[low]! <= after || steps[low]! < from)) low++
  let high = low
  while (high < seqs.length && steps[high]! < to) high++
  return { low, high }
}

/** The buckets of a row that lie in the window. */
function cut(row: RollupRow | undefined, { window: { after, from, to } }: PlacedSeries): Cut | null {
  if (!row || row.lastSeq <= after) return null
  const buckets = bucketsOf(row)
  let first = 0
  while (first < buckets && stepOfBucket(row, first) < from) first++
  let end = first
  while (end < buckets && stepOfBucket(row, end) <= to) end++
  return { row, from: first, to: end }
}

function pointsIn(cut: Cut | null): number {
  if (!cut) return 0
  const { row, from, to } = cut
  const size = 1 << baseLevel
  return Math.min(to * size, row.points) - Math.min(from * size, row.points)
}
