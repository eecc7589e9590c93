import type { Metrics, MetricsQuery, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import type { RunStore } from './ports.ts'

/** Points of one key, in arrays that may be longer than they are filled. */
interface Points {
  steps: Float64Array
  values: Float64Array
  count: number
}

/** A run's series as the query asks for them, up to one moment of the log; null where there is no such run. */
export async function readMetrics(store: RunStore, id: string, query: MetricsQuery): Promise<Metrics | null> {
  const seq = await store.lastSeq(id)
  if (seq === null) return null
  const patterns = query.keys
  const exact = patterns?.every((pattern) => !pattern.endsWith('/*')) ? patterns : undefined
  const blocks = await store.blocks(id, query.after, { keys: exact })
  const points = makeRoom(blocks, patterns)
  for (const block of blocks) collect(points, block, seq, query)
  const series: Record<string, Series> = {}
  for (const [key, each] of points) if (each.count > 0) series[key] = toSeries(each, query.maxPoints)
  return { seq, series }
}

function makeRoom(
  blocks: readonly FrameBlock[],
  patterns: readonly string[] | undefined,
): Map<string, Points> {
  const sizes = new Map<string, number>()
  for (const { keys, count } of blocks) {
    for (const key of keys) if (isAsked(key, patterns)) sizes.set(key, (sizes.get(key) ?? 0) + count)
  }
  const toPoints = (size: number) => ({
    steps: new Float64Array(size),
    values: new Float64Array(size),
    count: 0,
  })
  return new Map([...sizes].map(([key, size]) => [key, toPoints(size)]))
}

function collect(points: Map<string, Points>, block: FrameBlock, seq: number, query: MetricsQuery): void {
  const { after, from = 0, to = Number.POSITIVE_INFINITY } = query
  for (const [index, key] of block.keys.entries()) {
    const held = points.get(key)
    if (!held) continue
    const values = valuesOf(block, index)
    for (let i = 0; i < block.count; i++) {
      const step = stepOf(block, i)
      if (seqOf(block, i) <= after || seqOf(block, i) > seq || step < from || step > to) continue
      held.steps[held.count] = step
      held.values[held.count++] = values[i]!
    }
  }
}

/** In order of steps: blocks of one key may overlap, as where a loss was recorded between two readings. */
function sortBySteps({ steps, values, count }: Points): void {
  let from = 1
  while (from < count && steps[from]! > steps[from - 1]!) from++
  if (from >= count) return
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => steps[a]! - steps[b]!)
  const [sortedSteps, sortedValues] = [order.map((i) => steps[i]!), order.map((i) => values[i]!)]
  steps.set(sortedSteps)
  values.set(sortedValues)
}

function isAsked(key: string, patterns: readonly string[] | undefined): boolean {
  if (!patterns) return true
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  )
}

function toSeries(points: Points, maxPoints: number): Series {
  sortBySteps(points)
  const { steps, values, count } = points
  const buckets = toBuckets(steps.subarray(0, count), values.subarray(0, count), maxPoints)
  return {
    steps: buckets.steps,
    values: buckets.values.map(encodeValue),
    ...(buckets.min ? { min: buckets.min.map(encodeValue) } : {}),
    ...(buckets.max ? { max: buckets.max.map(encodeValue) } : {}),
    total: buckets.total,
  }
}
