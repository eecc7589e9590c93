import type { Delivery, TrainingTask } from '#lib/runs/ports.ts'
import type { RateChange } from './live-rate.ts'

interface Parts extends Pick<TrainingTask, 'learningRates' | 'recordedStep'> {
  /** Until another is set. */
  initial: number
  /** The newest change that was set meanwhile; null where there is none. */
  take(): RateChange | null
  /** Is told of each such change that applies. */
  report(applied: Delivery['learningRates'][number]): void
}

/**
 * The learning rate that a schedule multiplies: what was set on the way at known steps, and what is set now. A rate
 * that is set now holds for no step that the log has seen, so that a training that repeats steps repeats their frames;
 * the step at which it applies is reported, and is all that is needed to repeat the rest.
 */
export class BaseRate {
  readonly #parts: Parts
  /** By step; of several at one step the last holds. */
  readonly #known: TrainingTask['learningRates']
  /** How many of those have applied. */
  #applied = 0
  #rate: number

  constructor(parts: Parts) {
    this.#parts = parts
    this.#known = parts.learningRates.toSorted((a, b) => a.step - b.step)
    this.#rate = parts.initial
  }

  /** What holds for the step that follows `done` ones; to be asked once a step, in their order. */
  after(done: number): number {
    while (this.#applied < this.#known.length && this.#known[this.#applied]!.step <= done) {
      this.#rate = this.#known[this.#applied++]!.learningRate
    }
    if (done >= this.#parts.recordedStep) this.#applyLive(done)
    return this.#rate
  }

  #applyLive(step: number): void {
    const change = this.#parts.take()
    if (!change) return
    this.#rate = change.learningRate
    this.#parts.report({ id: change.id, step })
  }
}
