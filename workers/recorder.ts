import type { MessagePort } from 'node:worker_threads'
import type { Trainer } from '#lib/nn/network.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { FrameBuffer } from '#lib/series/frames.ts'
import { commands, control, maxPending, type ProgressMessage, type TrainMessage } from './messages.ts'

/** How long frames are gathered before they are posted. */
const postEveryMs = 50
const epochKeys = ['val/loss', 'val/accuracy']

/**
 * Measures a training and posts what it records. Which frames there are, and their numbers, follow from the
 * config alone; time only decides how they are grouped, so that a training begun again repeats them.
 */
export class Recorder {
  readonly #trainer: Trainer
  readonly #val: Samples
  readonly #learningRate: number
  readonly #port: MessagePort
  readonly #cells: Int32Array
  readonly #stepFrames: FrameBuffer
  readonly #epochFrames = new FrameBuffer(epochKeys)
  readonly #norms: Float64Array
  readonly #values: Float64Array
  #seq = 0
  #step = 0
  #epoch = 0
  #postedAt = performance.now()
  // Since the last step frame.
  #lossSum = 0
  #correct = 0
  #samples = 0
  // Of the whole training, but for validation and waiting.
  #trainedSamples = 0
  #trainedMs = 0
  #trainingSince = performance.now()

  constructor({ config, val, port, control: cells }: TrainMessage, trainer: Trainer) {
    this.#trainer = trainer
    this.#val = val
    this.#learningRate = config.optimizer.learningRate
    this.#port = port
    this.#cells = cells
    const norms = trainer.layers.map((layer) => `grad_norm/${layer}`)
    this.#stepFrames = new FrameBuffer(['train/loss', 'train/accuracy', 'learning_rate', ...norms])
    this.#norms = new Float64Array(norms.length)
    this.#values = new Float64Array(3 + norms.length)
  }

  /** After every step. */
  countStep(step: number, epoch: number, samples: number): void {
    this.#step = step
    this.#epoch = epoch
    this.#lossSum += this.#trainer.lossSum
    this.#correct += this.#trainer.correct
    this.#samples += samples
    this.#trainedSamples += samples
    if (performance.now() - this.#postedAt >= postEveryMs) this.flush()
  }

  /** Records the training's figures: means since the last such frame, gradient norms of this step. */
  recordStep(step: number): void {
    this.#trainer.gradientNorms(this.#norms)
    this.#values[0] = this.#lossSum / this.#samples
    this.#values[1] = this.#correct / this.#samples
    this.#values[2] = this.#learningRate
    this.#values.set(this.#norms, 3)
    this.#stepFrames.push(++this.#seq, step, this.#values)
    this.#lossSum = 0
    this.#correct = 0
    this.#samples = 0
  }

  /** Measures the network on the held-out split and records it. */
  recordEpoch(step: number, epoch: number): void {
    this.#trainedMs += performance.now() - this.#trainingSince
    const { loss, accuracy } = this.#trainer.evaluate(this.#val)
    this.#trainingSince = performance.now()
    this.#epoch = epoch
    this.#epochFrames.push(++this.#seq, step, [loss, accuracy])
  }

  /** Posts what was recorded. Waits first while too much that was posted is not stored yet. */
  flush(): void {
    this.#trainedMs += performance.now() - this.#trainingSince
    const recorded = [this.#epochFrames, this.#stepFrames].filter((buffer) => buffer.count > 0)
    const blocks = recorded.map((buffer) => buffer.take())
    const message: ProgressMessage = {
      blocks,
      step: this.#step,
      epoch: this.#epoch,
      samplesPerSecond: this.#trainedSamples === 0 ? null : (1000 * this.#trainedSamples) / this.#trainedMs,
    }
    this.#waitForRoom()
    Atomics.add(this.#cells, control.pending, 1)
    this.#port.postMessage(
      message,
      blocks.map((block) => block.columns.buffer as ArrayBuffer),
    )
    this.#postedAt = performance.now()
    this.#trainingSince = this.#postedAt
  }

  #waitForRoom(): void {
    for (;;) {
      const pending = Atomics.load(this.#cells, control.pending)
      if (pending < maxPending || Atomics.load(this.#cells, control.command) === commands.stop) return
      Atomics.wait(this.#cells, control.pending, pending, 1000)
    }
  }
}
