import { activations, hasManyAlphas, usualAlpha } from './activations.ts'
import { type BatchPlace, indexBytes, padded, reservedBytes } from './kernels.ts'
import type { HiddenActivationName } from './names.ts'
import { type OptimizerSpec, type Regularization, stateCount } from './optimizers.ts'
import type { HiddenSpec, NetworkSpec } from './spec.ts'

/** What decides over the memory of a training, beside the network. */
export interface TrainingShape {
  batchSize: number
  optimizer: OptimizerSpec
  regularization?: Regularization | undefined
}

/** One tensor that is learned, and where it lies, in bytes. */
export interface ParameterPlace {
  name: 'weights' | 'biases' | 'gain' | 'shift' | 'slopes'
  /** `[inputs, units]` as panels, `[units]` as a vector. */
  shape: readonly [number, number] | readonly [number]
  /** Elements with padding. */
  count: number
  at: number
  /** Its gradient; a place that all layers share where nothing needs them all at once. */
  gradient: number
  /** The optimizer's state. */
  state: readonly number[]
  /** Whether regularization and weight decay apply. */
  decays: boolean
}

export interface NormalizationPlace {
  kind: 'batch' | 'layer'
  gain: ParameterPlace
  shift: ParameterPlace
  /** Matrix `[rows, units]`: what was normalized, before gain and shift. */
  normalized: number
  /** Of the batch (vectors `[units]`), or for `layer` the deviation of each row (`variance`, `[rows]`). */
  mean: number
  variance: number
  /** Running moments over the batches, for evaluation; `batch` only. */
  runningMean: number
  runningVariance: number
}

/** One layer's sizes and where its operands lie, in bytes. */
export interface LayerPlace {
  /** `hidden_1` … `hidden_n`, `output`. */
  name: string
  inputs: number
  units: number
  /** Units with padding. */
  stride: number
  activation: HiddenActivationName
  alpha: number
  weights: ParameterPlace
  biases: ParameterPlace
  normalization: NormalizationPlace | null
  /** A learned slope below zero for each unit. */
  slopes: ParameterPlace | null
  /** Matrix of α for each element where it is learned or random, else 0. */
  alphas: number
  /** Share of outputs set to zero in training. */
  dropout: number
  /** What the layer reads: matrix or batch `[rows, inputs]` with rows of `xStride` elements. */
  x: number
  xStride: number
  /** Pre-activations and activations, matrices `[rows, units]`; one and the same for identity. */
  z: number
  a: number
  /** What the next layer reads: `a`, or with dropout what is left of it. */
  out: number
}

/** A network's whole memory, planned once. */
export interface Layout {
  layers: LayerPlace[]
  batch: BatchPlace
  /** Most samples in one batch. */
  capacity: number
  /** Two matrices as wide as the widest layer, used in turn from layer to layer. */
  deltas: readonly [number, number]
  /** A matrix as wide as the widest layer, for measuring. */
  slopes: number
  /** Scratch, each as large as the layer that needs most of it. */
  transposed: number
  panels: number
  /** Weights as they were before a step that is measured, and their gradient. */
  before: number
  gradient: number
  /** Vectors as wide as the widest layer: of each layer in turn the gradients of its vectors. */
  vectorGradients: readonly [number, number, number, number]
  losses: number
  /** Counters and sums of one measurement. */
  tally: number
  /** All of it, `reservedBytes` included. */
  bytes: number
}

/** Evaluation goes through batches of at least this many samples, however small those of training are. */
const smallestCapacity = 64
const tallyBytes = 512

/** Places every operand of training `spec` for matrices with `columnTile`. */
export function planLayout(spec: NetworkSpec, shape: TrainingShape, columnTile: number): Layout {
  let end = reservedBytes
  const bytes = (count: number) => {
    const at = end
    end += Math.ceil(count / 64) * 64
    return at
  }
  const floats = (count: number) => bytes(count * 4)
  const capacity = Math.max(shape.batchSize, smallestCapacity)
  const described = describeLayers(spec)
  const widths = described.map((layer) => padded(layer.units, columnTile))
  const widest = Math.max(...widths)
  const counts = described.map((layer, i) => layer.inputs * widths[i]!)
  const mostWeights = Math.max(...counts)
  const transposed = described.slice(1).map((layer) => layer.units * padded(layer.inputs, columnTile))

  const batch = {
    features: floats(capacity * spec.inputs),
    index: indexBytes(capacity, spec.inputs) && bytes(indexBytes(capacity, spec.inputs)),
    staging: bytes(capacity * spec.inputs),
    targets: floats(capacity),
  }
  const gradient = floats(mostWeights)
  const vectorGradients = [floats(widest), floats(widest), floats(widest), floats(widest)] as const
  // To clip the norm of the whole gradient, all of it must be there at once.
  const apart = shape.optimizer.clipNorm !== undefined
  const parameter = (
    name: ParameterPlace['name'],
    tensor: ParameterPlace['shape'],
    count: number,
    shared: number,
  ): ParameterPlace => ({
    name,
    shape: tensor,
    count,
    at: floats(count),
    gradient: apart ? floats(count) : shared,
    state: Array.from({ length: stateCount(shape.optimizer) }, () => floats(count)),
    decays: name === 'weights',
  })

  const layers: LayerPlace[] = []
  let below = { x: batch.features, xStride: spec.inputs }
  for (const [index, layer] of described.entries()) {
    const stride = widths[index]!
    const matrix = () => floats(capacity * stride)
    const vector = (name: ParameterPlace['name'], place: number) =>
      parameter(name, [layer.units], stride, vectorGradients[place]!)
    const z = matrix()
    const a = layer.activation === 'identity' ? z : matrix()
    const place: LayerPlace = {
      ...layer,
      ...below,
      stride,
      weights: parameter('weights', [layer.inputs, layer.units], counts[index]!, gradient),
      biases: vector('biases', 0),
      normalization: layer.normalization
        ? {
            kind: layer.normalization,
            gain: vector('gain', 1),
            shift: vector('shift', 2),
            normalized: matrix(),
            mean: floats(stride),
            variance: floats(Math.max(stride, capacity)),
            runningMean: floats(stride),
            runningVariance: floats(stride),
          }
        : null,
      slopes: activations[layer.activation].alpha?.kind === 'learned' ? vector('slopes', 3) : null,
      alphas: hasManyAlphas(layer.activation) ? matrix() : 0,
      z,
      a,
      out: layer.dropout > 0 ? matrix() : a,
    }
    layers.push(place)
    below = { x: place.out, xStride: stride }
  }
  return {
    layers,
    batch,
    capacity,
    deltas: [floats(capacity * widest), floats(capacity * widest)],
    slopes: floats(capacity * widest),
    transposed: floats(Math.max(0, ...transposed)),
    panels: floats(capacity * widest),
    before: floats(mostWeights),
    gradient,
    vectorGradients,
    losses: floats(capacity),
    tally: bytes(tallyBytes),
    bytes: end,
  }
}

/** Hidden layers and the output layer alike; the output's activation belongs to the loss, so it is identity here. */
function describeLayers(spec: NetworkSpec) {
  const output: HiddenSpec = { units: spec.output.units, activation: 'identity' }
  return [...spec.hidden, output].map((layer, index) => ({
    name: index < spec.hidden.length ? `hidden_${index + 1}` : 'output',
    inputs: index === 0 ? spec.inputs : spec.hidden[index - 1]!.units,
    units: layer.units,
    activation: layer.activation,
    alpha: layer.alpha ?? usualAlpha(layer.activation),
    dropout: layer.dropout ?? 0,
    normalization: layer.normalization ?? null,
  }))
}
