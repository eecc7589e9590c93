import type { BucketJoiner } from './buckets.ts'
import { higher, lower } from './extremes.ts'

/** Level of the finest rollup: a bucket of level k stands for 2^k points. */
export const baseLevel = 5
/** Buckets of one row. */
export const rowBuckets = 128
/** Points of a row of the base level. */
export const rowPoints = rowBuckets << baseLevel

/** Columns of a row's buckets, in their order. */
const rollupColumns = ['step', 'last', 'min', 'max', 'count'] as const

/**
 * Buckets of one series that follow each other, each of 2^level points counted from the series' first. A complete row
 * has 128 of them; `index` is its place among those of its level.
 */
export interface RollupRow {
  key: string
  level: number
  index: number
  points: number
  /** Of the last point. */
  lastSeq: number
  lastStep: number
  /**
   * `[5, buckets]` row-major: step of each bucket's last point, its value, lowest, highest, number of points; the number
   * is negative where one of the points is NaN.
   */
  columns: Float64Array
}

/** Number of buckets of a row. */
export const bucketsOf = (row: RollupRow): number => row.columns.length / rollupColumns.length

/** Step of the last point of a row's bucket. */
export const stepOfBucket = (row: RollupRow, bucket: number): number => row.columns[bucket]!

/** Adds the buckets of a row, from the first to before the other index, to larger ones. */
export function joinRow(joiner: BucketJoiner, row: RollupRow, from = 0, to = bucketsOf(row)): void {
  const { columns } = row
  const count = bucketsOf(row)
  for (let i = from; i < to; i++) {
    joiner.add(
      columns[i]!,
      columns[count + i]!,
      columns[2 * count + i]!,
      columns[3 * count + i]!,
      Math.abs(columns[4 * count + i]!),
      columns[4 * count + i]! < 0,
    )
  }
}

/**
 * Rolls one series up as it grows. Which rows come, and what is in them, follows from the points and their order alone:
 * a row is complete with its last point and never changes.
 */
export class SeriesRollup {
  readonly #key: string
  /** Of the base level, not complete yet. */
  #open: Float64Array
  #points = 0
  #index = 0
  #lastSeq = 0
  /** Rows that wait for the second half of the row above, by level. */
  readonly #halves = new Map<number, RollupRow>()

  /**
   * @param rows the newest complete row of each level, where the series is taken up again; points are to be added
   * from the one that follows the newest row of the base level
   */
  constructor(key: string, rows: readonly RollupRow[] = []) {
    this.#key = key
    this.#open = emptyColumns()
    for (const row of rows) {
      if (row.level === baseLevel) this.#index = row.index + 1
      if (row.index % 2 === 0) this.#halves.set(row.level, row)
    }
  }

  /** Adds the next point, and to `completed` the rows that are complete with it. */
  add(seq: number, step: number, value: number, completed: RollupRow[]): void {
    const at = this.#points >> baseLevel
    const isFirst = this.#points % (1 << baseLevel) === 0
    const columns = this.#open
    columns[at] = step
    columns[rowBuckets + at] = value
    columns[2 * rowBuckets + at] = isFirst ? value : lower(columns[2 * rowBuckets + at]!, value)
    columns[3 * rowBuckets + at] = isFirst ? value : higher(columns[3 * rowBuckets + at]!, value)
    columns[4 * rowBuckets + at] = joinedCount(columns[4 * rowBuckets + at]!, Number.isNaN(value) ? -1 : 1)
    this.#points++
    this.#lastSeq = seq
    if (this.#points === rowPoints) this.#complete(step, completed)
  }

  /** The points after the last complete row, as a shorter one; null where there are none. */
  rest(): RollupRow | null {
    if (this.#points === 0) return null
    const buckets = Math.ceil(this.#points / (1 << baseLevel))
    const columns = new Float64Array(rollupColumns.length * buckets)
    for (let column = 0; column < rollupColumns.length; column++) {
      const from = column * rowBuckets
      columns.set(this.#open.subarray(from, from + buckets), column * buckets)
    }
    return this.#row(columns, this.#open[buckets - 1]!)
  }

  #complete(step: number, completed: RollupRow[]): void {
    let second = this.#row(this.#open, step)
    this.#open = emptyColumns()
    this.#points = 0
    this.#index++
    for (;;) {
      completed.push(second)
      const first = this.#halves.get(second.level)
      if (second.index % 2 === 0 || !first) {
        this.#halves.set(second.level, second)
        return
      }
      this.#halves.delete(second.level)
      second = join(first, second)
    }
  }

  #row(columns: Float64Array, lastStep: number): RollupRow {
    const place = { key: this.#key, level: baseLevel, index: this.#index }
    return { ...place, points: this.#points, lastSeq: this.#lastSeq, lastStep, columns }
  }
}

function emptyColumns(): Float64Array {
  return new Float64Array(rollupColumns.length * rowBuckets)
}

/** Points of two buckets together: negative where either is. */
function joinedCount(a: number, b: number): number {
  const count = Math.abs(a) + Math.abs(b)
  return a < 0 || b < 0 ? -count : count
}

/** The row above two that follow each other. */
function join(first: RollupRow, second: RollupRow): RollupRow {
  const columns = emptyColumns()
  const half = rowBuckets / 2
  for (const [offset, { columns: from }] of [
    [0, first],
    [half, second],
  ] as const) {
    for (let i = 0; i < half; i++) {
      const [a, b] = [2 * i, 2 * i + 1]
      const at = offset + i
      columns[at] = from[b]!
      columns[rowBuckets + at] = from[rowBuckets + b]!
      columns[2 * rowBuckets + at] = lower(from[2 * rowBuckets + a]!, from[2 * rowBuckets + b]!)
      columns[3 * rowBuckets + at] = higher(from[3 * rowBuckets + a]!, from[3 * rowBuckets + b]!)
      columns[4 * rowBuckets + at] = joinedCount(from[4 * rowBuckets + a]!, from[4 * rowBuckets + b]!)
    }
  }
  const { key, level, index, lastSeq, lastStep } = second
  const points = first.points + second.points
  return { key, level: level + 1, index: (index - 1) / 2, points, lastSeq, lastStep, columns }
}
