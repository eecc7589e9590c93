import { decodeValue, encodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import type { LayerMeasures } from '#lib/nn/measures.ts'
import type { Trainer } from '#lib/nn/network.ts'
import type { Diagnosis } from '#lib/nn/verdicts.ts'
import { type FrameBlock, FrameBuffer } from '#lib/series/frames.ts'

/** Measures of a step's reading by layer, in the order of their columns. */
const stepMeasures: readonly [key: string, field: Exclude<keyof LayerMeasures, 'name'>][] = [
  ['grad_norm', 'gradNorm'],
  ['error_rms', 'errorRms'],
  ['update_ratio', 'updateRatio'],
  ['saturation', 'saturation'],
  ['activation_mean', 'activationMean'],
  ['activation_std', 'activationStd'],
]
const trainKeys = ['train/loss', 'train/accuracy', 'learning_rate']

/** What a recorder remembers; plain JSON. */
export interface RecorderState {
  seq: number
  sinceReading: Sums
  sinceEpoch: Sums
  /** Of the last count, a layer each. */
  deadUnits: number[]
}

interface Sums {
  loss: MetricValue
  correct: number
  samples: number
}

interface Figures {
  loss: number
  accuracy: number
}

/** What is measured when no step is under way; `epoch` counts those that are over. */
export interface HeldOut {
  step: number
  epoch: number
  val: Figures
  deadUnits: Float64Array
}

/** No samples. */
export const noSums: Sums = { loss: 0, correct: 0, samples: 0 }

/** Mean loss and accuracy of the samples that were added. */
class Mean {
  #loss = 0
  #correct = 0
  #samples = 0

  add(lossSum: number, correct: number, samples: number): void {
    this.#loss += lossSum
    this.#correct += correct
    this.#samples += samples
  }

  /** The means, starting anew. */
  take(): Figures {
    const means = { loss: this.#loss / this.#samples, accuracy: this.#correct / this.#samples }
    this.restore(noSums)
    return means
  }

  save(): Sums {
    return { loss: encodeValue(this.#loss), correct: this.#correct, samples: this.#samples }
  }

  restore({ loss, correct, samples }: Sums): void {
    this.#loss = decodeValue(loss)
    this.#correct = correct
    this.#samples = samples
  }
}

/**
 * Turns what a training shows into frames and hands it to the diagnosis. Which frames there are, and their numbers,
 * follow from the config alone, so that a training begun again repeats them.
 */
export class Recorder {
  readonly #trainer: Trainer
  readonly #diagnosis: Diagnosis
  readonly #stepFrames: FrameBuffer
  readonly #epochFrames: FrameBuffer
  /** For a step between readings whose loss is NaN or infinite: its layers were not looked at. */
  readonly #lossFrames = new FrameBuffer(trainKeys)
  readonly #values: Float64Array
  readonly #sinceReading = new Mean()
  readonly #sinceEpoch = new Mean()
  #seq = 0
  #deadUnits: Float64Array

  constructor(trainer: Trainer, diagnosis: Diagnosis) {
    this.#trainer = trainer
    this.#diagnosis = diagnosis
    const { layers } = trainer
    const measures = stepMeasures.flatMap(([key]) => layers.map((layer) => `${key}/${layer}`))
    this.#stepFrames = new FrameBuffer([...trainKeys, ...measures])
    const dead = layers.map((layer) => `dead_units/${layer}`)
    this.#epochFrames = new FrameBuffer(['val/loss', 'val/accuracy', ...dead])
    this.#values = new Float64Array(trainKeys.length + measures.length)
    this.#deadUnits = new Float64Array(layers.length)
  }

  get deadUnits(): Float64Array {
    return this.#deadUnits
  }

  /** After every step. */
  countStep(samples: number): void {
    this.#sinceReading.add(this.#trainer.lossSum, this.#trainer.correct, samples)
    this.#sinceEpoch.add(this.#trainer.lossSum, this.#trainer.correct, samples)
  }

  /** Records means since the last reading, and what this step, which was looked at, showed of the layers. */
  recordReading(step: number, learningRate: number): void {
    const { loss, accuracy } = this.#sinceReading.take()
    const { measures } = this.#trainer
    this.#values[0] = loss
    this.#values[1] = accuracy
    this.#values[2] = learningRate
    let column = trainKeys.length
    for (const [, field] of stepMeasures) for (const layer of measures) this.#values[column++] = layer[field]
    this.#stepFrames.push(++this.#seq, step, this.#values)
    this.#diagnosis.readStep({
      step,
      trainLoss: loss,
      gradNorm: measures.map((layer) => layer.gradNorm),
      saturation: measures.map((layer) => layer.saturation),
    })
  }

  /** Records the loss of a step that was no reading. */
  recordLoss(step: number, learningRate: number): void {
    const { loss, accuracy } = this.#sinceReading.take()
    this.#lossFrames.push(++this.#seq, step, [loss, accuracy, learningRate])
  }

  /** Records the held-out split's figures and the dead units at the end of an epoch. */
  recordEpoch(reading: HeldOut): void {
    this.#recordHeldOut(reading, this.#sinceEpoch.take())
  }

  /** Records the same before the first step, which may lie within an epoch. */
  recordBeginning(reading: HeldOut): void {
    this.#recordHeldOut(reading, null)
  }

  #recordHeldOut({ step, epoch, val, deadUnits }: HeldOut, train: Figures | null): void {
    this.#deadUnits = deadUnits
    this.#epochFrames.push(++this.#seq, step, [val.loss, val.accuracy, ...deadUnits])
    this.#diagnosis.readEpoch({
      step,
      epoch,
      trainLoss: train?.loss ?? null,
      valLoss: val.loss,
      trainAccuracy: train?.accuracy ?? null,
      valAccuracy: val.accuracy,
      deadUnits: [...deadUnits],
    })
  }

  /** All frames since the last time. */
  take(): FrameBlock[] {
    return [this.#epochFrames, this.#stepFrames, this.#lossFrames]
      .filter((buffer) => buffer.count > 0)
      .map((buffer) => buffer.take())
  }

  save(): RecorderState {
    return {
      seq: this.#seq,
      sinceReading: this.#sinceReading.save(),
      sinceEpoch: this.#sinceEpoch.save(),
      deadUnits: [...this.#deadUnits],
    }
  }

  restore({ seq, sinceReading, sinceEpoch, deadUnits }: RecorderState): void {
    this.#seq = seq
    this.#sinceReading.restore(sinceReading)
    this.#sinceEpoch.restore(sinceEpoch)
    this.#deadUnits = Float64Array.from(deadUnits)
  }
}
