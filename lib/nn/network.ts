import { type Kernels, padded, widestTile } from './kernels.ts'
import { planLayout } from './layout.ts'
import { applySgd, computeGradient } from './optimizers.ts'
import { initializeWeights, readParameters, writeParameters } from './parameters.ts'
import { createRandom } from './random.ts'
import type { NetworkSpec, Samples } from './spec.ts'

export interface TrainerOptions {
  batchSize: number
  learningRate: number
  /** 0 for plain gradient descent. */
  momentum: number
  /** Fixes the start weights. */
  seed: number
}

/** A network and its optimizer on one thread's memory. */
export interface Trainer {
  /** `hidden_1` … `hidden_n`, `output`. */
  readonly layers: readonly string[]
  /**
   * One step on the samples `rows[start … start+count)`, the loss being the mean over them. With `diagnose`
   * gradient norms are computed as well; the weights come out bit-identical either way.
   */
  step(samples: Samples, rows: Uint32Array, start: number, count: number, diagnose?: boolean): void
  /** Sum of the losses of the last step's batch, before its update. */
  readonly lossSum: number
  /** How many of the last step's batch were classified correctly, before its update. */
  readonly correct: number
  /** L2 norm of the loss gradient with respect to each layer's weights in the last step with `diagnose`. */
  gradientNorms(into: Float64Array): void
  /** Mean loss and share classified correctly over all samples. */
  evaluate(samples: Samples): { loss: number; accuracy: number }
  /** Per layer weights `[inputs, units]` row-major, then biases `[units]`; copies without padding. */
  parameters(): Float32Array[]
  /** The inverse of `parameters`; throws a RangeError where a size differs. */
  setParameters(parameters: readonly Float32Array[]): void
}

/** Bytes of memory that a trainer of this network needs, whatever the kernels. */
export function bytesNeeded(
  spec: NetworkSpec,
  options: Pick<TrainerOptions, 'batchSize' | 'momentum'>,
): number {
  return planLayout(spec, options, widestTile).bytes
}

/** Builds a network with fresh weights in the memory of `kernels`, which it then has to itself. */
export function createTrainer(kernels: Kernels, spec: NetworkSpec, options: TrainerOptions): Trainer {
  const { columnTile, floats } = kernels
  const layout = planLayout(spec, options, columnTile)
  if (layout.bytes > kernels.bytes.length) {
    throw new RangeError(`The network needs ${layout.bytes} bytes, the memory has ${kernels.bytes.length}`)
  }
  const { layers, batch, deltas, transposed, losses } = layout
  const outputLayer = layers.at(-1)!
  const { activation, loss, units } = spec.output
  const threshold = activation === 'linear' ? 0.5 : 0
  const norms = new Float64Array(layers.length)
  const sequence = Uint32Array.from({ length: layout.capacity }, (_, row) => row)
  let lossSum = 0
  let correct = 0
  initializeWeights(kernels, spec, layers, createRandom(options.seed))

  /** Gathers a batch, computes every layer, the losses, and the output's delta for the loss's mean. */
  function forward(samples: Samples, rows: Uint32Array, start: number, count: number): void {
    kernels.gather(samples, rows, start, count, batch)
    for (const layer of layers) {
      const { inputs, x, xStride, weights, biases, z, a } = layer
      kernels.affine(count, inputs, layer.units, x, xStride, weights, biases, z)
      if (a !== z) {
        kernels.activate(layer.activation, layer.alpha, count * padded(layer.units, columnTile), z, a)
      }
    }
    correct = kernels.countCorrect(count, units, outputLayer.z, batch.labels, threshold)
    kernels.loss(loss, activation, count, units, outputLayer.z, batch.labels, 1 / count, losses, deltas[0])
    lossSum = 0
    for (let row = 0; row < count; row++) lossSum += floats[losses / 4 + row]!
  }

  /** From the output down: the delta of the layer below is taken before this layer's weights move. */
  function backward(count: number, diagnose: boolean): void {
    let [delta, deltaBelow] = deltas
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index]!
      if (index > 0) propagate(index, count, delta, deltaBelow)
      if (diagnose) {
        computeGradient(kernels, layout, layer, count, delta)
        norms[index] = Math.sqrt(kernels.sumOfSquares(layer.weightCount, layout.gradient))
      }
      applySgd(kernels, layout, layer, count, delta, options)
      ;[delta, deltaBelow] = [deltaBelow, delta]
    }
  }

  function propagate(index: number, count: number, delta: number, deltaBelow: number): void {
    const layer = layers[index]!
    const below = layers[index - 1]!
    kernels.transposeWeights(layer.inputs, layer.units, layer.weights, transposed)
    kernels.inputGradient(count, layer.inputs, layer.units, delta, transposed, deltaBelow)
    const size = count * padded(below.units, columnTile)
    kernels.differentiate(below.activation, below.alpha, size, below.z, below.a, deltaBelow)
  }

  function check(samples: Samples, count: number): void {
    if (samples.inputs !== spec.inputs) {
      throw new RangeError(`Samples have ${samples.inputs} features, the network takes ${spec.inputs}`)
    }
    if (count < 1 || count > layout.capacity) {
      throw new RangeError(`A batch of ${count} samples; 1 to ${layout.capacity} fit`)
    }
  }

  return {
    layers: layers.map((layer) => layer.name),
    step(samples, rows, start, count, diagnose = false) {
      check(samples, count)
      forward(samples, rows, start, count)
      backward(count, diagnose)
    },
    get lossSum() {
      return lossSum
    },
    get correct() {
      return correct
    },
    gradientNorms: (into) => into.set(norms),
    evaluate(samples) {
      const last = { lossSum, correct }
      let total = 0
      let right = 0
      for (let start = 0; start < samples.count; start += layout.capacity) {
        const count = Math.min(layout.capacity, samples.count - start)
        check(samples, count)
        for (let row = 0; row < count; row++) sequence[row] = start + row
        forward(samples, sequence, 0, count)
        total += lossSum
        right += correct
      }
      lossSum = last.lossSum
      correct = last.correct
      return { loss: total / samples.count, accuracy: right / samples.count }
    },
    parameters: () => readParameters(kernels, layers),
    setParameters: (parameters) => writeParameters(kernels, layers, parameters),
  }
}
