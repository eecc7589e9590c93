import { defaultAlpha } from './activations.ts'
import { type BatchPlace, padded, reservedBytes } from './kernels.ts'
import type { HiddenActivationName } from './names.ts'
import type { NetworkSpec } from './spec.ts'

/** One layer's sizes and where its operands lie, in bytes. */
export interface LayerPlace {
  /** `hidden_1` … `hidden_n`, `output`. */
  name: string
  inputs: number
  units: number
  activation: HiddenActivationName
  alpha: number
  /** Elements of the weights with padding. */
  weightCount: number
  /** Panels `[inputs, units]`. */
  weights: number
  /** Vector `[units]`. */
  biases: number
  /** As weights and biases; only planned with momentum, else 0. */
  velocity: number
  biasVelocity: number
  /** What the layer reads: matrix or batch `[rows, inputs]` with rows of `xStride` elements. */
  x: number
  xStride: number
  /** Pre-activations and activations, matrices `[rows, units]`; one and the same for identity. */
  z: number
  a: number
}

/** A network's whole memory, planned once. */
export interface Layout {
  layers: LayerPlace[]
  batch: BatchPlace
  /** Most samples in one batch. */
  capacity: number
  /** Two matrices as wide as the widest layer, used in turn from layer to layer. */
  deltas: readonly [number, number]
  /** Scratch, each as large as the layer that needs most of it. */
  transposed: number
  panels: number
  gradient: number
  biasGradient: number
  losses: number
  /** All of it, `reservedBytes` included. */
  bytes: number
}

/** Validation goes through batches of at least this many samples, however small those of training are. */
const smallestCapacity = 64

/** Places every operand of training `spec` for matrices with `columnTile`. */
export function planLayout(
  spec: NetworkSpec,
  options: { batchSize: number; momentum: number },
  columnTile: number,
): Layout {
  let end = reservedBytes
  const bytes = (count: number) => {
    const at = end
    end += Math.ceil(count / 64) * 64
    return at
  }
  const floats = (count: number) => bytes(count * 4)
  const capacity = Math.max(options.batchSize, smallestCapacity)
  const batch = {
    features: floats(capacity * spec.inputs),
    staging: bytes(capacity * spec.inputs),
    labels: bytes(capacity),
  }
  const withMomentum = options.momentum > 0
  const layers: LayerPlace[] = []
  let below = { x: batch.features, xStride: spec.inputs, inputs: spec.inputs }
  for (const layer of layersOf(spec)) {
    const stride = padded(layer.units, columnTile)
    const weightCount = below.inputs * stride
    const z = floats(capacity * stride)
    const place = {
      ...layer,
      ...below,
      weightCount,
      weights: floats(weightCount),
      biases: floats(stride),
      velocity: withMomentum ? floats(weightCount) : 0,
      biasVelocity: withMomentum ? floats(stride) : 0,
      z,
      a: layer.activation === 'identity' ? z : floats(capacity * stride),
    }
    layers.push(place)
    below = { x: place.a, xStride: stride, inputs: layer.units }
  }
  const widest = Math.max(...layers.map((layer) => padded(layer.units, columnTile)))
  const mostWeights = Math.max(...layers.map((layer) => layer.weightCount))
  const mostTransposed = Math.max(
    0,
    ...layers.slice(1).map((layer) => layer.units * padded(layer.inputs, columnTile)),
  )
  return {
    layers,
    batch,
    capacity,
    deltas: [floats(capacity * widest), floats(capacity * widest)],
    transposed: floats(mostTransposed),
    panels: floats(capacity * widest),
    gradient: floats(mostWeights),
    biasGradient: floats(widest),
    losses: floats(capacity),
    bytes: end,
  }
}

/** Hidden layers and the output layer alike; the output's activation belongs to the loss, so it is identity here. */
function layersOf(spec: NetworkSpec) {
  const hidden = spec.hidden.map(({ units, activation, alpha = defaultAlpha }, index) => ({
    name: `hidden_${index + 1}`,
    units,
    activation,
    alpha,
  }))
  return [...hidden, { name: 'output', units: spec.output.units, activation: 'identity' as const, alpha: 0 }]
}
