import { magnitude } from '#app/format/numbers.ts'
import type { Histogram, HistogramName } from '#lib/contracts/diagnostics.ts'

/** The choices in the order of a step: forward, then back. */
export const histogramChoices: readonly { name: HistogramName; title: string; note: string }[] = [
  { name: 'preActivation', title: 'Pre-activation', note: 'z of a batch' },
  { name: 'activation', title: 'Activation', note: 'f(z) of a batch' },
  { name: 'weight', title: 'Weights', note: 'of the layer' },
  { name: 'gradient', title: 'Gradient', note: 'of the loss in the weights' },
]

/** Ends of a horizontal scale. */
export type Span = readonly [low: number, high: number]

/** How many times wider than the narrowest the widest histogram may be for both to be read on one scale. */
const readable = 8

/**
 * The scale that holds all of several histograms, so that layers can be compared; null where none holds a number,
 * or where on one scale the narrower ones would be a line.
 */
export function commonSpan(histograms: readonly Histogram[]): Span | null {
  const filled = histograms.filter(({ counts }) => counts.some((count) => count > 0))
  if (filled.length === 0) return null
  const widths = filled.map(({ low, high }) => high - low)
  if (Math.max(...widths) > readable * Math.min(...widths)) return null
  return [
    Math.min(...filled.map((histogram) => histogram.low)),
    Math.max(...filled.map((histogram) => histogram.high)),
  ]
}

/** Outline of a histogram on a scale, as an SVG path in a box; the fullest bin touches the top. */
export function histogramPath(
  { low, high, counts }: Histogram,
  [start, end]: Span,
  width: number,
  height: number,
): string {
  const fullest = Math.max(...counts)
  if (!(fullest > 0)) return ''
  const at = (value: number) => (end > start ? ((value - start) / (end - start)) * width : width / 2)
  const digits = (value: number) => String(Number(value.toFixed(1)))
  // All values alike: one bar in their place.
  if (high <= low) return `M${digits(at(low) - 1)} ${height}V0H${digits(at(low) + 1)}V${height}Z`
  const size = (high - low) / counts.length
  const steps = counts.map((count, i) => {
    const y = digits(height * (1 - count / fullest))
    return `V${y}H${digits(at(low + (i + 1) * size))}`
  })
  return `M${digits(at(low))} ${height}${steps.join('')}V${height}Z`
}

/** Where a histogram lies, in words: −3.1 to 4.2. */
export function spanWords({ low, high, counts }: Histogram): string {
  if (!counts.some((count) => count > 0)) return 'no number'
  return low === high ? magnitude(low) : `${magnitude(low)} to ${magnitude(high)}`
}
