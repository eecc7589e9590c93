import { type FrameBlock, valuesOf } from './frames.ts'

/** Points of one series by `seq`, a column each. */
export interface Points {
  seqs: Float64Array
  steps: Float64Array
  values: Float64Array
}

/**
 * A key's points by `seq`, in parts that follow each other; not copied where its blocks do. Blocks of one key may
 * overlap, as where a loss was recorded between two readings.
 */
export function pointsOf(key: string, blocks: readonly FrameBlock[]): Points[] {
  const parts: Points[] = []
  for (const block of blocks) {
    const column = block.keys.indexOf(key)
    if (column < 0) continue
    const seqs = block.columns.subarray(0, block.count)
    const steps = block.columns.subarray(block.count, 2 * block.count)
    parts.push({ seqs, steps, values: valuesOf(block, column) })
  }
  parts.sort((a, b) => a.seqs[0]! - b.seqs[0]!)
  const inOrder = parts.every(({ seqs }, i) => i === 0 || parts[i - 1]!.seqs.at(-1)! < seqs[0]!)
  return inOrder ? parts : [parts.reduce(interleave)]
}

/** The part of the points from the first to before the other index, not copied. */
export function slicePoints({ seqs, steps, values }: Points, from: number, to: number): Points {
  return { seqs: seqs.subarray(from, to), steps: steps.subarray(from, to), values: values.subarray(from, to) }
}

/** Index of the first of these ascending numbers that is greater than `limit`; their number where none is. */
export function firstAbove(numbers: Float64Array, limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! > limit) high = middle
    else low = middle + 1
  }
  return low
}

function interleave(a: Points, b: Points): Points {
  const count = a.seqs.length + b.seqs.length
  const [seqs, steps, values] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let i = 0, j = 0, at = 0; at < count; at++) {
    const isFirst = j >= b.seqs.length || (i < a.seqs.length && a.seqs[i]! < b.seqs[j]!)
    const from = isFirst ? a : b
    const index = isFirst ? i++ : j++
    seqs[at] = from.seqs[index]!
    steps[at] = from.steps[index]!
    values[at] = from.values[index]!
  }
  return { seqs, steps, values }
}
