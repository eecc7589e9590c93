import { activations, defaultAlpha } from './activations.ts'
import type { HiddenActivationName, InitializerName, OutputActivationName } from './names.ts'
import type { Random } from './random.ts'

/** What an initializer may look at: one layer's sizes and its activation. */
export interface LayerShape {
  inputs: number
  units: number
  activation: HiddenActivationName | OutputActivationName
  /** Slope below zero; leaky_relu only. */
  alpha?: number | undefined
}

/** Draws one weight of a layer. */
export type Draw = (random: Random, layer: LayerShape) => number

/** Every initializer by name. */
const initializers: Readonly<Record<Exclude<InitializerName, 'auto'>, Draw>> = {
  /** Normal with variance 2 / ((1 + α²)·inputs), α = 0 but for leaky ReLU (He et al. 2015, eq. 15). */
  he(random, { inputs, activation, alpha = defaultAlpha }) {
    const slope = activation === 'leaky_relu' ? alpha : 0
    return random.normal() * Math.sqrt(2 / ((1 + slope * slope) * inputs))
  },
  /** Uniform within ±√(6 / (inputs + units)) (Glorot & Bengio 2010, eq. 16). */
  glorot(random, { inputs, units }) {
    return (2 * random.uniform() - 1) * Math.sqrt(6 / (inputs + units))
  },
}

/** The initializer that a name stands for at one layer: `auto` follows the activation. */
function resolveInitializer(name: InitializerName, layer: LayerShape): Draw {
  if (name !== 'auto') return initializers[name]
  const { activation } = layer
  const hidden = activation in activations ? activations[activation as HiddenActivationName] : undefined
  return initializers[hidden?.initializer ?? 'glorot']
}

/** Start weights of a layer, `[inputs, units]` row-major; biases start at zero. */
export function initialWeights(name: InitializerName, layer: LayerShape, random: Random): Float32Array {
  const draw = resolveInitializer(name, layer)
  return Float32Array.from({ length: layer.inputs * layer.units }, () => draw(random, layer))
}
