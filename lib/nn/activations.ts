import type { Arithmetic } from './arithmetic.ts'
import { float64 } from './float64.ts'
import type { HiddenActivationName, InitializerName, OutputActivationName } from './names.ts'

/** Where an activation's parameter α comes from. */
export type AlphaKind =
  /** Chosen by the network's author. */
  | 'fixed'
  /** One a unit, learned with the weights; the author chooses the start. */
  | 'learned'
  /** Drawn anew for every sample and unit of a training step between `least` and `most`; their mean otherwise. */
  | 'random'

export interface AlphaSpec {
  kind: AlphaKind
  /** Used where none is given. */
  usual: number
  least: number
  most: number
}

/** One activation: the mathematics, and what is known about it. Everything that reads activations reads this. */
export interface Activation {
  /** What a person calls it. */
  title: string
  /** f and f′ as text. */
  formula: string
  derivativeFormula: string
  source: string
  /** f(z), in whatever arithmetic. */
  value<T>(m: Arithmetic<T>, z: T, alpha: T): T
  /** f′(z) where a = f(z) is at hand; at a kink the value from the left. */
  derivative<T>(m: Arithmetic<T>, z: T, a: T, alpha: T): T
  /** The greatest |f′|: how much of an error passes back through one layer at most, weights aside. */
  peak(alpha: number): number
  /** Greatest lower and least upper bound of f, not always reached. */
  range(alpha: number): readonly [number, number]
  /** What `auto` stands for. */
  initializer: Exclude<InitializerName, 'auto'>
  /** Like ReLU silent on one side by design: such a layer is never called saturated. */
  rectifier: boolean
  /** Share of the peak that |f′| exceeds on some sample if a unit is alive: 0 where a silent unit's f′ is exactly 0. */
  aliveAbove: 0 | 0.01
  alpha?: AlphaSpec
}

const unbounded = [-Infinity, Infinity] as const
const sqrtHalf = Math.SQRT1_2
/** 1/√(2π) */
const normalPeak = 0.3989422804014327
/** √(2/π) */
const geluScale = 0.7978845608028654
const geluCubic = 0.044715
const seluScale = 1.0507009873554805
const seluAlpha = 1.6732632423543772

function clamp<T>(m: Arithmetic<T>, x: T, low: number, high: number): T {
  const bottom = m.constant(low)
  const top = m.constant(high)
  return m.ifAtMost(x, bottom, bottom, m.ifAtMost(top, x, top, x))
}

/** 1 for low < x ≤ high, else 0. */
function inside<T>(m: Arithmetic<T>, x: T, low: number, high: number, value: number): T {
  const zero = m.constant(0)
  const upper = m.ifAtMost(x, m.constant(high), m.constant(value), zero)
  return m.ifAtMost(x, m.constant(low), zero, upper)
}

/** z above zero, α·z below: leaky ReLU and its two relatives. */
const leaky: Pick<
  Activation,
  'formula' | 'derivativeFormula' | 'value' | 'derivative' | 'initializer' | 'rectifier' | 'aliveAbove'
> = {
  formula: 'z > 0 ? z : α·z',
  derivativeFormula: 'z > 0 ? 1 : α',
  value: (m, z, alpha) => m.ifAtMost(z, m.constant(0), m.mul(alpha, z), z),
  derivative: (m, z, _a, alpha) => m.ifAtMost(z, m.constant(0), alpha, m.constant(1)),
  initializer: 'he',
  rectifier: true,
  aliveAbove: 0,
}

/** Φ(z), the standard normal distribution. */
function normalDistribution<T>(m: Arithmetic<T>, z: T): T {
  const half = m.constant(0.5)
  return m.add(half, m.mul(half, m.erf(m.mul(z, m.constant(sqrtHalf)))))
}

/** tanh of GELU's approximation. */
function geluTanh<T>(m: Arithmetic<T>, z: T): T {
  const cubic = m.mul(m.mul(m.mul(z, z), z), m.constant(geluCubic))
  return m.tanh(m.mul(m.constant(geluScale), m.add(z, cubic)))
}

/** tanh(log(1 + eᶻ)) = (e² + 2e) / (e² + 2e + 2) with e = eᶻ; 1 from z = 20 on, where float32 has nothing else. */
function mishGate<T>(m: Arithmetic<T>, z: T): T {
  const twenty = m.constant(20)
  const e = m.exp(m.ifAtMost(twenty, z, twenty, z))
  const numerator = m.mul(e, m.add(e, m.constant(2)))
  return m.div(numerator, m.add(numerator, m.constant(2)))
}

