import type { Metrics, MetricsQuery, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { BucketJoiner, type Buckets, bucketSize } from '#lib/series/buckets.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import { baseLevel, bucketsOf, type RollupRow, rowPoints } from '#lib/series/rollups.ts'
import type { LogHead, MetricsLog } from './log-ports.ts'
import { type Placed, placeWindow, type Window } from './place-window.ts'

/** One series of one run, as it is read. */
interface Wanted {
  id: string
  key: string
  raw: boolean
  window: Window
  placed: Placed
  /** Complete rows of the base level that there are. */
  rows: number
}

/** Points of a series, in order. */
interface Points {
  steps: number[]
  values: number[]
}

/**
 * The series of several runs as the query asks for them, each run up to one moment of its log; runs that there are not
 * are missing. What rollups stand for is not read point by point, and comes out as if it had been.
 */
export async function readMetrics(
  log: MetricsLog,
  ids: readonly string[],
  query: MetricsQuery,
): Promise<Map<string, Metrics>> {
  const heads = await log.heads(ids)
  const wanted = await place(log, heads, query)
  const [whole, thinned] = [wanted.filter(({ raw }) => raw), wanted.filter(({ raw }) => !raw)]
  const series = new Map<Wanted, Buckets>([
    ...(await readWhole(log, whole, query.maxPoints)),
    ...(await readThinned(log, thinned, query.maxPoints)),
  ])
  const metrics = new Map(heads.map(({ id, seq }) => [id, { seq, series: {} as Record<string, Series> }]))
  for (const each of wanted) {
    const buckets = series.get(each)!
    if (buckets.total > 0) metrics.get(each.id)!.series[each.key] = toSeries(buckets)
  }
  return metrics
}

async function place(
  log: MetricsLog,
  heads: readonly LogHead[],
  { keys: patterns, after, from = 0, to = Number.MAX_SAFE_INTEGER }: MetricsQuery,
): Promise<Wanted[]> {
  const asked = heads.flatMap(({ id, seq, raw, keys }) =>
    keys.filter((key) => isAsked(key, patterns)).map((key) => ({ id, key, raw: raw === 'all', upTo: seq })),
  )
  const ends = await log.rowEnds(asked)
  return asked.map(({ upTo, ...each }, i) => {
    const window = { after, upTo, from, to }
    return { ...each, window, placed: placeWindow(ends[i]!, window), rows: ends[i]!.seqs.length }
  })
}

function isAsked(key: string, patterns: readonly string[] | undefined): boolean {
  if (!patterns) return true
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  )
}

/** Series with all their points: those at the edges of the window are read, and where buckets are small, all. */
async function readWhole(
  log: MetricsLog,
  series: readonly Wanted[],
  maxPoints: number,
): Promise<[Wanted, Buckets][]> {
  const edges = await Promise.all(
    [0, 1].map((edge) => readPoints(log, series, (each) => each.placed.edges[edge]!)),
  )
  const sized = series.map((each, i) => {
    const [low, high] = [edges[0]![i]!, edges[1]![i]!]
    const { first, end } = each.placed
    const before = each.placed.before + low.skipped
    const total = low.steps.length + high.steps.length + (end - first) * rowPoints
    return { each, low, high, before, size: bucketSize(total, maxPoints, before) }
  })
  const small = sized.filter(({ size }) => size < 1 << baseLevel).map(({ each }) => each)
  const inner = await readPoints(
    log,
    small,
    ({
      placed: {
        edges: [[, from], [to]],
        first,
        end,
      },
    }) => (first < end ? [from, to] : [0, 0]),
  )
  const innerOf = new Map(small.map((each, i) => [each, inner[i]!]))
  // Of a level below the base there are none.
  const rows = await log.rollups(
    sized.map(({ each: { id, key, placed }, size }) => {
      return { id, key, level: Math.log2(size), first: placed.first, end: placed.end }
    }),
  )
  return sized.map(({ each, low, high, before, size }, i) => {
    const joiner = new BucketJoiner(size, before)
    addPoints(joiner, low)
    const points = innerOf.get(each)
    if (points) addPoints(joiner, points)
    else for (const row of rows[i]!) addRow(joiner, row, () => true)
    addPoints(joiner, high)
    return [each, joiner.take()]
  })
}

