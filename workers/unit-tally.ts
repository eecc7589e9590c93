import type { LayerUnits } from '#lib/contracts/evaluation.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { InspectedBatch, Rows } from '#lib/nn/inspector.ts'

/** What each unit of one layer does over many samples. */
export class UnitTally {
  readonly #layer: string
  readonly #index: number
  /** What |f′| exceeds where a unit is active. */
  readonly #threshold: number
  #sums = new Float64Array()
  #active = new Uint32Array()
  #samples = 0

  constructor(layer: string, index: number, threshold: number) {
    this.#layer = layer
    this.#index = index
    this.#threshold = threshold
  }

  add(batch: InspectedBatch): void {
    this.#addActivations(batch.activations(this.#index), batch.count)
    this.#addSlopes(batch.slopes(this.#index), batch.count)
    this.#samples += batch.count
  }

  #addActivations({ values, at, stride, units }: Rows, count: number): void {
    if (this.#sums.length === 0) this.#sums = new Float64Array(units)
    for (let row = 0; row < count; row++) {
      const start = at + row * stride
      for (let unit = 0; unit < units; unit++) this.#sums[unit]! += values[start + unit]!
    }
  }

  #addSlopes({ values, at, stride, units }: Rows, count: number): void {
    if (this.#active.length === 0) this.#active = new Uint32Array(units)
    for (let row = 0; row < count; row++) {
      const start = at + row * stride
      for (let unit = 0; unit < units; unit++) {
        if (Math.abs(values[start + unit]!) > this.#threshold) this.#active[unit]!++
      }
    }
  }

  report(): LayerUnits {
    return {
      layer: this.#layer,
      mean: Array.from(this.#sums, (sum) => encodeValue(sum / this.#samples)),
      activeShare: Array.from(this.#active, (count) => count / this.#samples),
      dead: Array.from(this.#active, (count) => count === 0),
    }
  }
}
