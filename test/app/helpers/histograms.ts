import type { Histogram } from '#lib/contracts/diagnostics.ts'

/** A histogram of a few values, as the API answers it. */
export function histogram(low: number, high: number, counts = [1, 2, 1, 0], nonFinite = 0): Histogram {
  return { low, high, counts, nonFinite }
}
