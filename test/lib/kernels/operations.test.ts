import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { padded } from '../../../lib/nn/kernels.ts'
import { hiddenActivationNames, type LossName, type OutputActivationName } from '../../../lib/nn/names.ts'
import type { Samples } from '../../../lib/nn/spec.ts'
import { numbers, Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)

/** Sizes around the tiles' multiples, and a seed for the values. */
const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  inputs: fc.integer({ min: 1, max: 40 }),
  units: fc.integer({ min: 1, max: 40 }),
  seed: fc.nat(),
})
type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never

/** Runs `operation` on the variant and on the reference for many sizes and compares what it returns. */
function agree(variant: string, operation: (bench: Workbench, sizes: Sizes) => number[], tolerance = 1e-5) {
  const property = fc.property(sizes, (given) => {
    const bench = new Workbench(variant)
    const actual = operation(bench, given)
    const expected = operation(new Workbench('scalar'), given)
    expect(bench.intact).toBe(true)
    expect(actual).toHaveLength(expected.length)
    actual.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(expected[i]!)),
      )
    })
  })
  fc.assert(property, { seed: 20261123, numRuns: 60 })
}

describe.each(names)('operations of %s agree with the reference', (variant) => {
  it('affine', () => {
    agree(variant, (bench, { rows, inputs, units, seed }) => {
      const x = bench.plain(numbers(seed, rows * (inputs + 3)))
      const weights = bench.panels(inputs, units, numbers(seed + 1, inputs * units))
      const biases = bench.matrix(1, units, numbers(seed + 2, units))
      const z = bench.roomForMatrix(rows, units)
      bench.kernels.affine(rows, inputs, units, x, inputs + 3, weights, biases, z)
      return bench.readMatrix(z, rows, units)
    })
  })

  it('transposeWeights and inputGradient', () => {
    agree(variant, (bench, { rows, inputs, units, seed }) => {
      const weights = bench.panels(inputs, units, numbers(seed, inputs * units))
      const delta = bench.matrix(rows, units, numbers(seed + 1, rows * units))
      const transposed = bench.roomForPanels(units, inputs)
      const dx = bench.roomForMatrix(rows, inputs)
      bench.kernels.transposeWeights(inputs, units, weights, transposed)
      bench.kernels.inputGradient(rows, inputs, units, delta, transposed, dx)
      expect(bench.padding(dx, rows, inputs, 'matrix')).toBe(0)
      return [...bench.readPanels(transposed, units, inputs), ...bench.readMatrix(dx, rows, inputs)]
    })
  })

  it.each([false, true])('packDelta, weightGradient and sumRows, accumulating: %s', (accumulate) => {
    agree(variant, (bench, { rows, inputs, units, seed }) => {
      const x = bench.plain(numbers(seed, rows * inputs))
      const delta = bench.matrix(rows, units, numbers(seed + 1, rows * units))
      const gradient = bench.panels(inputs, units, numbers(seed + 2, inputs * units))
      const sums = bench.matrix(1, units, numbers(seed + 3, units))
      const panels = bench.roomForPanels(rows, units)
      bench.kernels.packDelta(rows, units, delta, -0.3, panels)
      bench.kernels.weightGradient(rows, inputs, units, x, inputs, panels, gradient, accumulate)
      bench.kernels.sumRows(rows, units, panels, sums, accumulate)
      expect(bench.padding(panels, rows, units, 'panels')).toBe(0)
      expect(bench.padding(gradient, inputs, units, 'panels')).toBe(0)
      expect(bench.padding(sums, 1, units, 'matrix')).toBe(0)
      return [
        ...bench.readPanels(panels, rows, units),
        ...bench.readPanels(gradient, inputs, units),
        ...bench.readMatrix(sums, 1, units),
      ]
    })
  })

  it.each(hiddenActivationNames)('activate and differentiate: %s', (activation) => {
    agree(variant, (bench, { rows, units, seed }) => {
      const wide = numbers(seed, rows * units).map((value) => value * 6)
      const z = bench.matrix(rows, units, wide)
      const a = bench.roomForMatrix(rows, units)
      const delta = bench.matrix(rows, units, numbers(seed + 1, rows * units))
      const count = rows * padded(units, bench.tile)
      bench.kernels.activate(activation, 0.3, count, z, a)
      bench.kernels.differentiate(activation, 0.3, count, z, a, delta)
      expect(bench.padding(delta, rows, units, 'matrix')).toBe(0)
      return [...bench.readMatrix(a, rows, units), ...bench.readMatrix(delta, rows, units)]
    })
  })

  it.each([
    ['identity', [5, 5, 5, NaN]],
    ['relu', [0, 0, 5, NaN]],
    ['leaky_relu', [1.5, 1.5, 5, NaN]],
    ['sigmoid', [0.225883, 1.25, 0.225883, NaN]],
    ['tanh', [0.04933, 5, 0.04933, NaN]],
  ] as const)(
    'the derivative of %s at a kink is that from the left, and NaN goes through',
    (activation, expected) => {
      const bench = new Workbench(variant)
      const z = bench.matrix(1, 4, Float32Array.of(-3, 0, 3, NaN))
      const a = bench.roomForMatrix(1, 4)
      const delta = bench.matrix(1, 4, Float32Array.of(5, 5, 5, NaN))
      const count = padded(4, bench.tile)
      bench.kernels.activate(activation, 0.3, count, z, a)
      bench.kernels.differentiate(activation, 0.3, count, z, a, delta)
      const actual = bench.readMatrix(delta, 1, 4)
      actual.forEach((value, i) => {
        if (Number.isNaN(expected[i])) expect(value).toBeNaN()
        else expect(value).toBeCloseTo(expected[i]!, 4)
      })
    },
  )

  const losses: [LossName, OutputActivationName][] = [
    ['cross_entropy', 'softmax'],
    ['binary_cross_entropy', 'sigmoid'],
    ['mean_squared_error', 'linear'],
    ['mean_squared_error', 'sigmoid'],
    ['mean_squared_error', 'softmax'],
  ]
  it.each(losses)('loss: %s of a %s output', (loss, output) => {
    agree(variant, (bench, { rows, units: anyUnits, seed }) => {
      const units = loss === 'binary_cross_entropy' ? 1 : anyUnits
      const logits = numbers(seed, rows * units).map((value) => value * 8)
      const classes = Array.from({ length: rows }, (_, row) => (seed + row) % Math.max(2, units))
      const z = bench.matrix(rows, units, logits)
      const labels = bench.labels(loss === 'cross_entropy' ? classes.map((c) => c % units) : classes)
      const [each, delta] = [bench.room(rows), bench.roomForMatrix(rows, units)]
      const correct = bench.kernels.countCorrect(rows, units, z, labels, 0.5)
      bench.kernels.loss(loss, output, rows, units, z, labels, 0.7, each, delta)
      expect(bench.padding(delta, rows, units, 'matrix')).toBe(0)
      const values = [...bench.kernels.floats.subarray(each / 4, each / 4 + rows)]
      return [correct, ...values, ...bench.readMatrix(delta, rows, units)]
    })
  })

  it('momentumStep and sumOfSquares', () => {
    agree(variant, (bench, { units, seed }) => {
      const count = padded(units, 16)
      const weights = bench.plain(numbers(seed, count))
      const gradient = bench.plain(numbers(seed + 1, count))
      const velocity = bench.plain(numbers(seed + 2, count))
      bench.kernels.momentumStep(count, weights, gradient, velocity, 0.1, 0.9)
      const { floats } = bench.kernels
      return [
        ...floats.subarray(weights / 4, weights / 4 + count),
        ...floats.subarray(velocity / 4, velocity / 4 + count),
        bench.kernels.sumOfSquares(count, gradient),
      ]
    })
  })
})