/** Every hidden activation by name. Adding one means adding one entry (and its name in names.ts). */
export const activations: Readonly<Record<HiddenActivationName, Activation>> = {
  identity: {
    title: 'Identity',
    formula: 'z',
    derivativeFormula: '1',
    source: 'A linear layer',
    value: (_m, z) => z,
    derivative: (m) => m.constant(1),
    peak: () => 1,
    range: () => unbounded,
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0,
  },
  sigmoid: {
    title: 'Sigmoid',
    formula: '1 / (1 + e⁻ᶻ)',
    derivativeFormula: 'f·(1 − f)',
    source: 'Rumelhart, Hinton & Williams 1986',
    value: (m, z) => m.sigmoid(z),
    derivative: (m, _z, a) => m.mul(a, m.sub(m.constant(1), a)),
    peak: () => 0.25,
    range: () => [0, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  hard_sigmoid: {
    title: 'Hard sigmoid',
    formula: 'min(max(z/6 + ½, 0), 1)',
    derivativeFormula: '−3 < z ≤ 3 ? ⅙ : 0',
    source: 'Courbariaux et al. 2015, with the slope of Howard et al. 2019',
    value: (m, z) => clamp(m, m.add(m.mul(z, m.constant(1 / 6)), m.constant(0.5)), 0, 1),
    derivative: (m, z) => inside(m, z, -3, 3, 1 / 6),
    peak: () => 1 / 6,
    range: () => [0, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  tanh: {
    title: 'Tanh',
    formula: 'tanh z',
    derivativeFormula: '1 − f²',
    source: 'LeCun et al. 1998, Efficient BackProp',
    value: (m, z) => m.tanh(z),
    derivative: (m, _z, a) => m.sub(m.constant(1), m.mul(a, a)),
    peak: () => 1,
    range: () => [-1, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  hard_tanh: {
    title: 'Hard tanh',
    formula: 'min(max(z, −1), 1)',
    derivativeFormula: '−1 < z ≤ 1 ? 1 : 0',
    source: 'Collobert 2004',
    value: (m, z) => clamp(m, z, -1, 1),
    derivative: (m, z) => inside(m, z, -1, 1, 1),
    peak: () => 1,
    range: () => [-1, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  relu: {
    title: 'ReLU',
    formula: 'max(z, 0)',
    derivativeFormula: 'z > 0 ? 1 : 0',
    source: 'Nair & Hinton 2010',
    value: (m, z) => m.ifAtMost(z, m.constant(0), m.constant(0), z),
    derivative: (m, z) => m.ifAtMost(z, m.constant(0), m.constant(0), m.constant(1)),
    peak: () => 1,
    range: () => [0, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0,
  },
  relu6: {
    title: 'ReLU6',
    formula: 'min(max(z, 0), 6)',
    derivativeFormula: '0 < z ≤ 6 ? 1 : 0',
    source: 'Krizhevsky 2010',
    value: (m, z) => clamp(m, z, 0, 6),
    derivative: (m, z) => inside(m, z, 0, 6, 1),
    peak: () => 1,
    range: () => [0, 6],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0,
  },
  leaky_relu: {
    ...leaky,
    title: 'Leaky ReLU',
    source: 'Maas, Hannun & Ng 2013',
    peak: () => 1,
    range: (alpha) => [alpha === 0 ? 0 : -Infinity, Infinity],
    alpha: { kind: 'fixed', usual: 0.01, least: 0, most: 1 },
  },
  prelu: {
    ...leaky,
    title: 'PReLU',
    source: 'He et al. 2015, a slope for every unit, learned',
    peak: () => 1,
    range: () => unbounded,
    alpha: { kind: 'learned', usual: 0.25, least: 0, most: 1 },
  },
  rrelu: {
    ...leaky,
    title: 'RReLU',
    source: 'Xu et al. 2015, slopes drawn at random while training',
    peak: () => 1,
    range: () => unbounded,
    alpha: { kind: 'random', usual: 11 / 48, least: 1 / 8, most: 1 / 3 },
  },
  elu: {
    title: 'ELU',
    formula: 'z > 0 ? z : α·(eᶻ − 1)',
    derivativeFormula: 'z > 0 ? 1 : α·eᶻ',
    source: 'Clevert, Unterthiner & Hochreiter 2016',
    value: (m, z, alpha) => m.ifAtMost(z, m.constant(0), m.mul(alpha, m.expm1(z)), z),
    derivative: (m, z, _a, alpha) => m.ifAtMost(z, m.constant(0), m.mul(alpha, m.exp(z)), m.constant(1)),
    peak: (alpha) => Math.max(1, alpha),
    range: (alpha) => [-alpha, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
    alpha: { kind: 'fixed', usual: 1, least: 0, most: 10 },
  },
  selu: {
    title: 'SELU',
    formula: 'λ·(z > 0 ? z : α·(eᶻ − 1)), λ = 1.0507, α = 1.6733',
    derivativeFormula: 'λ·(z > 0 ? 1 : α·eᶻ)',
    source: 'Klambauer et al. 2017',
    value: (m, z) => {
      const below = m.mul(m.constant(seluScale * seluAlpha), m.expm1(z))
      return m.ifAtMost(z, m.constant(0), below, m.mul(m.constant(seluScale), z))
    },
    derivative: (m, z) => {
      const below = m.mul(m.constant(seluScale * seluAlpha), m.exp(z))
      return m.ifAtMost(z, m.constant(0), below, m.constant(seluScale))
    },
    peak: () => seluScale * seluAlpha,
    range: () => [-seluScale * seluAlpha, Infinity],
    initializer: 'lecun',
    rectifier: true,
    aliveAbove: 0.01,
  },
  celu: {
    title: 'CELU',
    formula: 'z > 0 ? z : α·(e^(z/α) − 1)',
    derivativeFormula: 'z > 0 ? 1 : e^(z/α)',
    source: 'Barron 2017',
    value: (m, z, alpha) => m.ifAtMost(z, m.constant(0), m.mul(alpha, m.expm1(m.div(z, alpha))), z),
    derivative: (m, z, _a, alpha) => m.ifAtMost(z, m.constant(0), m.exp(m.div(z, alpha)), m.constant(1)),
    peak: () => 1,
    range: (alpha) => [-alpha, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
    alpha: { kind: 'fixed', usual: 1, least: 0.01, most: 10 },
  },
  gelu: {
    title: 'GELU',
    formula: 'z·Φ(z) = ½z·(1 + erf(z/√2))',
    derivativeFormula: 'Φ(z) + z·φ(z)',
    source: 'Hendrycks & Gimpel 2016',
    value: (m, z) => m.mul(z, normalDistribution(m, z)),
    derivative: (m, z) => {
      const density = m.mul(m.constant(normalPeak), m.exp(m.mul(m.constant(-0.5), m.mul(z, z))))
      return m.add(normalDistribution(m, z), m.mul(z, density))
    },
    peak: () => 1.1289041452,
    range: () => [-0.1699712075, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
  },
  gelu_tanh: {
    title: 'GELU (tanh)',
    formula: '½z·(1 + tanh(√(2/π)·(z + 0.044715z³)))',
    derivativeFormula: '½(1 + t) + ½z·(1 − t²)·√(2/π)·(1 + 0.134145z²)',
    source: 'Hendrycks & Gimpel 2016, the approximation',
    value: (m, z) => m.mul(m.mul(m.constant(0.5), z), m.add(m.constant(1), geluTanh(m, z))),
    derivative: (m, z) => {
      const t = geluTanh(m, z)
      const one = m.constant(1)
      const half = m.constant(0.5)
      const inner = m.add(one, m.mul(m.constant(3 * geluCubic), m.mul(z, z)))
      const slope = m.mul(m.sub(one, m.mul(t, t)), m.mul(m.constant(geluScale), inner))
      return m.add(m.mul(half, m.add(one, t)), m.mul(m.mul(half, z), slope))
    },
    peak: () => 1.1289930687,
    range: () => [-0.1700407503, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
  },
  silu: {
    title: 'SiLU',
    formula: 'z·σ(z)',
    derivativeFormula: 'σ·(1 + z·(1 − σ))',
    source: 'Elfwing, Uchibe & Doya 2018; Ramachandran, Zoph & Le 2017',
    value: (m, z) => m.mul(z, m.sigmoid(z)),
    derivative: (m, z) => {
      const s = m.sigmoid(z)
      const one = m.constant(1)
      return m.mul(s, m.add(one, m.mul(z, m.sub(one, s))))
    },
    peak: () => 1.09983932,
    range: () => [-0.2784645428, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
  },
  mish: {
    title: 'Mish',
    formula: 'z·tanh(log(1 + eᶻ))',
    derivativeFormula: 't + z·σ(z)·(1 − t²), t = tanh(log(1 + eᶻ))',
    source: 'Misra 2020',
    value: (m, z) => m.mul(z, mishGate(m, z)),
    derivative: (m, z) => {
      const t = mishGate(m, z)
      const rest = m.mul(m.sigmoid(z), m.sub(m.constant(1), m.mul(t, t)))
      return m.add(t, m.mul(z, rest))
    },
    peak: () => 1.0884981612,
    range: () => [-0.3088434129, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
  },
  hard_swish: {
    title: 'Hard swish',
    formula: 'z·min(max(z/6 + ½, 0), 1)',
    derivativeFormula: 'z ≤ −3 ? 0 : z ≤ 3 ? z/3 + ½ : 1',
    source: 'Howard et al. 2019',
    value: (m, z) => m.mul(z, clamp(m, m.add(m.mul(z, m.constant(1 / 6)), m.constant(0.5)), 0, 1)),
    derivative: (m, z) => {
      const middle = m.add(m.mul(z, m.constant(1 / 3)), m.constant(0.5))
      const upper = m.ifAtMost(z, m.constant(3), middle, m.constant(1))
      return m.ifAtMost(z, m.constant(-3), m.constant(0), upper)
    },
    peak: () => 1.5,
    range: () => [-0.375, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0,
  },
  softplus: {
    title: 'Softplus',
    formula: 'log(1 + eᶻ)',
    derivativeFormula: 'σ(z)',
    source: 'Dugas et al. 2001',
    value: (m, z) => {
      const zero = m.constant(0)
      return m.add(m.ifAtMost(z, zero, zero, z), m.log1p(m.exp(m.neg(m.abs(z)))))
    },
    derivative: (m, z) => m.sigmoid(z),
    peak: () => 1,
    range: () => [0, Infinity],
    initializer: 'he',
    rectifier: true,
    aliveAbove: 0.01,
  },
  softsign: {
    title: 'Softsign',
    formula: 'z / (1 + |z|)',
    derivativeFormula: '1 / (1 + |z|)²',
    source: 'Turian, Bergstra & Bengio 2009',
    value: (m, z) => m.div(z, m.add(m.constant(1), m.abs(z))),
    derivative: (m, z) => {
      const size = m.add(m.constant(1), m.abs(z))
      return m.div(m.constant(1), m.mul(size, size))
    },
    peak: () => 1,
    range: () => [-1, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  sine: {
    title: 'Sine',
    formula: 'sin z',
    derivativeFormula: 'cos z',
    source: 'Sitzmann et al. 2020',
    value: (m, z) => m.sin(z),
    derivative: (m, z) => m.cos(z),
    peak: () => 1,
    range: () => [-1, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
  gaussian: {
    title: 'Gaussian',
    formula: 'e^−z²',
    derivativeFormula: '−2z·e^−z²',
    source: 'Ramachandran, Zoph & Le 2017',
    value: (m, z) => m.exp(m.neg(m.mul(z, z))),
    derivative: (m, z, a) => m.mul(m.mul(m.constant(-2), z), a),
    peak: () => 0.8577638849607068,
    range: () => [0, 1],
    initializer: 'glorot',
    rectifier: false,
    aliveAbove: 0.01,
  },
}

/** f(z) in float64. */
export function valueAt(name: HiddenActivationName, z: number, alpha = usualAlpha(name)): number {
  return activations[name].value(float64, z, alpha)
}

/** f′(z) in float64; at a kink the value from the left. */
export function derivativeAt(name: HiddenActivationName, z: number, alpha = usualAlpha(name)): number {
  return activations[name].derivative(float64, z, valueAt(name, z, alpha), alpha)
}

/** The parameter where none is given; 0 for an activation without one. */
export function usualAlpha(name: HiddenActivationName): number {
  return activations[name].alpha?.usual ?? 0
}

/** Whether α differs from unit to unit or from element to element, so that the kernels take a matrix of them. */
export function hasManyAlphas(name: HiddenActivationName): boolean {
  const kind = activations[name].alpha?.kind
  return kind === 'learned' || kind === 'random'
}

/** What is known about the activations of an output layer. */
export interface OutputActivation {
  title: string
  formula: string
  /** Greatest slope of one output with respect to its own logit. */
  peak: number
  range: readonly [number, number]
  source: string
}

/** Every output activation by name. */
export const outputActivations: Readonly<Record<OutputActivationName, OutputActivation>> = {
  linear: { title: 'Linear', formula: 'z', peak: 1, range: unbounded, source: 'For regression' },
  sigmoid: {
    title: 'Sigmoid',
    formula: '1 / (1 + e⁻ᶻ)',
    peak: 0.25,
    range: [0, 1],
    source: 'A probability; for two classes',
  },
  softmax: {
    title: 'Softmax',
    formula: 'e^(zᵢ/T) / Σⱼ e^(zⱼ/T)',
    peak: 0.25,
    range: [0, 1],
    source: 'Bridle 1990; a categorical distribution, for any number of classes',
  },
}
