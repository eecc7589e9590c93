import { encodeValue, type Metrics, type MetricsQuery, type Series } from '#lib/contracts/metric.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import type { RunStore } from './ports.ts'

interface Points {
  steps: number[]
  values: number[]
}

/** A run's series as the query asks for them, up to one moment of the log; null where there is no such run. */
export async function readMetrics(store: RunStore, id: string, query: MetricsQuery): Promise<Metrics | null> {
  const seq = await store.lastSeq(id)
  if (seq === null) return null
  const patterns = query.keys
  const exact = patterns?.every((pattern) => !pattern.endsWith('/*')) ? patterns : undefined
  const points = new Map<string, Points>()
  for (const block of await store.blocks(id, query.after, exact)) collect(points, block, seq, query)
  const series: Record<string, Series> = {}
  for (const [key, { steps, values }] of points) series[key] = toSeries(steps, values, query.maxPoints)
  return { seq, series }
}

function collect(points: Map<string, Points>, block: FrameBlock, seq: number, query: MetricsQuery): void {
  const { after, from = 0, to = Number.POSITIVE_INFINITY } = query
  for (const [index, key] of block.keys.entries()) {
    if (!isAsked(key, query.keys)) continue
    const values = valuesOf(block, index)
    const held = points.get(key) ?? { steps: [], values: [] }
    points.set(key, held)
    for (let i = 0; i < block.count; i++) {
      const step = stepOf(block, i)
      if (seqOf(block, i) <= after || seqOf(block, i) > seq || step < from || step > to) continue
      held.steps.push(step)
      held.values.push(values[i]!)
    }
  }
}

function isAsked(key: string, patterns: readonly string[] | undefined): boolean {
  if (!patterns) return true
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  )
}

function toSeries(steps: number[], values: number[], maxPoints: number): Series {
  const buckets = toBuckets(steps, values, maxPoints)
  return {
    steps: buckets.steps,
    values: buckets.values.map(encodeValue),
    ...(buckets.min ? { min: buckets.min.map(encodeValue) } : {}),
    ...(buckets.max ? { max: buckets.max.map(encodeValue) } : {}),
    total: buckets.total,
  }
}
