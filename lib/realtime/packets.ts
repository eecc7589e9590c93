import { type FrameBatch, liveEntries } from '#lib/contracts/events.ts'
import type { Frame, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { BucketJoiner, bucketSize } from '#lib/series/buckets.ts'
import { type FrameBlock, firstSeq, newestSeq, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import type { Lengths } from './series-lengths.ts'

/** The blocks' frames one by one, by `seq`: blocks with different keys interleave. */
export function toFrames(runId: string, blocks: readonly FrameBlock[]): Frame[] {
  const frames = blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, i) => ({
      runId,
      seq: seqOf(block, i),
      step: stepOf(block, i),
      keys: [...block.keys],
      values: block.keys.map((_key, key) => encodeValue(valuesOf(block, key)[i]!)),
    })),
  )
  return frames.sort((a, b) => a.seq - b.seq)
}

/**
 * All that was published at once as one packet.
 *
 * @param lengths points of each series before; without them nothing is thinned
 */
export function toBatch(runId: string, blocks: readonly FrameBlock[], lengths: Lengths | null): FrameBatch {
  const series: Record<string, Series> = {}
  for (const key of new Set(blocks.flatMap((block) => block.keys))) {
    series[key] = toSeries(pointsOf(key, blocks), lengths && (lengths.get(key) ?? 0))
  }
  const after = Math.min(...blocks.map(firstSeq)) - 1
  return { runId, after, seq: newestSeq(blocks, after), series }
}

/** Points of one key in the order of the log. */
interface Points {
  steps: readonly number[]
  values: readonly number[]
}

function pointsOf(key: string, blocks: readonly FrameBlock[]): Points {
  const having = blocks.filter((block) => block.keys.includes(key))
  const columns = having.map(({ keys, count, columns }) => ({
    seqs: columns.subarray(0, count),
    steps: columns.subarray(count, 2 * count),
    values: valuesOf({ keys, count, columns }, keys.indexOf(key)),
  }))
  const steps = columns.flatMap((block) => Array.from(block.steps))
  const values = columns.flatMap((block) => Array.from(block.values))
  if (columns.length === 1) return { steps, values }
  const seqs = columns.flatMap((block) => Array.from(block.seqs))
  const order = [...seqs.keys()].sort((a, b) => seqs[a]! - seqs[b]!)
  return { steps: order.map((i) => steps[i]!), values: order.map((i) => values[i]!) }
}

/**
 * Points in buckets of the size that the whole series has with them, counted from its first point: those at both ends
 * may be parts of buckets, and `counts` says how large a part.
 *
 * @param before points of the series that come before these; null where that is not known, and then nothing is thinned
 */
function toSeries({ steps, values }: Points, before: number | null): Series {
  const size = before === null ? 1 : bucketSize(before + steps.length, liveEntries)
  const joiner = new BucketJoiner(size, before ?? 0)
  for (const [i, value] of values.entries()) joiner.add(steps[i]!, value, value, value, 1)
  const { values: last, min, max, counts, ...rest } = joiner.take()
  const thinned = min && max && counts && { min: min.map(encodeValue), max: max.map(encodeValue), counts }
  return { ...rest, values: last.map(encodeValue), ...thinned }
}
