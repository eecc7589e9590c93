import type { Series } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { type Buckets, bucketSize } from '#lib/series/buckets.ts'
import { higher, lower } from './coarser.ts'

/** Entries beyond which a series is thinned in the browser. */
const maxEntries = 1200

/**
 * A metric that grows point by point and is thinned as it grows. It keeps buckets of one power-of-two size,
 * counted from the first point, which is what `toBuckets` makes of the whole series; so what a viewer holds
 * does not depend on when they came.
 */
export class GrowingSeries {
  readonly #limit: number
  readonly #steps: number[] = []
  readonly #values: number[] = []
  readonly #min: number[] = []
  readonly #max: number[] = []
  /** Points to a full bucket, and points in the last one. */
  #size = 1
  #open = 0
  #total = 0

  constructor(limit = maxEntries) {
    this.#limit = limit
  }

  /** Adds one recorded point. */
  append(step: number, value: number): void {
    this.#add(step, value, value, value, 1)
  }

  /** Adds what a server answered: single points, or buckets of last, min and max. */
  extend(series: Series): void {
    const { steps, total } = series
    if (steps.length === 0) return
    const size = bucketSize(total, steps.length)
    if (this.#steps.length === 0) this.#size = size
    const last = steps.length - 1
    for (let i = 0; i <= last; i++) {
      const value = decodeValue(series.values[i]!)
      const min = series.min ? decodeValue(series.min[i]!) : value
      const max = series.max ? decodeValue(series.max[i]!) : value
      this.#add(steps[i]!, value, min, max, i < last ? size : Math.max(1, total - size * last))
    }
  }

  /** A copy to draw; `min` and `max` only where an entry stands for more than one point. */
  buckets(): Buckets {
    const held = { steps: [...this.#steps], values: [...this.#values], total: this.#total }
    if (this.#total === this.#steps.length) return held
    return { ...held, min: [...this.#min], max: [...this.#max] }
  }

  #add(step: number, value: number, min: number, max: number, points: number): void {
    const last = this.#steps.length - 1
    // A later attempt records the same steps again, with the same values: they are drawn once.
    if (last >= 0 && step <= this.#steps[last]!) return
    this.#total += points
    if (last >= 0 && this.#open + points <= this.#size) {
      this.#steps[last] = step
      this.#values[last] = value
      this.#min[last] = lower(this.#min[last]!, min)
      this.#max[last] = higher(this.#max[last]!, max)
      this.#open += points
      return
    }
    this.#steps.push(step)
    this.#values.push(value)
    this.#min.push(min)
    this.#max.push(max)
    this.#open = points
    if (this.#steps.length > this.#limit) this.#halve()
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
    if (count % 2 === 0) this.#open += this.#size
    this.#size *= 2
  }
}
