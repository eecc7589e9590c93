import { rowPoints } from '#lib/series/rollups.ts'
import type { RowEnds } from './log-ports.ts'

/** Part of a log by `seq` (after the first, up to the second) and step, both ends of steps inclusive. */
export interface Window {
  after: number
  upTo: number
  from: number
  to: number
}

/**
 * Where a window lies in a series' rows of the base level. Rows from `first` to before `end` lie in it as a whole; what
 * else lies in it has a `seq` in one of the two `edges` (after the first number, up to the second). Before the first edge
 * there are `before` points.
 */
export interface Placed {
  first: number
  end: number
  edges: readonly [readonly [number, number], readonly [number, number]]
  before: number
}

/** One series of one run, as it is read. */
export interface PlacedSeries {
  id: string
  key: string
  /** Where its complete rows of the base level end. */
  ends: RowEnds
  window: Window
  placed: Placed
}

/** Finds the rows of a window by where each row ends. */
export function placeWindow({ seqs, steps }: RowEnds, { after, upTo, from, to }: Window): Placed {
  const seqBefore = (row: number): number => (row === 0 ? 0 : seqs[row - 1]!)
  const stepBefore = (row: number): number => (row === 0 ? -1 : steps[row - 1]!)
  let left = 0
  while (left < seqs.length && (seqs[left]! <= after || steps[left]! < from)) left++
  let end = left
  while (end < seqs.length && steps[end]! <= to) end++
  const isWhole = seqBefore(left) >= after && stepBefore(left) >= from - 1
  const first = isWhole ? left : left + 1
  const low = seqBefore(left)
  // Steps beyond the window begin in the row that it cuts.
  const high = end < seqs.length ? Math.min(seqs[end]!, upTo) : upTo
  const before = left * rowPoints
  if (first >= end) return { first: 0, end: 0, edges: [[low, high], none], before }
  return {
    first,
    end,
    edges: [
      [low, seqBefore(first)],
      [seqs[end - 1]!, high],
    ],
    before,
  }
}

const none = [0, 0] as const
