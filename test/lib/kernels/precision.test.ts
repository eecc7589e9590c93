import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildFolder } from '../../../lib/kernels/load.ts'
import * as floatMath from '../../../lib/kernels/scalar/float-math.ts'
import { findVariant, variants } from '../../../lib/kernels/variants.ts'
import { erf } from '../nn/reference-activations.ts'
import { Workbench } from './workbench.ts'

const nan = [Number.NaN, Number.NaN] as const

/** A function on float32, and how far from the exact one each implementation may be. */
interface Approximation {
  exact(x: number): number
  /** The reference's, on one number. */
  scalar(x: number): number
  /** The vector kernels', on the elements of one array. */
  vector(variant: string, xs: Float32Array): Float32Array
  low: number
  high: number
  /** In units of the last place: just above the greatest error of all float32 numbers where it is worst. */
  bound: number
  /** Places near which the error is greatest, to be searched more closely. */
  worst: readonly number[]
  /** What goes in, and what must come out exactly. */
  limits: readonly (readonly [number, number])[]
}

const approximations: Record<string, Approximation> = {
  exp: {
    exact: Math.exp,
    scalar: floatMath.exp,
    vector: probe('exponentials'),
    low: -104,
    high: 88.72,
    bound: 1.05,
    worst: [26.7063, -5.8779],
    limits: [nan, [-Infinity, 0], [-110, 0], [0, 1], [89, Infinity], [Infinity, Infinity]],
  },
  expm1: {
    exact: Math.expm1,
    scalar: floatMath.expm1,
    vector: probe('exponentialsMinusOne'),
    low: -104,
    high: 88,
    bound: 1.6,
    worst: [0.3529, 0.3635],
    limits: [nan, [-Infinity, -1], [-1e4, -1], [0, 0]],
  },
  log: {
    exact: Math.log,
    scalar: floatMath.log,
    vector: probe('logarithms'),
    low: 2 ** -126,
    high: 3.4e38,
    bound: 0.85,
    worst: [0.69998, 1.41364],
    limits: [[1, 0]],
  },
  log1p: {
    exact: Math.log1p,
    scalar: floatMath.log1p,
    vector: probe('logarithmsOfOnePlus'),
    low: 0,
    high: 8e37,
    bound: 1.3,
    worst: [0.39741, 1.86e-9, 1e-5],
    limits: [nan, [0, 0]],
  },
  erf: {
    exact: erf,
    scalar: floatMath.erf,
    vector: probe('errorFunctions'),
    low: -10,
    high: 10,
    bound: 1.2,
    worst: [0.95815, 0.94269, 0.9277],
    limits: [nan, [-Infinity, -1], [-5, -1], [0, 0], [5, 1], [Infinity, 1]],
  },
  tanh: {
    exact: Math.tanh,
    scalar: floatMath.tanh,
    vector: activation('tanh'),
    low: -100,
    high: 100,
    bound: 1.35,
    worst: [0.62831, -0.6358],
    limits: [nan, [-Infinity, -1], [-1e4, -1], [0, 0], [1e4, 1], [Infinity, 1]],
  },
  sigmoid: {
    exact: (x) => 1 / (1 + Math.exp(-x)),
    scalar: floatMath.sigmoid,
    vector: activation('sigmoid'),
    low: -87,
    high: 104,
    bound: 2.5,
    worst: [-16.6357, -16.6574],
    limits: [nan, [-Infinity, 0], [-1e4, 0], [0, 0.5], [1e4, 1], [Infinity, 1]],
  },
  sine: {
    exact: Math.sin,
    scalar: floatMath.sine,
    vector: activation('sine'),
    low: -1e6,
    high: 1e6,
    bound: 0.55,
    worst: [Math.PI, 104798.82, 384417.84],
    limits: [nan, [0, 0], [Infinity, Number.NaN], [-Infinity, Number.NaN]],
  },
  cosine: {
    exact: Math.cos,
    scalar: floatMath.cosine,
    vector: slope('sine'),
    low: -1e6,
    high: 1e6,
    bound: 0.55,
    worst: [Math.PI / 2, 722140.64, -983342.06],
    limits: [nan, [0, 1], [Infinity, Number.NaN]],
  },
}

