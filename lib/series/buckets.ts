/** A series thinned for drawing: entry i stands for a bucket of consecutive points. */
export interface Buckets {
  /** Step of each bucket's last point. */
  steps: number[]
  /** Value of each bucket's last point. */
  values: number[]
  /** Lowest and highest value of each bucket, NaN where it holds no number; absent where every bucket is one point. */
  min?: number[]
  max?: number[]
  /** Points before thinning. */
  total: number
}

/** Points that share a bucket: the least power of two that leaves at most `maxPoints` buckets. */
export function bucketSize(points: number, maxPoints: number): number {
  let size = 1
  while (Math.ceil(points / size) > maxPoints) size *= 2
  return size
}

/**
 * Thins a series to at most `maxPoints` buckets of equal, power-of-two size, counted from its first point:
 * while a run grows, full buckets never change. Spikes survive in `min` and `max`.
 */
export function toBuckets(steps: ArrayLike<number>, values: ArrayLike<number>, maxPoints: number): Buckets {
  const total = steps.length
  const size = bucketSize(total, maxPoints)
  if (size === 1) return { steps: Array.from(steps), values: Array.from(values), total }
  const buckets = {
    steps: [] as number[],
    values: [] as number[],
    min: [] as number[],
    max: [] as number[],
    total,
  }
  for (let start = 0; start < total; start += size) {
    const end = Math.min(start + size, total)
    let min = Number.NaN
    let max = Number.NaN
    for (let i = start; i < end; i++) {
      const value = values[i]!
      if (!(value >= min)) min = Number.isNaN(value) ? min : value
      if (!(value <= max)) max = Number.isNaN(value) ? max : value
    }
    buckets.steps.push(steps[end - 1]!)
    buckets.values.push(values[end - 1]!)
    buckets.min.push(min)
    buckets.max.push(max)
  }
  return buckets
}
