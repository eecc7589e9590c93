import type { PlotLine } from './plot-line.ts'

/** What a row of a heat map is made of: recorded points or buckets of them, in order. */
export type HeatSeries = Pick<PlotLine, 'xs' | 'values' | 'min' | 'max' | 'quiet' | 'span' | 'total'>

/** One row of a heat map, an entry a column; null where nothing was recorded, NaN and infinities as they are. */
export interface HeatCells {
  values: readonly (number | null)[]
  /** Whether a cell shows what another run did before this one went on from it. */
  quiet: readonly boolean[]
}

/** Which of several points a cell shows: the greatest, or the one farthest from 0. */
export type Worst = 'greatest' | 'farthest'

/** The worse of two values; what is not finite is worse than all that is, and NaN is the worst. */
function worse(a: number, b: number, by: Worst): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  const [first, second] = by === 'farthest' ? [Math.abs(a), Math.abs(b)] : [a, b]
  return second > first ? b : a
}

/** The worst point that an entry stands for. */
function worstOf({ values, min, max }: HeatSeries, index: number, by: Worst): number {
  const value = values[index]!
  if (!min || !max) return value
  return worse(worse(value, max[index]!, by), min[index]!, by)
}

/**
 * Divides 0 … `end` into `columns` of equal width and puts the worst recorded point of each into its cell, so that no
 * spike is averaged away. Between two cells that hold something, the nearer one's value stands.
 *
 * @param parts of one row: a run's own points, and what the runs did that it comes from
 */
export function heatCells(parts: readonly HeatSeries[], end: number, columns: number, by: Worst): HeatCells {
  const values = new Array<number | null>(columns).fill(null)
  const quiet = new Array<boolean>(columns).fill(false)
  if (end <= 0) return { values, quiet }
  for (const part of parts) {
    const [after, upTo] = part.span ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let i = 0; i < part.xs.length; i++) {
      const x = part.xs[i]!
      if (x <= after || x > upTo || x > end) continue
      const column = Math.min(columns - 1, Math.floor((x / end) * columns))
      const worst = worstOf(part, i, by)
      const held = values[column]!
      values[column] = held === null ? worst : worse(held, worst, by)
      quiet[column] = part.quiet ?? false
    }
  }
  fillBetween(values, quiet)
  return { values, quiet }
}

/** Gives every empty cell between two others the value of the nearer one, of two as near the earlier one's. */
function fillBetween(values: (number | null)[], quiet: boolean[]): void {
  let before = -1
  for (let column = 0; column < values.length; column++) {
    if (values[column] === null) continue
    if (before >= 0) {
      for (let gap = before + 1; gap < column; gap++) {
        const source = gap - before <= column - gap ? before : column
        values[gap] = values[source]!
        quiet[gap] = quiet[source]!
      }
    }
    before = column
  }
}

/** Columns from the first to before the last. */
export interface ColumnSpan {
  from: number
  to: number
}

/** The stretches of neighbouring columns for which something holds. */
export function columnsWhere(columns: number, holds: (column: number) => boolean): ColumnSpan[] {
  const found: ColumnSpan[] = []
  for (let column = 0; column < columns; column++) {
    if (!holds(column)) continue
    const last = found.at(-1)
    if (last?.to === column) last.to = column + 1
    else found.push({ from: column, to: column + 1 })
  }
  return found
}
