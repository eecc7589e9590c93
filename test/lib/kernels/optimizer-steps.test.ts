import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import type { Kernels } from '../../../lib/nn/kernels.ts'
import { numbers, Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)

/** Weights, gradient and two averages of one parameter. */
type Parameter = [w: number, g: number, m: number, v: number]

/** An operation on the four arrays at those places, and what it makes of one parameter in float64. */
interface Step {
  name: string
  apply(kernels: Kernels, count: number, at: Parameter): void
  formula(parameter: Parameter): Parameter
}

const sign = (x: number) => Math.sign(x)
const [rate, momentum, epsilon] = [0.05, 0.9, 1e-6]
const [beta1, beta2, rootScale, keep] = [0.9, 0.999, 1 / Math.sqrt(1 - 0.999 ** 3), 0.99]

const steps: Step[] = [
  {
    name: 'descend',
    apply: (kernels, count, [w, g]) => kernels.descend(count, w, g, rate),
    formula: ([w, g, m, v]) => [w - rate * g, g, m, v],
  },
  {
    name: 'regularize',
    apply: (kernels, count, [w, g]) => kernels.regularize(count, w, g, 0.02, 0.3),
    formula: ([w, g, m, v]) => [w, g + 0.3 * w + 0.02 * sign(w), m, v],
  },
  {
    name: 'regularize by squares alone',
    apply: (kernels, count, [w, g]) => kernels.regularize(count, w, g, 0, 0.3),
    formula: ([w, g, m, v]) => [w, g + 0.3 * w, m, v],
  },
  {
    name: 'scale',
    apply: (kernels, count, [, g]) => kernels.scale(count, 0.3, g),
    formula: ([w, g, m, v]) => [w, 0.3 * g, m, v],
  },
  {
    name: 'momentumStep',
    apply: (kernels, count, [w, g, m]) => kernels.momentumStep(count, w, g, m, rate, momentum, false),
    formula: ([w, g, m, v]) => [w - rate * (momentum * m + g), g, momentum * m + g, v],
  },
  {
    name: 'momentumStep with nesterov',
    apply: (kernels, count, [w, g, m]) => kernels.momentumStep(count, w, g, m, rate, momentum, true),
    formula: ([w, g, m, v]) => {
      const velocity = momentum * m + g
      return [w - rate * (g + momentum * velocity), g, velocity, v]
    },
  },
  {
    name: 'rmspropStep',
    apply: (kernels, count, [w, g, , v]) => kernels.rmspropStep(count, w, g, v, rate, 0.99, epsilon),
    formula: ([w, g, m, v]) => {
      const square = 0.99 * v + 0.01 * g * g
      return [w - (rate * g) / (Math.sqrt(square) + epsilon), g, m, square]
    },
  },
  {
    name: 'adamStep',
    apply: (kernels, count, [w, g, m, v]) =>
      kernels.adamStep(count, w, g, m, v, rate, beta1, beta2, epsilon, rootScale, keep),
    formula: ([w, g, m, v]) => {
      const mean = beta1 * m + (1 - beta1) * g
      const square = beta2 * v + (1 - beta2) * g * g
      return [keep * w - (rate * mean) / (Math.sqrt(square) * rootScale + epsilon), g, mean, square]
    },
  },
]

/** The four arrays after `times` steps, one after the other. */
function run(variant: string, step: Step, times: number, arrays: Float32Array[]): Float32Array[] {
  const bench = new Workbench(variant)
  const at = arrays.map((values) => bench.plain(values)) as Parameter
  const count = arrays[0]!.length
  for (let i = 0; i < times; i++) step.apply(bench.kernels, count, at)
  expect(bench.intact).toBe(true)
  return at.map((place) => bench.kernels.floats.slice(place / 4, place / 4 + count))
}

function arraysFrom(seed: number, count: number): Float32Array[] {
  const [w, g, m, v] = [0, 1, 2, 3].map((k) => numbers(seed + k, count))
  return [w!, g!, m!, v!.map(Math.abs)]
}

