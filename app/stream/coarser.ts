import type { Buckets } from '#lib/series/buckets.ts'
import { higher, lower } from '#lib/series/extremes.ts'

/**
 * The same series in at most `most` buckets: as many neighbours joined as that takes, always a power of two,
 * counted from the first, so that what is drawn already stays as the series grows.
 */
export function coarser(series: Buckets, most: number): Buckets {
  const { steps, values, total } = series
  let size = 1
  while (Math.ceil(steps.length / size) > most) size *= 2
  if (size === 1) return series
  const { min = values, max = values } = series
  const joined = { steps: [] as number[], values: [] as number[], min: [] as number[], max: [] as number[] }
  for (let start = 0; start < steps.length; start += size) {
    const end = Math.min(start + size, steps.length)
    joined.steps.push(steps[end - 1]!)
    joined.values.push(values[end - 1]!)
    joined.min.push(min.slice(start, end).reduce(lower))
    joined.max.push(max.slice(start, end).reduce(higher))
  }
  const nans = [...new Set(nansOf(series).map((i) => Math.floor(i / size)))]
  return { ...joined, ...(nans.length > 0 ? { nans } : {}), total }
}

/** Entries with a NaN among their points; of entries that are one point each, those that are NaN. */
function nansOf({ values, min, nans }: Buckets): number[] {
  if (min) return nans ?? []
  return values.flatMap((value, i) => (Number.isNaN(value) ? [i] : []))
}
