import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Summary } from '#lib/contracts/run.ts'
import type { HeadlineMetric } from '#lib/contracts/run-list.ts'
import { type FrameBlock, lastSeq, stepOf, valuesOf } from '#lib/series/frames.ts'

/** The metrics that a run is judged by, and which way is better. */
const directions: Record<HeadlineMetric, 'lower' | 'higher'> = {
  'train/loss': 'lower',
  'train/accuracy': 'higher',
  'val/loss': 'lower',
  'val/accuracy': 'higher',
}
const headline = new Map<string, 'lower' | 'higher'>(Object.entries(directions))

/**
 * The summary after these frames; the given one stays as it was. Equal values keep the earlier step. How frames are
 * grouped into blocks makes no difference, even where a key's frames lie in blocks that overlap.
 */
export function summarize(summary: Summary, blocks: readonly FrameBlock[]): Summary {
  const next = { ...summary }
  for (const block of blocks.toSorted((a, b) => lastSeq(a) - lastSeq(b))) {
    for (const [index, key] of block.keys.entries()) {
      const better = headline.get(key)
      if (better) next[key] = advance(next[key], block, index, better)
    }
  }
  return next
}

type Entry = Summary[string]

function advance(
  entry: Entry | undefined,
  block: FrameBlock,
  index: number,
  better: 'lower' | 'higher',
): Entry {
  const values = valuesOf(block, index)
  let best = entry?.best ?? null
  let bestStep = entry?.bestStep ?? null
  for (let i = 0; i < block.count; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    const step = stepOf(block, i)
    if (best !== null && bestStep !== null) {
      const isBetter = better === 'lower' ? value < best : value > best
      if (!isBetter && !(value === best && step < bestStep)) continue
    }
    best = value
    bestStep = step
  }
  return { last: encodeValue(values[block.count - 1]!), best, bestStep }
}
