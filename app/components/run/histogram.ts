import type { Histogram, HistogramName } from '#lib/contracts/diagnostics.ts'

/** The choices in the order of a step: forward, then back. */
export const histogramChoices: readonly { name: HistogramName; title: string; note: string }[] = [
  { name: 'preActivation', title: 'Pre-activation', note: 'z of a batch' },
  { name: 'activation', title: 'Activation', note: 'f(z) of a batch' },
  { name: 'weight', title: 'Weights', note: 'of the layer' },
  { name: 'gradient', title: 'Gradient', note: 'of the weights' },
]

/** Ends of a horizontal scale. */
export type Span = readonly [low: number, high: number]

/** Values that a histogram counts; NaN and infinities are not among them. */
export function sizeOf({ counts }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Width of a bin; 0 where all values are alike. */
export function binWidth({ low, high, counts }: Histogram): number {
  return (high - low) / counts.length
}

/** Middle of a bin. */
export function binCentre(histogram: Histogram, bin: number): number {
  return histogram.low + (bin + 0.5) * binWidth(histogram)
}

/** Value below which that share lies, as if values were spread evenly in their bin; NaN where there are none. */
export function quantile(histogram: Histogram, share: number): number {
  const size = sizeOf(histogram)
  if (size === 0) return Number.NaN
  let below = 0
  for (const [bin, count] of histogram.counts.entries()) {
    if (count > 0 && below + count >= share * size) {
      return histogram.low + (bin + (share * size - below) / count) * binWidth(histogram)
    }
    below += count
  }
  return histogram.high
}

/** Share of the values above a bound, as if values were spread evenly in their bin; NaN where there are none. */
export function shareAbove(histogram: Histogram, bound: number): number {
  const { low, high, counts } = histogram
  const size = sizeOf(histogram)
  if (size === 0) return Number.NaN
  if (high <= low) return low > bound ? 1 : 0
  const width = binWidth(histogram)
  const above = counts.reduce((sum, count, bin) => {
    const part = (low + (bin + 1) * width - bound) / width
    return sum + count * Math.min(1, Math.max(0, part))
  }, 0)
  return above / size
}

/** Mean and standard deviation of the values, each taken at its bin's middle; NaN where there are none. */
export function momentsOf(histogram: Histogram): { mean: number; deviation: number } {
  const size = sizeOf(histogram)
  let sum = 0
  for (const [bin, count] of histogram.counts.entries()) sum += count * binCentre(histogram, bin)
  const mean = sum / size
  let squares = 0
  for (const [bin, count] of histogram.counts.entries()) {
    squares += count * (binCentre(histogram, bin) - mean) ** 2
  }
  return { mean, deviation: Math.sqrt(squares / size) }
}