describe.each(names)('gather on %s', (variant) => {
  /** Copies rows 3, 0, 3 and 1 of five after skipping one, and returns what arrived. */
  function gathered(features: Samples['features'], inputs: number) {
    const bench = new Workbench(variant)
    const samples = { count: 5, inputs, features, labels: Uint8Array.of(10, 11, 12, 13, 14) }
    const into = {
      features: bench.room(4 * inputs),
      staging: bench.room(Math.ceil((4 * inputs) / 4)),
      labels: bench.room(1),
    }
    bench.kernels.gather(samples, Uint32Array.of(9, 3, 0, 3, 1), 1, 4, into)
    expect(bench.intact).toBe(true)
    expect([...bench.kernels.bytes.subarray(into.labels, into.labels + 4)]).toEqual([13, 10, 13, 11])
    return [...bench.kernels.floats.subarray(into.features / 4, into.features / 4 + 4 * inputs)]
  }
  const picked = <T>(values: ArrayLike<T>, inputs: number) =>
    [3, 0, 3, 1].flatMap((row) => Array.from(values).slice(row * inputs, (row + 1) * inputs))

  it.each([1, 3, 7, 16, 52, 53])('turns bytes into value / 255, correctly rounded, %i features', (inputs) => {
    const features = new Uint8Array(new SharedArrayBuffer(5 * inputs)).map((_, i) => (i * 37) % 256)
    expect(gathered(features, inputs)).toEqual(picked(features, inputs).map((v) => Math.fround(v / 255)))
  })

  it('does so for every byte', () => {
    const features = Uint8Array.from({ length: 5 * 256 }, (_, i) => i % 256)
    expect(gathered(features, 256)).toEqual(picked(features, 256).map((v) => Math.fround(v / 255)))
  })

  it('copies floats as they are, also from an odd offset', () => {
    const features = Float32Array.from({ length: 36 }, (_, i) => i / 7).subarray(1)
    expect(gathered(features, 7)).toEqual(picked(features, 7))
    const bytes = Uint8Array.from({ length: 41 }, (_, i) => i).subarray(1)
    expect(gathered(bytes, 8)).toEqual(picked(bytes, 8).map((v) => Math.fround(v / 255)))
  })
})
