import { coarser } from '#app/stream/coarser.ts'
import type { Buckets } from '#lib/series/buckets.ts'

/** One line of a plot: recorded points over whatever the plot's horizontal axis counts. */
export interface PlotLine {
  id: string
  label: string
  /** CSS colour. */
  colour: string
  dashed?: boolean
  /** A secondary line, such as training beside validation. */
  thin?: boolean
  /** Drawn faintly: what another run did before this one went on from it. */
  quiet?: boolean
  /** Where it is read: beyond the first place, up to the second; everywhere where absent. */
  span?: readonly [after: number, upTo: number]
  xs: readonly number[]
  values: readonly number[]
  /** Bounds of what an entry stands for, where it is more than a point. */
  min?: readonly number[]
  max?: readonly number[]
  /** Recorded points that the entries stand for. */
  total: number
}

const nothing: Buckets = { steps: [], values: [], total: 0 }

/** Entries that a line is drawn with at most: what Recharts redraws eight times a second without a stutter. */
const drawnEntries = 450

/** A series as a line, `stepsPerUnit` steps to one unit of the horizontal axis. */
export function toLine(
  look: Pick<PlotLine, 'id' | 'label' | 'colour' | 'dashed' | 'thin' | 'quiet' | 'span'>,
  series: Buckets | undefined,
  stepsPerUnit = 1,
): PlotLine {
  const { steps, values, min, max, total } = coarser(series ?? nothing, drawnEntries)
  const xs = stepsPerUnit === 1 ? steps : steps.map((step) => step / stepsPerUnit)
  return { ...look, xs, values, total, ...(min && max ? { min, max } : {}) }
}

/** Index of the entry that a line is read at for `x`: the nearest; -1 where there is none, or where it is not read. */
export function readingOf({ xs, span }: Pick<PlotLine, 'xs' | 'span'>, x: number): number {
  return span && (x <= span[0] || x > span[1]) ? -1 : nearest(xs, x)
}

function nearest(xs: readonly number[], x: number): number {
  let low = 0
  let high = xs.length - 1
  if (high < 0) return -1
  while (low < high) {
    const middle = (low + high) >> 1
    if (xs[middle]! < x) low = middle + 1
    else high = middle
  }
  return low > 0 && x - xs[low - 1]! <= xs[low]! - x ? low - 1 : low
}

/** Values of several lines at a place, in words. */
export function readingsAt(lines: readonly PlotLine[], x: number, format: (value: number) => string): string {
  return lines
    .flatMap((line) => {
      const index = readingOf(line, x)
      return index < 0 ? [] : [`${line.label} ${format(line.values[index]!)}`]
    })
    .join(', ')
}

/** Where a line stops being a number: its last finite point before the first NaN or infinity, and that value. */
export function breakOf(line: PlotLine): { x: number; value: number; became: number } | null {
  const first = line.values.findIndex((value) => !Number.isFinite(value))
  if (first < 0) return null
  const became = line.values[first]!
  if (first === 0) return { x: line.xs[0]!, value: Number.NaN, became }
  return { x: line.xs[first - 1]!, value: line.values[first - 1]!, became }
}

/** The recorded places of lines, ascending: of those that are read over the same span, the densest line's. */
export function stopsOf(lines: readonly PlotLine[]): number[] {
  const spans = Map.groupBy(lines, ({ span }) => span?.[0] ?? Number.NEGATIVE_INFINITY)
  return [...spans]
    .sort(([a], [b]) => a - b)
    .flatMap(([, group]) => group.reduce((a, b) => (b.xs.length > a.xs.length ? b : a)).xs)
}

/** How many recorded points lines stand for, where that is more than they show: "107,200 points as 300". */
export function thinning(lines: readonly PlotLine[]): { points: number; entries: number } | null {
  const longest = lines.reduce<PlotLine | null>((a, b) => (a && a.total >= b.total ? a : b), null)
  if (!longest || longest.total <= longest.xs.length) return null
  return { points: longest.total, entries: longest.xs.length }
}