/** One of the functions that lib/kernels/assembly/probes.ts exports, called on a build by itself. */
function probe(name: string): Approximation['vector'] {
  return (variant, xs) => {
    const memory = new WebAssembly.Memory({ initial: 32 })
    const module = new WebAssembly.Module(readFileSync(join(buildFolder, findVariant(variant).file!)))
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const run = exports[name] as (count: number, x: number, y: number) => void
    const floats = new Float32Array(memory.buffer)
    const [x, y] = [1024, 1 << 20]
    floats.set(xs, x / 4)
    run(padTo16(xs.length), x, y)
    return floats.slice(y / 4, y / 4 + xs.length)
  }
}

function activation(name: 'tanh' | 'sigmoid' | 'sine'): Approximation['vector'] {
  return (variant, xs) => {
    const bench = new Workbench(variant)
    const [z, a] = [bench.room(padTo16(xs.length)), bench.room(padTo16(xs.length))]
    bench.kernels.floats.set(xs, z / 4)
    bench.kernels.activate(name, 0, padTo16(xs.length), z, a)
    return bench.read(a, xs.length)
  }
}

function slope(name: 'sine'): Approximation['vector'] {
  return (variant, xs) => {
    const bench = new Workbench(variant)
    const [z, delta] = [
      bench.room(padTo16(xs.length)),
      bench.plain(new Float32Array(padTo16(xs.length)).fill(1)),
    ]
    bench.kernels.floats.set(xs, z / 4)
    bench.kernels.differentiate(name, 0, padTo16(xs.length), z, z, delta)
    return bench.read(delta, xs.length)
  }
}

function padTo16(count: number): number {
  return Math.ceil(count / 16) * 16
}

/** Distance of a float32 result from the exact one, in units of float32's last place there. */
function errorInUlp(actual: number, exact: number): number {
  if (Math.fround(exact) === actual) return 0
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(exact))), -126)
  return Math.abs(actual - exact) / 2 ** (exponent - 23)
}

function greatestError(xs: Float32Array, ys: ArrayLike<number>, exact: (x: number) => number): number {
  return xs.reduce((worst, x, i) => Math.max(worst, errorInUlp(ys[i]!, exact(x))), 0)
}

/** Float32 numbers of low … high, evenly over their bits, and thousands that neighbour the worst places. */
function numbersWithin({ low, high, worst }: Approximation): Float32Array {
  const bits = (x: number) => new Uint32Array(Float32Array.of(x).buffer)[0]!
  const spans =
    low < 0 ? [[0, bits(high)] as const, [bits(-0), bits(low)] as const] : [[bits(low), bits(high)] as const]
  const even = spans.flatMap(([from, to]) =>
    Array.from({ length: 30_000 }, (_, i) => Math.floor(from + ((to - from) * i) / 29_999)),
  )
  const close = worst.flatMap((x) => Array.from({ length: 10_000 }, (_, i) => bits(x) - 5_000 + i))
  return new Float32Array(Uint32Array.from([...even, ...close]).buffer)
}

describe.each(Object.entries(approximations))('%s', (_, approximation) => {
  const xs = numbersWithin(approximation)
  const { exact, scalar, vector, bound, limits } = approximation
  const special = limits.map(([x]) => x)
  const expected = limits.map(([, y]) => y)

  it('is rounded almost correctly in the reference', () => {
    expect(greatestError(xs, Array.from(xs, scalar), exact)).toBeLessThan(0.51)
    expect(special.map(scalar)).toEqual(expected)
  })

  it.each(variants.filter(({ file }) => file !== null))(`is within ${bound} ulp on $name`, ({ name }) => {
    expect(greatestError(xs, vector(name, xs), exact)).toBeLessThan(bound)
    expect([...vector(name, Float32Array.from(special))]).toEqual(expected)
  })
})

it.each(variants)(
  'sine and cosine stay within −1 … 1 on $name however large their argument is',
  ({ name }) => {
    const xs = Float32Array.from({ length: 2000 }, (_, i) => (i % 2 ? -1 : 1) * 1.03 ** i).filter(
      Number.isFinite,
    )
    for (const f of [activation('sine'), slope('sine')]) {
      for (const y of f(name, xs)) expect(Math.abs(y)).toBeLessThanOrEqual(1)
    }
  },
)

it('the logarithm in float64 has its limits', () => {
  const { logarithm } = floatMath
  expect([0, -1, Infinity, Number.NaN].map(logarithm)).toEqual([-Infinity, Number.NaN, Infinity, Number.NaN])
})
