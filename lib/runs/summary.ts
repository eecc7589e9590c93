import { encodeValue } from '#lib/contracts/metric.ts'
import type { Summary } from '#lib/contracts/run.ts'
import { type FrameBlock, stepOf, valuesOf } from '#lib/series/frames.ts'

/** The metrics that a run is judged by, and which way is better. */
const headline = new Map<string, 'lower' | 'higher'>([
  ['train/loss', 'lower'],
  ['train/accuracy', 'higher'],
  ['val/loss', 'lower'],
  ['val/accuracy', 'higher'],
])

/** The summary after these frames; the given one stays as it was. Equal values keep the earlier step. */
export function summarize(summary: Summary, blocks: readonly FrameBlock[]): Summary {
  const next = { ...summary }
  for (const block of blocks) {
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
    if (best !== null && !(better === 'lower' ? value < best : value > best)) continue
    best = value
    bestStep = stepOf(block, i)
  }
  return { last: encodeValue(values[block.count - 1]!), best, bestStep }
}
