import { activations, usualAlpha } from './activations.ts'
import {
  type HiddenActivationName,
  hiddenActivationNames,
  type InitializerName,
  type OutputActivationName,
} from './names.ts'
import { orthonormalVectors } from './orthogonal.ts'
import type { Random } from './random.ts'
import type { InitializerSpec } from './spec.ts'

/** What an initializer may look at: one layer's sizes and its activation. */
export interface LayerShape {
  inputs: number
  units: number
  activation: HiddenActivationName | OutputActivationName
  /** The activation's parameter; its usual one where absent. */
  alpha?: number | undefined
}

/** What a person calls them. */
export const initializerTitles: Readonly<Record<InitializerName, string>> = {
  auto: 'Auto',
  zeros: 'Zeros',
  constant: 'Constant',
  normal: 'Normal',
  uniform: 'Uniform',
  glorot: 'Glorot',
  he: 'He',
  lecun: 'LeCun',
  orthogonal: 'Orthogonal',
}

/** Parameter of an initializer that is given by its name alone: Keras' defaults, 0.1 for a constant. */
const usualParameter = { constant: 0.1, normal: 0.05, uniform: 0.05 } as const

/** Weights `[inputs, units]` row-major of one layer. */
type Initialize = (layer: LayerShape, random: Random, parameter: number) => Float32Array

/** Every initializer by name. */
const initializers: Readonly<Record<Exclude<InitializerName, 'auto'>, Initialize>> = {
  zeros: ({ inputs, units }) => new Float32Array(inputs * units),
  /** Every weight the same: units that start alike stay alike. */
  constant: ({ inputs, units }, _random, value) => new Float32Array(inputs * units).fill(value),
  /** Normal with mean 0 and the given deviation. */
  normal: (layer, random, deviation) => fill(layer, () => random.normal() * deviation),
  /** Uniform within ± the given limit. */
  uniform: (layer, random, limit) => fill(layer, () => (2 * random.uniform() - 1) * limit),
  /** Uniform within ±√(6 / (inputs + units)) (Glorot & Bengio 2010, eq. 16). */
  glorot(layer, random) {
    const limit = Math.sqrt(6 / (layer.inputs + layer.units))
    return fill(layer, () => (2 * random.uniform() - 1) * limit)
  },
  /** Normal with variance 2 / ((1 + α²)·inputs), α the slope below zero of leaky ReLU's family (He et al. 2015, eq. 15). */
  he(layer, random) {
    const slope = slopeBelowZero(layer)
    const deviation = Math.sqrt(2 / ((1 + slope * slope) * layer.inputs))
    return fill(layer, () => random.normal() * deviation)
  },
  /** Normal with variance 1 / inputs (LeCun et al. 1998); what SELU's fixed point assumes. */
  lecun(layer, random) {
    const deviation = Math.sqrt(1 / layer.inputs)
    return fill(layer, () => random.normal() * deviation)
  },
  /** Orthonormal columns, or rows where there are more units than inputs (Saxe, McClelland & Ganguli 2014). */
  orthogonal({ inputs, units }, random) {
    const tall = inputs >= units
    const vectors = orthonormalVectors(Math.min(inputs, units), Math.max(inputs, units), random)
    return Float32Array.from({ length: inputs * units }, (_, i) => {
      const row = Math.floor(i / units)
      const column = i % units
      return tall ? vectors[column]![row]! : vectors[row]![column]!
    })
  },
}

function fill({ inputs, units }: LayerShape, draw: () => number): Float32Array {
  const weights = new Float32Array(inputs * units)
  for (let i = 0; i < weights.length; i++) weights[i] = draw()
  return weights
}

function slopeBelowZero({ activation, alpha }: LayerShape): number {
  if (activation !== 'leaky_relu' && activation !== 'prelu' && activation !== 'rrelu') return 0
  return alpha ?? usualAlpha(activation)
}

/** Start weights of a layer, `[inputs, units]` row-major; `auto` follows the activation. Biases start at zero. */
export function initialWeights(spec: InitializerSpec, layer: LayerShape, random: Random): Float32Array {
  const { name, parameter } = readSpec(spec)
  const { activation } = layer
  const hidden = hiddenActivationNames.find((hiddenName) => hiddenName === activation)
  const usual = hidden ? activations[hidden].initializer : 'glorot'
  return initializers[name === 'auto' ? usual : name](layer, random, parameter)
}

function readSpec(spec: InitializerSpec): { name: InitializerName; parameter: number } {
  if (typeof spec === 'string') {
    return { name: spec, parameter: spec in usualParameter ? usualParameter[spec as 'normal'] : 0 }
  }
  if (spec.name === 'constant') return { name: spec.name, parameter: spec.value }
  return { name: spec.name, parameter: spec.name === 'normal' ? spec.std : spec.limit }
}
