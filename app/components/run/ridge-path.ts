import type { Histogram } from '#lib/contracts/diagnostics.ts'
import { binCentre, binWidth, type Span, sizeOf } from './histogram.ts'

/** How many times higher than every other bin one may stand before it is cut: zeros of a ReLU, weights never moved. */
const spike = 3

/** Outline of a histogram: share of the values per unit of the axis, bin after bin, between two zeros. */
interface Outline {
  at: number[]
  density: number[]
}

/** A histogram's outline; all values alike are a bar as wide as a hundredth of the scale. */
function outlineOf(histogram: Histogram, [start, end]: Span): Outline {
  const size = sizeOf(histogram)
  const { low, high, counts } = histogram
  if (size === 0) return { at: [], density: [] }
  const width = binWidth(histogram)
  if (!(width > 0)) {
    const half = (end - start) / 200
    return { at: [low - half, low - half, low + half, low + half], density: [0, 0.5 / half, 0.5 / half, 0] }
  }
  return {
    at: [low, ...counts.map((_, bin) => binCentre(histogram, bin)), high],
    density: [0, ...counts.map((count) => count / size / width), 0],
  }
}

/**
 * The density up to which a row is drawn: the highest, or where one bin stands far above all others, twice the highest
 * of those, so that they can be seen.
 */
function topOf({ density }: Outline): number {
  const [first = 0, second = 0] = density.toSorted((a, b) => b - a)
  return second > 0 && first > spike * second ? 2 * second : first
}

/** Histograms of one row in a box, all to one height. */
export interface RidgePaths {
  /** Of each histogram, an SVG path along its outline; empty where it holds nothing. */
  outlines: string[]
  /** Of each histogram, where a bin would stand above the box; null where none does. */
  cuts: (number | null)[]
}

/** The outlines of histograms on a scale, in a box whose base is `base` and whose top is `height` above it. */
export function ridgePaths(
  histograms: readonly Histogram[],
  span: Span,
  box: { width: number; base: number; height: number },
): RidgePaths {
  const [start, end] = span
  const outlines = histograms.map((histogram) => outlineOf(histogram, span))
  const top = Math.max(...outlines.map(topOf))
  const digits = (value: number) => String(Number(value.toFixed(1)))
  const x = (value: number) => Math.min(box.width, Math.max(0, ((value - start) / (end - start)) * box.width))
  return {
    outlines: outlines.map(({ at, density }) =>
      at
        .map((value, i) => {
          const y = box.base - Math.min(1, density[i]! / top) * box.height
          return `${i === 0 ? 'M' : 'L'}${digits(x(value))} ${digits(y)}`
        })
        .join(''),
    ),
    cuts: outlines.map(({ at, density }) => {
      const highest = density.findIndex((value) => value > top)
      return highest < 0 ? null : x(at[highest]!)
    }),
  }
}

/** The same histogram in half as many bins: where many lie over each other, a coarser outline is easier to follow. */
export function halved(histogram: Histogram): Histogram {
  const { counts } = histogram
  const pairs = counts.filter((_, bin) => bin % 2 === 0).map((count, i) => count + (counts[2 * i + 1] ?? 0))
  return counts.length % 2 === 0 ? { ...histogram, counts: pairs } : histogram
}
