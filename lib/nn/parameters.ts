import { initialWeights } from './initializers.ts'
import { type Kernels, panelIndex } from './kernels.ts'
import type { LayerPlace } from './layout.ts'
import type { Random } from './random.ts'
import type { NetworkSpec } from './spec.ts'

/** Copies weights `[inputs, units]` row-major into a layer's panels, and clears their padding. */
function writeWeights(kernels: Kernels, layer: LayerPlace, weights: Float32Array): void {
  const { inputs, units } = layer
  const at = layer.weights / 4
  kernels.floats.fill(0, at, at + layer.weightCount)
  for (let row = 0; row < inputs; row++) {
    for (let column = 0; column < units; column++) {
      const place = at + panelIndex(row, column, inputs, kernels.columnTile)
      kernels.floats[place] = weights[row * units + column]!
    }
  }
}

/** A layer's weights out of its panels, `[inputs, units]` row-major. */
function readWeights(kernels: Kernels, layer: LayerPlace): Float32Array {
  const { inputs, units } = layer
  const weights = new Float32Array(inputs * units)
  const at = layer.weights / 4
  for (let row = 0; row < inputs; row++) {
    for (let column = 0; column < units; column++) {
      const place = at + panelIndex(row, column, inputs, kernels.columnTile)
      weights[row * units + column] = kernels.floats[place]!
    }
  }
  return weights
}

/** Per layer weights `[inputs, units]` row-major, then biases `[units]`; copies without padding. */
export function readParameters(kernels: Kernels, layers: readonly LayerPlace[]): Float32Array[] {
  return layers.flatMap((layer) => [
    readWeights(kernels, layer),
    kernels.floats.slice(layer.biases / 4, layer.biases / 4 + layer.units),
  ])
}

/** The inverse of `readParameters`; throws a RangeError where a size differs. */
export function writeParameters(
  kernels: Kernels,
  layers: readonly LayerPlace[],
  parameters: readonly Float32Array[],
): void {
  const sizes = layers.flatMap((layer) => [layer.inputs * layer.units, layer.units])
  if (parameters.length !== sizes.length || sizes.some((size, i) => parameters[i]!.length !== size)) {
    throw new RangeError(`Parameters of sizes ${sizes.join(', ')} expected`)
  }
  layers.forEach((layer, index) => {
    writeWeights(kernels, layer, parameters[2 * index]!)
    const biases = layer.biases / 4
    kernels.floats.fill(0, biases, biases + layer.weightCount / layer.inputs)
    kernels.floats.set(parameters[2 * index + 1]!, biases)
  })
}

/** Draws every layer's weights, in the order of the layers; biases stay zero. */
export function initializeWeights(
  kernels: Kernels,
  spec: NetworkSpec,
  layers: readonly LayerPlace[],
  random: Random,
): void {
  layers.forEach((layer, index) => {
    const { activation } = spec.hidden[index] ?? spec.output
    writeWeights(kernels, layer, initialWeights(spec.initializer, { ...layer, activation }, random))
  })
}
