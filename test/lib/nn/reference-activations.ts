import type { HiddenActivationName } from '../../../lib/nn/names.ts'

/** An activation by the book, in float64: written down apart from lib/nn/activations.ts, to hold that against. */
export interface Formula {
  value(z: number, alpha: number): number
  /** f′; from the left at a kink. */
  slope(z: number, alpha: number): number
  /** Where f′ jumps. */
  kinks: readonly number[]
}

/** 2/√π·e^−x²·Σ 2ⁿx²ⁿ⁺¹/(2n + 1)!! (Abramowitz & Stegun 7.1.6): only positive terms, so nothing cancels. */
export function erf(x: number): number {
  if (Math.abs(x) > 6.5) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

const sigmoid = (z: number) => (z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z)))
const softplus = (z: number) => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)))
const normal = (z: number) => 0.5 * (1 + erf(z / Math.sqrt(2)))
const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
const between = (low: number, z: number, high: number) => Math.min(Math.max(z, low), high)

const leaky: Formula = {
  value: (z, alpha) => Math.max(z, 0) + alpha * Math.min(z, 0),
  slope: (z, alpha) => (z > 0 ? 1 : alpha),
  kinks: [0],
}
/** α and λ from the condition that mean 0 and variance 1 are a fixed point (Klambauer et al. 2017, equation 14). */
function seluConstants(): { scale: number; alpha: number } {
  const [c, d] = [1 - erf(Math.SQRT1_2), 1 - erf(Math.SQRT2)]
  const root = Math.sqrt(Math.E)
  const spread = 2 * d * Math.E ** 2 + Math.PI * c ** 2 * Math.E - 2 * (2 + Math.PI) * c * root + Math.PI + 2
  return {
    alpha: -Math.sqrt(2 / Math.PI) / (c * root - 1),
    scale: ((1 - c * root) * Math.sqrt(2 * Math.PI)) / Math.sqrt(spread),
  }
}

const selu = seluConstants()
const geluInner = (z: number) => Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)

export const formulas: Readonly<Record<HiddenActivationName, Formula>> = {
  identity: { value: (z) => z, slope: () => 1, kinks: [] },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z), kinks: [] },
  hard_sigmoid: {
    value: (z) => between(0, (z + 3) / 6, 1),
    slope: (z) => (z > -3 && z <= 3 ? 1 / 6 : 0),
    kinks: [-3, 3],
  },
  tanh: { value: Math.tanh, slope: (z) => 1 / Math.cosh(z) ** 2, kinks: [] },
  hard_tanh: {
    value: (z) => between(-1, z, 1),
    slope: (z) => Number(z > -1 && z <= 1),
    kinks: [-1, 1],
  },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => Number(z > 0), kinks: [0] },
  relu6: { value: (z) => between(0, z, 6), slope: (z) => Number(z > 0 && z <= 6), kinks: [0, 6] },
  leaky_relu: leaky,
  prelu: leaky,
  rrelu: leaky,
  elu: {
    value: (z, alpha) => (z > 0 ? z : alpha * Math.expm1(z)),
    slope: (z, alpha) => (z > 0 ? 1 : alpha * Math.exp(z)),
    kinks: [0],
  },
  selu: {
    value: (z) => selu.scale * (z > 0 ? z : selu.alpha * Math.expm1(z)),
    slope: (z) => selu.scale * (z > 0 ? 1 : selu.alpha * Math.exp(z)),
    kinks: [0],
  },
  celu: {
    value: (z, alpha) => Math.max(0, z) + Math.min(0, alpha * Math.expm1(z / alpha)),
    slope: (z, alpha) => (z > 0 ? 1 : Math.exp(z / alpha)),
    kinks: [],
  },
  gelu: { value: (z) => z * normal(z), slope: (z) => normal(z) + z * density(z), kinks: [] },
  gelu_tanh: {
    value: (z) => z * sigmoid(2 * geluInner(z)),
    slope(z) {
      const gate = sigmoid(2 * geluInner(z))
      const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z)
      return gate + 2 * z * gate * sigmoid(-2 * geluInner(z)) * inner
    },
    kinks: [],
  },
  silu: {
    value: (z) => z * sigmoid(z),
    slope: (z) => sigmoid(z) + z * sigmoid(z) * sigmoid(-z),
    kinks: [],
  },
  mish: {
    value: (z) => z * Math.tanh(softplus(z)),
    slope: (z) => Math.tanh(softplus(z)) + (z * sigmoid(z)) / Math.cosh(softplus(z)) ** 2,
    kinks: [],
  },
  hard_swish: {
    value: (z) => (z * between(0, z + 3, 6)) / 6,
    slope: (z) => (z <= -3 ? 0 : z <= 3 ? (2 * z + 3) / 6 : 1),
    kinks: [-3, 3],
  },
  softplus: { value: softplus, slope: sigmoid, kinks: [] },
  softsign: { value: (z) => z / (1 + Math.abs(z)), slope: (z) => (1 + Math.abs(z)) ** -2, kinks: [] },
  sine: { value: Math.sin, slope: Math.cos, kinks: [] },
  gaussian: {
    value: (z) => Math.exp(-z * z),
    slope: (z) => -2 * z * Math.exp(-z * z),
    kinks: [],
  },
}

/** Values of α that an activation is tried with; one without a parameter gets a number that must not matter. */
export function alphasOf(alpha: { usual: number; least: number; most: number } | undefined): number[] {
  return alpha ? [...new Set([alpha.usual, alpha.least, (alpha.least + alpha.most) / 2, alpha.most])] : [0.3]
}
