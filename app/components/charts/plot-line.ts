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
  /** What a smoothed line is made of: drawn behind it, and not read. */
  faint?: boolean
  /** Where it is read: beyond the first place, up to the second; everywhere where absent. */
  span?: readonly [after: number, upTo: number]
  xs: readonly number[]
  values: readonly number[]
  /** Bounds of what an entry stands for, where it is more than a point. */
  min?: readonly number[]
  max?: readonly number[]
  /** Whether the bounds are a statistic of several runs, drawn however many lines there are. */
  banded?: boolean
  /** Runs that each entry is the mean of. */
  runs?: readonly number[]
  /** Entries that hold a NaN among numbers. */
  nans?: readonly number[]
  /** Points within the visible part and the entries drawn for them, where they came in finer buckets. */
  window?: { points: number; entries: number }
  /** Recorded points that the entries stand for. */
  total: number
}

const nothing: Buckets = { steps: [], values: [], total: 0 }

/** Entries that a line is drawn with at most: what Recharts redraws eight times a second without a stutter. */
const drawnEntries = 450

/** What a line looks like, and where it is read. */
export type LineLook = Pick<PlotLine, 'id' | 'label' | 'colour' | 'dashed' | 'thin' | 'quiet' | 'span'>

/** A series as a line; `toX` says where a step stands on the horizontal axis. */
export function toLine(
  look: LineLook,
  series: Buckets | undefined,
  toX?: (step: number) => number,
): PlotLine {
  const { steps, values, min, max, total, nans } = coarser(series ?? nothing, drawnEntries)
  const xs = toX ? steps.map(toX) : steps
  return { ...look, xs, values, total, ...(min && max ? { min, max } : {}), ...(nans ? { nans } : {}) }
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

/**
 * Where a line stops being a number within a part of the scale: its last finite point before the first NaN or
 * infinity there, and that value; of an entry that holds a NaN among numbers, the entry itself.
 */
export function breakOf(
  line: PlotLine,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): { x: number; value: number; became: number } | null {
  const { xs, values, nans } = line
  const inside = (i: number) => xs[i]! >= from && xs[i]! <= to
  const first = values.findIndex((value, i) => !Number.isFinite(value) && inside(i))
  const hidden = nans?.find((i) => Number.isFinite(values[i]!) && inside(i)) ?? -1
  if (hidden >= 0 && (first < 0 || hidden < first)) {
    return { x: xs[hidden]!, value: values[hidden]!, became: Number.NaN }
  }
  if (first < 0) return null
  const became = values[first]!
  const before = values.findLastIndex((value, i) => i < first && Number.isFinite(value))
  if (before < 0 || xs[before]! < from) return { x: xs[first]!, value: Number.NaN, became }
  return { x: xs[before]!, value: values[before]!, became }
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
  const longest = lines
    .map(({ window, total, xs }) => window ?? { points: total, entries: xs.length })
    .reduce<{ points: number; entries: number } | null>((a, b) => (a && a.points >= b.points ? a : b), null)
  return longest && longest.points > longest.entries ? longest : null
}
