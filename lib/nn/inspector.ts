import { createBatches } from './batches.ts'
import { aliveThresholds } from './dead-units.ts'
import { createForward } from './forward.ts'
import { type Kernels, widestTile } from './kernels.ts'
import { planLayout, type TrainingShape } from './layout.ts'
import { createMeasuring } from './measures.ts'
import { initializeVectors, readTensors, tensorsOf, writeValues } from './parameters.ts'
import { createRandom } from './random.ts'
import type { NetworkSpec, Samples } from './spec.ts'

/** Rows of a layer that lie in the memory, `units` numbers each, `stride` apart from `at` on. */
export interface Rows {
  values: Float32Array
  at: number
  stride: number
  units: number
}

/** A batch that a network was just computed on. What it answers holds until the next answer or batch. */
export interface InspectedBatch {
  /** Place of its first sample. */
  start: number
  count: number
  lossSum: number
  correct: number
  /** Pre-activations of a layer, after its normalization. */
  preActivations(layer: number): Rows
  /** Activations of a layer; of the output layer the network's outputs. */
  activations(layer: number): Rows
  /** |f′| at the pre-activations; of the output layer each output's slope in its own logit. */
  slopes(layer: number): Rows
}

/** A trained network that is looked at: no optimizer, no noise, normalized by the running moments. */
export interface Inspector {
  /** `hidden_1` … `hidden_n`, `output`. */
  readonly layers: readonly string[]
  /** What |f′| of a living unit exceeds on some sample, for each layer. */
  readonly aliveAbove: readonly number[]
  /** Names of the tensors, `hidden_1/weights` and so on. */
  readonly tensorNames: readonly string[]
  /** Sets a tensor, `[inputs, units]` row-major or `[units]`; throws a RangeError where there is none of that size. */
  set(name: string, values: Float32Array): void
  /** A copy of a tensor. */
  get(name: string): Float32Array
  /** Computes the samples batch by batch, in their order. */
  inspect(samples: Samples, visit: (batch: InspectedBatch) => void): void
}

/** A shape of memory without the state of an optimizer. */
function shapeOf(batchSize: number): TrainingShape {
  return { batchSize, optimizer: { name: 'sgd', learningRate: 0, momentum: 0 } }
}

/** Bytes of memory that an inspector of this network needs, whatever the kernels. */
export function inspectorBytes(spec: NetworkSpec, batchSize: number): number {
  return planLayout(spec, shapeOf(batchSize), widestTile).bytes
}

/**
 * Builds a network in the fresh memory of `kernels`, its weights and biases 0 until they are set. With the batch size
 * of a training, the losses of a batch are summed as that training's evaluation sums them.
 */
export function createInspector(kernels: Kernels, spec: NetworkSpec, batchSize: number): Inspector {
  const layout = planLayout(spec, shapeOf(batchSize), kernels.columnTile)
  if (layout.bytes > kernels.bytes.length) {
    throw new RangeError(`The network needs ${layout.bytes} bytes, the memory has ${kernels.bytes.length}`)
  }
  const { layers, panels } = layout
  const { judge, figures, infer } = createBatches(
    kernels,
    spec,
    layout,
    createForward(kernels, layout, createRandom(0)),
  )
  const measuring = createMeasuring(kernels, spec, layout)
  const tensors = tensorsOf(layers)
  const last = layers.length - 1
  initializeVectors(kernels, layers)

  function find(name: string) {
    const tensor = tensors.find((each) => each.name === name)
    if (!tensor) throw new RangeError(`The network has no ${name}`)
    return tensor
  }

  function rowsAt(layer: number, place: number): Rows {
    const { units, stride } = layers[layer]!
    return { values: kernels.floats, at: place / 4, stride, units }
  }

  return {
    layers: layers.map(({ name }) => name),
    aliveAbove: aliveThresholds(spec, layers),
    tensorNames: tensors.map(({ name }) => name),
    set: (name, values) => writeValues(kernels, find(name), values),
    get: (name) => readTensors(kernels, [find(name)])[0]!,
    inspect(samples, visit) {
      infer(samples, (count, start) => {
        judge(count)
        visit({
          start,
          count,
          lossSum: figures[0]!,
          correct: figures[1]!,
          preActivations: (layer) => rowsAt(layer, layers[layer]!.z),
          activations(layer) {
            if (layer < last) return rowsAt(layer, layers[layer]!.a)
            kernels.respond(spec.output, count, layers[last]!.z, panels)
            return rowsAt(last, panels)
          },
          slopes: (layer) => rowsAt(layer, measuring.slopesOf(layer, count)),
        })
        return true
      })
    },
  }
}
