import { initialWeights } from './initializers.ts'
import type { Kernels } from './kernels.ts'
import type { LayerPlace, ParameterPlace } from './layout.ts'
import type { Random } from './random.ts'
import type { NetworkSpec } from './spec.ts'

/** One tensor of a network: learned, or a running moment of a batch normalization. */
export interface TensorPlace {
  /** `hidden_1/weights`, `hidden_1/biases`, … */
  name: string
  /** `[inputs, units]` row-major, or `[units]`. */
  shape: readonly [number, number] | readonly [number]
  at: number
  /** The optimizer's state for it, of the same shape. */
  state: readonly number[]
}

/** What a layer learns, in a fixed order. */
export function learnedBy({ weights, biases, normalization, slopes }: LayerPlace): ParameterPlace[] {
  const normalizing = normalization ? [normalization.gain, normalization.shift] : []
  return [weights, biases, ...normalizing, ...(slopes ? [slopes] : [])]
}

/** Every tensor of the network, in a fixed order. */
export function tensorsOf(layers: readonly LayerPlace[]): TensorPlace[] {
  return layers.flatMap((layer) => {
    const learned = learnedBy(layer).map(({ name, shape, at, state }) => ({
      name: `${layer.name}/${name}`,
      shape,
      at,
      state,
    }))
    const { normalization, units } = layer
    if (normalization?.kind !== 'batch') return learned
    const running = (name: string, at: number): TensorPlace => ({
      name: `${layer.name}/${name}`,
      shape: [units],
      at,
      state: [],
    })
    return [
      ...learned,
      running('running_mean', normalization.runningMean),
      running('running_variance', normalization.runningVariance),
    ]
  })
}

/** Number of a tensor's elements, without padding. */
export function sizeOf({ shape }: Pick<TensorPlace, 'shape'>): number {
  return shape[0] * (shape[1] ?? 1)
}

/**
 * Visits a tensor's runs: the `width` elements at `place` in memory are those from `from` on in row-major order; what
 * follows them up to the tile's end is padding.
 */
function eachRun(
  tile: number,
  shape: TensorPlace['shape'],
  at: number,
  visit: (place: number, from: number, width: number) => void,
): void {
  const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]]
  let place = at / 4
  for (let first = 0; first < columns; first += tile) {
    const width = Math.min(tile, columns - first)
    for (let row = 0; row < rows; row++, place += tile) visit(place, row * columns + first, width)
  }
}

/** Copies values of a tensor's shape, row-major, to `at`, and clears the padding there. */
function writeTensor(
  { floats, columnTile }: Kernels,
  shape: TensorPlace['shape'],
  at: number,
  values: Float32Array,
): void {
  eachRun(columnTile, shape, at, (place, from, width) => {
    for (let i = 0; i < width; i++) floats[place + i] = values[from + i]!
    floats.fill(0, place + width, place + columnTile)
  })
}

/** The inverse of `writeTensor`. */
function readTensor(
  { floats, columnTile }: Kernels,
  shape: TensorPlace['shape'],
  at: number,
  values: Float32Array,
): void {
  eachRun(columnTile, shape, at, (place, from, width) => {
    for (let i = 0; i < width; i++) values[from + i] = floats[place + i]!
  })
}

/** Copies of all tensors without padding, in the order of `tensorsOf`. */
export function readTensors(kernels: Kernels, tensors: readonly TensorPlace[]): Float32Array[] {
  return tensors.map((tensor) => {
    const values = new Float32Array(sizeOf(tensor))
    readTensor(kernels, tensor.shape, tensor.at, values)
    return values
  })
}

/** The inverse of `readTensors` for one of them; throws a RangeError where the size differs. */
export function writeValues(kernels: Kernels, tensor: TensorPlace, values: Float32Array): void {
  if (values.length !== sizeOf(tensor)) {
    throw new RangeError(`${tensor.name} has ${sizeOf(tensor)} elements, ${values.length} are given`)
  }
  writeTensor(kernels, tensor.shape, tensor.at, values)
}

/** The inverse of `readTensors`; throws a RangeError where a size differs. */
export function writeTensors(
  kernels: Kernels,
  tensors: readonly TensorPlace[],
  values: readonly Float32Array[],
): void {
  const sizes = tensors.map(sizeOf)
  if (values.length !== sizes.length || sizes.some((size, i) => values[i]!.length !== size)) {
    throw new RangeError(`Tensors of sizes ${sizes.join(', ')} expected`)
  }
  tensors.forEach(({ shape, at }, index) => {
    writeTensor(kernels, shape, at, values[index]!)
  })
}

/** All tensors and the optimizer's state in one array. */
export function readState(kernels: Kernels, tensors: readonly TensorPlace[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(stateSize(tensors))
  eachOfState(tensors, values, (shape, at, part) => readTensor(kernels, shape, at, part))
  return values
}

/** The inverse of `readState`; throws a RangeError where the size differs. */
export function writeState(kernels: Kernels, tensors: readonly TensorPlace[], values: Float32Array): void {
  if (values.length !== stateSize(tensors)) {
    throw new RangeError(`A state of ${stateSize(tensors)} numbers expected, ${values.length} given`)
  }
  eachOfState(tensors, values, (shape, at, part) => writeTensor(kernels, shape, at, part))
}

/** Visits each tensor, then the optimizer's state for it, with its part of the values. */
function eachOfState(
  tensors: readonly TensorPlace[],
  values: Float32Array,
  visit: (shape: TensorPlace['shape'], at: number, part: Float32Array) => void,
): void {
  let end = 0
  for (const tensor of tensors) {
    for (const at of [tensor.at, ...tensor.state]) {
      const start = end
      end += sizeOf(tensor)
      visit(tensor.shape, at, values.subarray(start, end))
    }
  }
}

function stateSize(tensors: readonly TensorPlace[]): number {
  return tensors.reduce((sum, tensor) => sum + sizeOf(tensor) * (1 + tensor.state.length), 0)
}

/** Draws every layer's weights, in the order of the layers, beside the first values of its vectors. */
export function initializeParameters(
  kernels: Kernels,
  spec: NetworkSpec,
  layers: readonly LayerPlace[],
  random: Random,
): void {
  layers.forEach((layer, index) => {
    const { activation } = spec.hidden[index] ?? spec.output
    const { weights } = layer
    const values = initialWeights(spec.initializer, { ...layer, activation }, random)
    writeTensor(kernels, weights.shape, weights.at, values)
  })
  initializeVectors(kernels, layers)
}

/** Biases and shifts start at 0, as the memory does, gains and running variances at 1, learned slopes at α. */
export function initializeVectors(kernels: Kernels, layers: readonly LayerPlace[]): void {
  for (const { normalization, slopes, alpha, units } of layers) {
    const fill = (at: number, value: number) =>
      writeTensor(kernels, [units], at, new Float32Array(units).fill(value))
    if (normalization) {
      fill(normalization.gain.at, 1)
      fill(normalization.runningVariance, 1)
    }
    if (slopes) fill(slopes.at, alpha)
  }
}
