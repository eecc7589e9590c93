import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { activations } from '../../../lib/nn/activations.ts'
import { padded } from '../../../lib/nn/kernels.ts'
import { type HiddenActivationName, hiddenActivationNames } from '../../../lib/nn/names.ts'
import { alphasOf, formulas } from '../nn/reference-activations.ts'
import { numbers, Workbench } from './workbench.ts'

/** −10⁴ … 10⁴, dense where something happens, of every size around zero; and the kinks of all activations. */
const zs = Float32Array.from([
  ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 125),
  ...Array.from({ length: 800 }, (_, i) => (i % 2 ? 1 : -1) * 1e4 * 0.95 ** i),
  ...[0, -0, -3, 3, -1, 1, 6],
])

/** Whether α is a matrix for this activation. */
function hasManyAlphas(name: HiddenActivationName): boolean {
  const kind = activations[name].alpha?.kind
  return kind === 'learned' || kind === 'random'
}

/** f(z), and f′(z) times the factors, of as many elements as there are; through the port, one α or one for each. */
function run(
  variant: string,
  name: HiddenActivationName,
  alpha: number,
  z: Float32Array,
  factors: Float32Array,
) {
  const bench = new Workbench(variant)
  const { kernels } = bench
  const count = padded(z.length, bench.tile)
  const [at, a] = [bench.matrix(1, z.length, z), bench.room(count)]
  const delta = bench.matrix(1, z.length, factors)
  if (hasManyAlphas(name)) {
    const alphas = bench.plain(new Float32Array(count).fill(alpha))
    kernels.activateEach(name, alphas, count, at, a)
    kernels.differentiateEach(name, alphas, count, at, a, delta)
  } else {
    kernels.activate(name, alpha, count, at, a)
    kernels.differentiate(name, alpha, count, at, a, delta)
  }
  expect(bench.intact).toBe(true)
  expect(bench.padding(delta, 1, z.length, 'matrix')).toBe(0)
  return { values: bench.read(a, z.length), slopes: bench.read(delta, z.length) }
}

/** Greatest error relative to the greater of 1 and the exact size; NaN counts as infinite. */
function worstError(actual: Float32Array, exact: (z: number) => number, of = zs): number {
  let worst = 0
  for (const [i, z] of of.entries()) {
    const expected = exact(z)
    const error = Math.abs(actual[i]! - expected) / Math.max(1, Math.abs(expected))
    if (!(error <= worst)) worst = Number.isNaN(error) ? Infinity : error
  }
  return worst
}

/** Of f′; where 1 − f cancels, what z it is multiplied by adds to it. */
function slopeTolerance(name: HiddenActivationName): number {
  return name === 'mish' ? 1.5e-6 : name === 'silu' ? 1e-6 : 6e-7
}

const ones = new Float32Array(zs.length).fill(1)

describe.each(variants.map(({ name }) => name))('activations on %s', (variant) => {
  describe.each(hiddenActivationNames)('%s', (name) => {
    const { value, slope } = formulas[name]

    it.each(alphasOf(activations[name].alpha))(
      'is the formula in float64 but for rounding, with α = %d',
      (alpha) => {
        const { values, slopes } = run(variant, name, alpha, zs, ones)
        const rounded = Math.fround(alpha)
        expect(worstError(values, (z) => value(z, rounded))).toBeLessThan(3e-7)
        expect(worstError(slopes, (z) => slope(z, rounded))).toBeLessThan(slopeTolerance(name))
      },
    )

    it('multiplies what is there by the derivative', () => {
      const factors = numbers(1, zs.length)
      const { slopes } = run(variant, name, 0.25, zs, factors)
      const error = slopes.map((product, i) => product - factors[i]! * slope(zs[i]!, 0.25))
      expect(worstError(error, () => 0)).toBeLessThan(2 * slopeTolerance(name))
    })

    it.each([1, 3, 8, 15, 16, 17, 24, 31, 33])('does %i elements and writes no further', (count) => {
      const z = numbers(count, count).map((x) => 3 * x)
      const { values, slopes } = run(variant, name, 0.25, z, ones.subarray(0, count))
      expect(worstError(values, (x) => value(x, 0.25), z)).toBeLessThan(3e-7)
      expect(worstError(slopes, (x) => slope(x, 0.25), z)).toBeLessThan(slopeTolerance(name))
    })

    it('lets NaN through, be it the pre-activation or the delta', () => {
      const z = Float32Array.of(Number.NaN, 1, -1, Number.NaN)
      const { values, slopes } = run(
        variant,
        name,
        0.25,
        z,
        Float32Array.of(1, Number.NaN, Number.NaN, Number.NaN),
      )
      expect([...values].map(Number.isNaN)).toEqual([true, false, false, true])
      expect([...slopes].slice(1)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    })

    it('has its limit or NaN at the infinities, never a wrong number', () => {
      const { values } = run(variant, name, 0.25, Float32Array.of(-Infinity, Infinity), Float32Array.of(1, 1))
      for (const [i, end] of [-1e9, 1e9].entries()) {
        const limit = value(end, 0.25)
        if (Number.isNaN(values[i])) continue
        if (Math.abs(limit) > 1e8) expect(values[i]).toBe(Math.sign(limit) * Infinity)
        else expect(Math.abs(values[i]! - limit)).toBeLessThan(1e-6)
      }
    })
  })

  it('takes another α for each element', () => {
    const bench = new Workbench(variant)
    const alphas = numbers(1, 48)
    const z = numbers(2, 48)
    const [from, at, a] = [bench.plain(alphas), bench.plain(z), bench.room(48)]
    const delta = bench.plain(new Float32Array(48).fill(2))
    for (const name of ['prelu', 'rrelu'] as const) {
      bench.kernels.floats.fill(2, delta / 4, delta / 4 + 48)
      bench.kernels.activateEach(name, from, 48, at, a)
      bench.kernels.differentiateEach(name, from, 48, at, a, delta)
      expect([...bench.read(a, 48)]).toEqual([...z].map((x, i) => (x > 0 ? x : Math.fround(x * alphas[i]!))))
      expect([...bench.read(delta, 48)]).toEqual([...z].map((x, i) => (x > 0 ? 2 : 2 * alphas[i]!)))
    }
    expect(bench.intact).toBe(true)
  })
})
