import { roundDistance } from '#app/components/charts/axes.ts'
import type { Histogram } from '#lib/contracts/diagnostics.ts'
import { quantile, type Span, sizeOf } from './histogram.ts'

/** Share of the values at either end that a scale may leave out: a few far ones would make a line of the rest. */
const tail = 0.005

/** How many times wider than the narrowest the widest histogram may be for both to be read on one scale. */
const readable = 8

/** Where nearly all values of a histogram lie; null where it holds none. */
function bulk(histogram: Histogram): Span | null {
  return sizeOf(histogram) > 0 ? [quantile(histogram, tail), quantile(histogram, 1 - tail)] : null
}

/** What lies between the least and the greatest of several spans; null where there is none. */
function enclosing(spans: readonly (Span | null)[]): Span | null {
  const filled = spans.filter((span) => span !== null)
  if (filled.length === 0) return null
  return [Math.min(...filled.map(([low]) => low)), Math.max(...filled.map(([, high]) => high))]
}

/** Round numbers around a span, so that a scale seldom changes as a run goes on; a single value gets some room. */
function roundSpan([low, high]: Span): Span {
  const width = high > low ? high - low : Math.max(Math.abs(low), 1e-6)
  const distance = roundDistance(width / 5)
  const middle = (low + high) / 2
  const [start, end] = high > low ? [low, high] : [middle - width / 2, middle + width / 2]
  return [Math.floor(start / distance) * distance, Math.ceil(end / distance) * distance]
}

/**
 * One scale a row, from all histograms that the row draws: the same for all rows where they can be read on it, so that
 * layers can be compared; else each row's own (`shared` false).
 */
export function ridgeSpans(rows: readonly (readonly Histogram[])[]): { spans: Span[]; shared: boolean } {
  const own = rows.map((histograms) => enclosing(histograms.map(bulk)))
  const whole = enclosing(own)
  if (!whole) return { spans: rows.map(() => [-1, 1] as const), shared: true }
  const widths = own.flatMap((span) => (span && span[1] > span[0] ? [span[1] - span[0]] : []))
  const shared = whole[1] - whole[0] <= readable * Math.min(...widths)
  return { spans: own.map((span) => roundSpan(shared ? whole : (span ?? [-1, 1]))), shared }
}

/** The one scale on which several histograms are drawn, however much wider one is than another. */
export function commonSpan(histograms: readonly Histogram[]): Span {
  return roundSpan(enclosing(histograms.map(bulk)) ?? [-1, 1])
}

/** Three to six round numbers on a scale. */
export function spanTicks([low, high]: Span): number[] {
  const distance = roundDistance((high - low) / 4)
  const first = Math.ceil(low / distance - 1e-9)
  const last = Math.floor(high / distance + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * distance).toPrecision(12)))
}
