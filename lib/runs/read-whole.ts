import { BucketJoiner, type Buckets, bucketSize } from '#lib/series/buckets.ts'
import type { FrameBlock } from '#lib/series/frames.ts'
import { firstAbove, type Points, pointsOf, slicePoints } from '#lib/series/points.ts'
import { baseLevel, joinRow, rowPoints } from '#lib/series/rollups.ts'
import type { LogReader } from './log-ports.ts'
import type { PlacedSeries } from './place-window.ts'

/** Points of a series in order, and how many come before them that are not in its window. */
interface Found {
  parts: Points[]
  count: number
  skipped: number
}

type Interval = readonly [after: number, upTo: number]

/** Series with all their points: those at the edges of the window are read, and where buckets are small, all. */
export async function readWhole(
  log: LogReader,
  series: readonly PlacedSeries[],
  maxPoints: number,
): Promise<[PlacedSeries, Buckets][]> {
  const lows = await readPoints(log, series, ({ placed }) => placed.edges[0])
  const highs = await readPoints(log, series, ({ placed }) => placed.edges[1])
  const sizes = new Map(
    series.map((each) => {
      const { first, end } = each.placed
      const total = lows.get(each)!.count + highs.get(each)!.count + (end - first) * rowPoints
      return [each, bucketSize(total, maxPoints, before(each, lows))]
    }),
  )
  const isSmall = (each: PlacedSeries): boolean => sizes.get(each)! < 1 << baseLevel
  const inner = await readPoints(log, series, (each) => (isSmall(each) ? between(each) : nowhere))
  const large = series.filter((each) => !isSmall(each))
  const rows = await log.rollups(
    large.map((each) => {
      const { id, key, placed } = each
      return { id, key, level: Math.log2(sizes.get(each)!), first: placed.first, end: placed.end }
    }),
  )
  const rowsOf = new Map(large.map((each, i) => [each, rows[i]!]))
  return series.map((each) => {
    const joiner = new BucketJoiner(sizes.get(each)!, before(each, lows))
    addPoints(joiner, lows.get(each)!)
    addPoints(joiner, inner.get(each)!)
    for (const row of rowsOf.get(each) ?? []) joinRow(joiner, row)
    addPoints(joiner, highs.get(each)!)
    return [each, joiner.take()]
  })
}

const nowhere: Interval = [0, 0]

/** Points of the series before the first in its window. */
const before = (each: PlacedSeries, lows: ReadonlyMap<PlacedSeries, Found>): number =>
  each.placed.before + lows.get(each)!.skipped

/** Where the rows lie that are in the window as a whole. */
function between({ placed: { first, end, edges } }: PlacedSeries): Interval {
  return first < end ? [edges[0][1], edges[1][0]] : nowhere
}

/** Each series' points in its interval of `seq`, as far as they lie in its window. */
async function readPoints(
  log: LogReader,
  series: readonly PlacedSeries[],
  intervalOf: (each: PlacedSeries) => Interval,
): Promise<Map<PlacedSeries, Found>> {
  const found = new Map<PlacedSeries, Found>(
    series.map((each) => [each, { parts: [], count: 0, skipped: 0 }]),
  )
  const wanted = series.filter((each) => intervalOf(each)[0] < intervalOf(each)[1])
  if (wanted.length === 0) return found
  // Series of one run that were recorded together lie in the same blocks.
  const groups = [...Map.groupBy(wanted, (each) => [each.id, ...intervalOf(each)].join()).values()]
  const blocks = await log.frames(
    groups.map((group) => {
      const [after, upTo] = intervalOf(group[0]!)
      return { id: group[0]!.id, keys: group.map(({ key }) => key), after, upTo }
    }),
  )
  for (const [i, group] of groups.entries()) {
    for (const each of group) found.set(each, select(blocks[i]!, each, intervalOf(each)))
  }
  return found
}

function select(
  blocks: readonly FrameBlock[],
  { key, window }: PlacedSeries,
  [after, upTo]: Interval,
): Found {
  const found: Found = { parts: [], count: 0, skipped: 0 }
  for (const points of pointsOf(key, blocks)) {
    const { seqs, steps } = points
    const first = firstAbove(seqs, after)
    const from = Math.max(first, firstAbove(seqs, window.after), firstAbove(steps, window.from - 1))
    const end = Math.min(firstAbove(seqs, Math.min(upTo, window.upTo)), firstAbove(steps, window.to))
    found.skipped += Math.max(0, Math.min(from, end) - first)
    if (from >= end) continue
    found.parts.push(slicePoints(points, from, end))
    found.count += end - from
  }
  return found
}

function addPoints(joiner: BucketJoiner, { parts }: Found): void {
  for (const { steps, values } of parts) {
    for (let i = 0; i < steps.length; i++) joiner.add(steps[i]!, values[i]!, values[i]!, values[i]!, 1)
  }
}
