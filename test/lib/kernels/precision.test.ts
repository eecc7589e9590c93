import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildFolder } from '../../../lib/kernels/load.ts'
import { exp, log, logarithm } from '../../../lib/kernels/scalar/float-math.ts'
import { variants } from '../../../lib/kernels/variants.ts'
import { Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)

/** Distance of a float32 result from the exact one, in units of float32's last place there. */
function errorInUlp(actual: number, exact: number): number {
  if (Math.fround(exact) === actual) return 0
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(exact))), -126)
  return Math.abs(actual - exact) / 2 ** (exponent - 23)
}

function greatestUlp(xs: Float32Array, ys: ArrayLike<number>, exact: (x: number) => number): number {
  return xs.reduce((worst, x, i) => Math.max(worst, errorInUlp(ys[i]!, exact(x))), 0)
}

/** `count` float32 numbers evenly over low … high, and around zero those of every size. */
function grid(low: number, high: number, count = 40_000): Float32Array {
  const even = Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))
  const small = Array.from({ length: 512 }, (_, i) => (i % 2 ? 1 : -1) * 2 ** (-i / 4))
  return Float32Array.from([...even, ...small.filter((x) => x >= low && x <= high)])
}

function activated(variant: string, activation: 'sigmoid' | 'tanh', xs: Float32Array): Float32Array {
  const bench = new Workbench(variant)
  const count = Math.ceil(xs.length / 16) * 16
  const z = bench.plain(Float32Array.from({ length: count }, (_, i) => xs[i] ?? 0))
  const a = bench.room(count)
  bench.kernels.activate(activation, 0, count, z, a)
  return bench.kernels.floats.slice(a / 4, a / 4 + xs.length)
}

describe.each(names)('precision on %s', (variant) => {
  it('tanh is within 2 ulp', () => {
    const xs = grid(-12, 12)
    expect(greatestUlp(xs, activated(variant, 'tanh', xs), Math.tanh)).toBeLessThan(2)
  })

  it('the logistic function is within 2.5 ulp', () => {
    const xs = grid(-80, 40)
    const exact = (x: number) => 1 / (1 + Math.exp(-x))
    expect(greatestUlp(xs, activated(variant, 'sigmoid', xs), exact)).toBeLessThan(2.5)
  })

  it('tanh and the logistic function reach their limits and let NaN through', () => {
    const xs = Float32Array.of(-Infinity, -1e4, 1e4, Infinity, NaN, 0)
    expect([...activated(variant, 'tanh', xs)]).toEqual([-1, -1, 1, 1, NaN, 0])
    expect([...activated(variant, 'sigmoid', xs)]).toEqual([0, 0, 1, 1, NaN, 0.5])
  })

  it('the logarithm in cross-entropy and the tail in binary cross-entropy are within 2 ulp', () => {
    const xs = grid(-30, 0, 4000)
    const bench = new Workbench(variant)
    const z = bench.matrix(xs.length, 1, xs)
    const labels = bench.labels(Array.from(xs, () => 0))
    const [losses, delta] = [bench.room(xs.length), bench.roomForMatrix(xs.length, 1)]
    bench.kernels.loss('binary_cross_entropy', 'sigmoid', xs.length, 1, z, labels, 1, losses, delta)
    const actual = bench.kernels.floats.subarray(losses / 4, losses / 4 + xs.length)
    expect(greatestUlp(xs, actual, (x) => Math.log1p(Math.exp(x)))).toBeLessThan(2)
    for (const units of [2, 3, 10, 100]) {
      const equal = bench.matrix(1, units, new Float32Array(units))
      const place = bench.roomForMatrix(1, units)
      bench.kernels.loss('cross_entropy', 'softmax', 1, units, equal, labels, 1, losses, place)
      expect(errorInUlp(bench.kernels.floats[losses / 4]!, Math.log(units))).toBeLessThan(2)
    }
  })

  it('losses and their gradients stay finite at logits of ±10,000', () => {
    const bench = new Workbench(variant)
    const z = bench.matrix(2, 2, Float32Array.of(1e4, -1e4, 1e4, -1e4))
    const one = bench.matrix(2, 1, Float32Array.of(1e4, -1e4))
    const labels = bench.labels([0, 1])
    const [losses, delta] = [bench.room(2), bench.roomForMatrix(2, 2)]
    const lossesOf = () => [...bench.kernels.floats.subarray(losses / 4, losses / 4 + 2)]
    bench.kernels.loss('cross_entropy', 'softmax', 2, 2, z, labels, 1, losses, delta)
    expect(lossesOf()).toEqual([0, 2e4])
    expect(bench.readMatrix(delta, 2, 2)).toEqual([0, 0, 1, -1])
    bench.kernels.loss('binary_cross_entropy', 'sigmoid', 2, 1, one, labels, 1, losses, delta)
    expect(lossesOf()).toEqual([1e4, 1e4])
    expect(bench.readMatrix(delta, 2, 1)).toEqual([1, -1])
    for (const output of ['sigmoid', 'softmax'] as const) {
      bench.kernels.loss('mean_squared_error', output, 2, 2, z, labels, 1, losses, delta)
      expect(lossesOf()).toEqual([0, 1])
      expect(bench.readMatrix(delta, 2, 2).map(Math.abs)).toEqual([0, 0, 0, 0])
    }
  })
})

describe('exp', () => {
  const xs = grid(-103, 88.7)

  it('is within 1 ulp in the reference, and so is log', () => {
    expect(greatestUlp(xs, Array.from(xs, exp), Math.exp)).toBeLessThan(1)
    expect([exp(-Infinity), exp(-110), exp(89), exp(Infinity), exp(NaN)]).toEqual([
      0,
      0,
      Infinity,
      Infinity,
      NaN,
    ])
    const positive = xs.map(Math.abs).filter((x) => x > 1e-30)
    expect(greatestUlp(positive, Array.from(positive, log), Math.log)).toBeLessThan(1)
    expect([logarithm(0), logarithm(-1), logarithm(Infinity)]).toEqual([-Infinity, NaN, Infinity])
  })

  it.each(variants.filter((variant) => variant.file !== null))('is within 2 ulp on $name', ({ file }) => {
    const memory = new WebAssembly.Memory({ initial: 32 })
    const module = new WebAssembly.Module(readFileSync(join(buildFolder, file!)))
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const exponentials = exports.exponentials as (count: number, x: number, y: number) => void
    const floats = new Float32Array(memory.buffer)
    const exact = [...xs, -Infinity, -110, 89, Infinity, NaN]
    floats.set(exact, 256)
    exponentials(exact.length + 3, 1024, 1 << 20)
    const actual = floats.subarray((1 << 20) / 4, (1 << 20) / 4 + exact.length)
    expect(greatestUlp(xs, actual, Math.exp)).toBeLessThan(2)
    expect([...actual.slice(xs.length)]).toEqual([0, 0, Infinity, Infinity, NaN])
  })
})
