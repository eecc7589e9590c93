import { higher, lower } from './extremes.ts'

/** A series thinned for drawing: entry i stands for a bucket of consecutive points. */
export interface Buckets {
  /** Step of each bucket's last point. */
  steps: number[]
  /** Value of each bucket's last point. */
  values: number[]
  /** Lowest and highest value of each bucket, NaN where it holds no number; absent where every bucket is one point. */
  min?: number[]
  max?: number[]
  /** Points of each bucket; absent likewise. */
  counts?: number[]
  /** Buckets that hold a NaN, by index, ascending; absent where none does, or where every bucket is one point. */
  nans?: number[]
  /** Points before thinning. */
  total: number
}

/**
 * Points that share a bucket: the least power of two that leaves at most `maxPoints` buckets, which are counted from
 * `before` points further up.
 */
export function bucketSize(points: number, maxPoints: number, before = 0): number {
  let size = 1
  while (Math.ceil(((before % size) + points) / size) > maxPoints) size *= 2
  return size
}

/** Joins points and parts of buckets, as they come, into buckets of one size. */
export class BucketJoiner {
  readonly #size: number
  readonly #buckets = {
    steps: [] as number[],
    values: [] as number[],
    min: [] as number[],
    max: [] as number[],
    counts: [] as number[],
  }
  readonly #nans: number[] = []
  /** Points up to now, those before the first bucket included. */
  #position: number
  #total = 0

  /** @param before points of the series before the first that is added */
  constructor(size: number, before = 0) {
    this.#size = size
    this.#position = before
  }

  /** Adds what stands for the next `count` points, which lie in one bucket; `nan` where one of them is NaN. */
  add(step: number, value: number, min: number, max: number, count: number, nan = Number.isNaN(value)): void {
    const { steps, values, min: lowest, max: highest, counts } = this.#buckets
    const last = steps.length - 1
    if (last < 0 || this.#position % this.#size === 0) {
      steps.push(step)
      values.push(value)
      lowest.push(min)
      highest.push(max)
      counts.push(count)
    } else {
      steps[last] = step
      values[last] = value
      lowest[last] = lower(lowest[last]!, min)
      highest[last] = higher(highest[last]!, max)
      counts[last]! += count
    }
    const bucket = steps.length - 1
    if (nan && this.#nans.at(-1) !== bucket) this.#nans.push(bucket)
    this.#position += count
    this.#total += count
  }

  /** All buckets. */
  take(): Buckets {
    const { steps, values, ...rest } = this.#buckets
    const total = this.#total
    if (steps.length === total) return { steps, values, total }
    return { steps, values, ...rest, ...(this.#nans.length > 0 ? { nans: this.#nans } : {}), total }
  }
}

/**
 * Thins a series to at most `maxPoints` buckets of equal, power-of-two size, counted from its first point, before
 * which `before` others may have been left out: while a run grows, full buckets never change. Spikes survive in `min`
 * and `max`, NaN in `nans`.
 */
export function toBuckets(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  maxPoints: number,
  before = 0,
): Buckets {
  const joiner = new BucketJoiner(bucketSize(steps.length, maxPoints, before), before)
  for (let i = 0; i < steps.length; i++) joiner.add(steps[i]!, values[i]!, values[i]!, values[i]!, 1)
  return joiner.take()
}