describe.each(names)('a step of an optimizer on %s', (variant) => {
  it.each(steps)('$name is its formula, five times over', (step) => {
    const property = fc.property(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 1e6 }), (tiles, seed) => {
      const arrays = arraysFrom(seed, 16 * tiles)
      const actual = run(variant, step, 5, arrays)
      for (let i = 0; i < 16 * tiles; i++) {
        let expected = arrays.map((values) => values[i]!) as Parameter
        for (let k = 0; k < 5; k++) expected = step.formula(expected)
        expected.forEach((value, k) => {
          const error = Math.abs(actual[k]![i]! - value)
          expect(error).toBeLessThanOrEqual(5e-6 * Math.max(1, Math.abs(value)))
        })
      }
    })
    fc.assert(property, { seed: 20261123, numRuns: 15 })
  })

  it.each(steps)('$name leaves padding at zero', (step) => {
    const zeros = [0, 1, 2, 3].map(() => new Float32Array(16))
    for (const array of run(variant, step, 3, zeros))
      expect(Array.from(array, Math.abs)).toEqual([...zeros[0]!])
  })

  it.each(steps.filter(({ name }) => name !== 'scale'))('$name lets NaN and infinity through', (step) => {
    const arrays = arraysFrom(1, 16)
    arrays[0]![3] = Number.NaN
    arrays[1]![5] = Number.NaN
    arrays[1]![7] = Number.POSITIVE_INFINITY
    const [w, g] = run(variant, step, 1, arrays)
    const target = step.name.startsWith('regularize') ? g! : w!
    for (const [i, value] of target.entries()) {
      expect(Number.isFinite(value)).toBe(![3, 5, 7].includes(i))
    }
  })

  it("adamStep's first step is the learning rate, whatever the gradient's size", () => {
    const gradients = Float32Array.from({ length: 16 }, (_, i) => (i % 2 ? 1 : -1) * 10 ** (-i / 2))
    const arrays = [new Float32Array(16), gradients, new Float32Array(16), new Float32Array(16)]
    const first: Step = {
      ...steps.at(-1)!,
      apply: (kernels, count, [w, g, m, v]) =>
        kernels.adamStep(
          ...([count, w, g, m, v, 0.001 / (1 - beta1), beta1, beta2] as const),
          ...([1e-20, 1 / Math.sqrt(1 - beta2), 1] as const),
        ),
    }
    const [w] = run(variant, first, 1, arrays)
    w!.forEach((value, i) => {
      expect(Math.abs(value / (-0.001 * Math.sign(gradients[i]!)) - 1)).toBeLessThan(1e-6)
    })
  })

  it('averages that have decayed below the least normal number become zero, not stuck above it', () => {
    const subnormal = new Float32Array(16).fill(2 ** -127)
    const zeros = new Float32Array(16)
    const averaging = steps.filter(({ name }) => /momentum|rmsprop|adam/.test(name))
    for (const step of averaging) {
      const [w, , m, v] = run(variant, step, 1, [new Float32Array(16), zeros, subnormal, subnormal])
      expect([w!.every((x) => x === 0), step.name]).toEqual([true, step.name])
      expect(step.name.startsWith('rmsprop') || m!.every((x) => x === 0)).toBe(true)
      expect(step.name.startsWith('momentum') || v!.every((x) => x === 0)).toBe(true)
    }
  })

  it('regularize pulls no weight that is zero', () => {
    const arrays = [Float32Array.of(0, -0, 2, -2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), new Float32Array(16)]
    const step: Step = {
      ...steps[1]!,
      apply: (kernels, count, [w, g]) => kernels.regularize(count, w, g, 0.5, 0),
    }
    const [, g] = run(variant, step, 1, [...arrays, new Float32Array(16), new Float32Array(16)])
    expect([...g!.subarray(0, 4)]).toEqual([0, 0, 0.5, -0.5])
  })
})

describe('rounding', () => {
  it.each(steps)('$name gives the same bits in simd128 as in the reference', (step) => {
    const arrays = arraysFrom(9, 512)
    expect(run('simd128', step, 5, arrays)).toEqual(run('scalar', step, 5, arrays))
  })
})
