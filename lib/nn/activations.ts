import type { HiddenActivationName, InitializerName } from './names.ts'

/** Slope of leaky ReLU below zero where none is given (Maas et al. 2013). */
export const defaultAlpha = 0.01

/** One activation as mathematics, in float64. The kernels compute the same in float32. */
export interface Activation {
  /** f(z). */
  value(z: number, alpha: number): number
  /** f′(z); at a kink the value from the left, as the kernels have it. */
  derivative(z: number, alpha: number): number
  /** The greatest |f′|: how much of an error passes back through one layer at most, weights aside. */
  peak: number
  /** Least and greatest value, not always reached. */
  range: readonly [number, number]
  /** What `auto` stands for. */
  initializer: Exclude<InitializerName, 'auto'>
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

/** Every hidden activation by name. */
export const activations: Readonly<Record<HiddenActivationName, Activation>> = {
  /** f(z) = z: a linear layer. */
  identity: {
    value: (z) => z,
    derivative: () => 1,
    peak: 1,
    range: [-Infinity, Infinity],
    initializer: 'glorot',
  },
  /** σ(z) = 1 / (1 + e⁻ᶻ); σ′ = σ(1 − σ), at most ¼, at 0. */
  sigmoid: {
    value: logistic,
    derivative: (z) => logistic(z) * logistic(-z),
    peak: 0.25,
    range: [0, 1],
    initializer: 'glorot',
  },
  /** tanh′ = 1 − tanh², at most 1, at 0. */
  tanh: {
    value: Math.tanh,
    derivative: (z) => 1 - Math.tanh(z) ** 2,
    peak: 1,
    range: [-1, 1],
    initializer: 'glorot',
  },
  /** max(z, 0) (Nair & Hinton 2010). */
  relu: {
    value: (z) => Math.max(z, 0),
    derivative: (z) => (z <= 0 ? 0 : 1),
    peak: 1,
    range: [0, Infinity],
    initializer: 'he',
  },
  /** z above zero, alpha·z below (Maas et al. 2013); 0 ≤ alpha ≤ 1. */
  leaky_relu: {
    value: (z, alpha) => (z <= 0 ? alpha * z : z),
    derivative: (z, alpha) => (z <= 0 ? alpha : 1),
    peak: 1,
    range: [-Infinity, Infinity],
    initializer: 'he',
  },
}