/** Series of which retention has left only rollups: their finest buckets are the base level's. */
async function readThinned(
  log: MetricsLog,
  series: readonly Wanted[],
  maxPoints: number,
): Promise<[Wanted, Buckets][]> {
  const part = ({ id, key }: Wanted, level: number, first: number, end: number) => ({
    id,
    key,
    level,
    first,
    end,
  })
  const rests = await log.rollups(series.map((each) => part(each, baseLevel, each.rows, each.rows + 1)))
  const sized = series.map((each, i) => {
    const { before, edges } = each.placed
    const first = before / rowPoints
    const total = (each.rows - first) * rowPoints + (rests[i]![0]?.points ?? 0)
    return { each, first, edges, size: Math.max(1 << baseLevel, bucketSize(total, maxPoints)) }
  })
  const rows = await log.rollups(
    sized.map(({ each, first, size }) => part(each, Math.log2(size), first, each.rows)),
  )
  return sized.map(({ each, size }, i) => {
    const { from, to, after } = each.window
    const joiner = new BucketJoiner(size)
    for (const row of [...rows[i]!, ...rests[i]!]) {
      if (row.lastSeq > after) addRow(joiner, row, (step) => step >= from && step <= to)
    }
    return [each, joiner.take()]
  })
}

/** Each series' points in its interval of `seq`, as far as they lie in its window, and how many come before those. */
async function readPoints(
  log: MetricsLog,
  series: readonly Wanted[],
  intervalOf: (each: Wanted) => readonly [number, number],
): Promise<(Points & { skipped: number })[]> {
  // Series of one run that were recorded together lie in the same blocks.
  const groups = Map.groupBy(
    series.filter((each) => intervalOf(each)[0] < intervalOf(each)[1]),
    (each) => [each.id, ...intervalOf(each)].join(),
  )
  const parts = [...groups.values()]
  const blocks = await log.frames(
    parts.map((group) => {
      const [after, upTo] = intervalOf(group[0]!)
      return { id: group[0]!.id, keys: group.map(({ key }) => key), after, upTo }
    }),
  )
  const found = new Map(
    parts.flatMap((group, i) =>
      group.map((each) => [each, select(blocks[i]!, each, intervalOf(each))] as const),
    ),
  )
  return series.map((each) => found.get(each) ?? { steps: [], values: [], skipped: 0 })
}

function select(
  blocks: readonly FrameBlock[],
  { key, window }: Wanted,
  [low, high]: readonly [number, number],
): Points & { skipped: number } {
  const points: (readonly [seq: number, step: number, value: number])[] = []
  let skipped = 0
  for (const block of blocks) {
    const column = block.keys.indexOf(key)
    if (column < 0) continue
    const values = valuesOf(block, column)
    for (let i = 0; i < block.count; i++) {
      const [seq, step] = [seqOf(block, i), stepOf(block, i)]
      if (seq <= low || seq > high || seq > window.upTo || step > window.to) continue
      if (seq <= window.after || step < window.from) skipped++
      else points.push([seq, step, values[i]!])
    }
  }
  // Blocks of one key may overlap, as where a loss was recorded between two readings.
  if (points.some(([seq], i) => i > 0 && points[i - 1]![0] > seq)) points.sort(([a], [b]) => a - b)
  return { steps: points.map(([, step]) => step), values: points.map(([, , value]) => value), skipped }
}

function addPoints(joiner: BucketJoiner, { steps, values }: Points): void {
  for (let i = 0; i < steps.length; i++) joiner.add(steps[i]!, values[i]!, values[i]!, values[i]!, 1)
}

function addRow(joiner: BucketJoiner, row: RollupRow, isWanted: (step: number) => boolean): void {
  const { columns } = row
  const buckets = bucketsOf(row)
  for (let i = 0; i < buckets; i++) {
    const column = (of: number): number => columns[of * buckets + i]!
    if (isWanted(column(0))) joiner.add(column(0), column(1), column(2), column(3), column(4))
  }
}

function toSeries({ steps, values, min, max, counts, total }: Buckets): Series {
  const thinned = min && max && counts && { min: min.map(encodeValue), max: max.map(encodeValue), counts }
  return { steps, values: values.map(encodeValue), ...thinned, total }
}
