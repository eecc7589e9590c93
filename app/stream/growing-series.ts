import { liveEntries } from '#lib/contracts/events.ts'
import type { Series } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { higher, lower } from '#lib/series/extremes.ts'

/**
 * A metric that grows and is thinned as it grows. It keeps buckets of one power-of-two size, counted from the first
 * point, which is what `toBuckets` makes of the whole series; so what a viewer holds depends neither on when they came
 * nor on how what came was divided.
 */
export class GrowingSeries {
  readonly #limit: number
  readonly #steps: number[] = []
  readonly #values: number[] = []
  readonly #min: number[] = []
  readonly #max: number[] = []
  /** Entries that hold a NaN. */
  #nans = new Set<number>()
  /** Points to a full bucket. */
  #size = 1
  #total = 0

  /** @param limit entries beyond which the resolution is halved */
  constructor(limit = liveEntries) {
    this.#limit = limit
  }

  /** Adds what comes next: single points, or buckets or parts of buckets with last, min, max and count. */
  extend({ steps, values, min, max, counts, nans }: Series): void {
    const broken = new Set(nans)
    for (const [i, step] of steps.entries()) {
      const value = decodeValue(values[i]!)
      const lowest = min ? decodeValue(min[i]!) : value
      const highest = max ? decodeValue(max[i]!) : value
      const nan = broken.has(i) || Number.isNaN(value)
      this.#add(step, value, lowest, highest, counts?.[i] ?? 1, nan)
    }
  }

  /** A copy to draw; `min` and `max` only where an entry stands for more than one point. */
  buckets(): Buckets {
    const held = { steps: [...this.#steps], values: [...this.#values], total: this.#total }
    if (this.#total === this.#steps.length) return held
    const nans = this.#nans.size > 0 ? { nans: [...this.#nans] } : {}
    return { ...held, min: [...this.#min], max: [...this.#max], ...nans }
  }

  #add(step: number, value: number, min: number, max: number, points: number, nan: boolean): void {
    // What comes as one entry lies in one bucket, if need be in a larger one than those so far.
    while (this.#bucketOf(this.#total) !== this.#bucketOf(this.#total + points - 1)) this.#halve()
    const bucket = this.#bucketOf(this.#total)
    const open = bucket < this.#steps.length
    this.#total += points
    this.#steps[bucket] = step
    this.#values[bucket] = value
    this.#min[bucket] = open ? lower(this.#min[bucket]!, min) : min
    this.#max[bucket] = open ? higher(this.#max[bucket]!, max) : max
    if (nan) this.#nans.add(bucket)
    if (this.#steps.length > this.#limit) this.#halve()
  }

  #bucketOf(point: number): number {
    return Math.floor(point / this.#size)
  }

  /** Joins neighbours into buckets of twice the size. */
  #halve(): void {
    const count = this.#steps.length
    const half = Math.ceil(count / 2)
    for (let i = 0; i < half; i++) {
      const first = 2 * i
      const second = Math.min(first + 1, count - 1)
      this.#steps[i] = this.#steps[second]!
      this.#values[i] = this.#values[second]!
      this.#min[i] = lower(this.#min[first]!, this.#min[second]!)
      this.#max[i] = higher(this.#max[first]!, this.#max[second]!)
    }
    for (const list of [this.#steps, this.#values, this.#min, this.#max]) list.length = half
    this.#nans = new Set([...this.#nans].map((bucket) => bucket >> 1))
    this.#size *= 2
  }
}
