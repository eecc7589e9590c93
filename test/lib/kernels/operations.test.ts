import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
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
})

describe.each(names)('gather on %s', (variant) => {
  /** Copies rows 3, 0, 3 and 1 of five after skipping one, and returns what arrived. */
  function gathered(features: Samples['features'], inputs: number) {
    const bench = new Workbench(variant)
    const samples = { count: 5, inputs, features, labels: Uint8Array.of(10, 11, 12, 13, 14) }
    const into = roomFor(bench, inputs)
    bench.kernels.gather(samples, Uint32Array.of(9, 3, 0, 3, 1), 1, 4, into)
    expect(bench.intact).toBe(true)
    expect([...bench.read(into.targets, 4)]).toEqual([13, 10, 13, 11])
    return [...bench.read(into.features, 4 * inputs)]
  }
  const roomFor = (bench: Workbench, inputs: number) => ({
    features: bench.room(4 * inputs),
    index: 0,
    staging: bench.room(inputs),
    targets: bench.room(4),
  })
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
  it.each<[string, Samples['labels'], number[]]>([
    ['classes of a byte', Uint8Array.of(0, 1, 2, 255, 4), [255, 0, 255, 1]],
    ['classes of two', Uint16Array.of(999, 1, 2, 65_535, 4), [65_535, 999, 65_535, 1]],
    ['numbers', Float32Array.of(-0.5, 0.1, 2, 1e9, 4), [1e9, -0.5, 1e9, Math.fround(0.1)]],
  ])('copies targets that are %s', (_, labels, expected) => {
    const bench = new Workbench(variant)
    const into = roomFor(bench, 3)
    const samples = { count: 5, inputs: 3, features: numbers(1, 15), labels }
    bench.kernels.gather(samples, Uint32Array.of(3, 0, 3, 1), 0, 4, into)
    expect([...bench.read(into.targets, 4)]).toEqual(expected)
  })

  it('takes samples of one dataset after those of another', () => {
    const bench = new Workbench(variant)
    const into = roomFor(bench, 4)
    const rows = Uint32Array.of(1)
    for (const seed of [1, 2, 3]) {
      const bytes = numbers(seed, 8).map((x) => Math.round(Math.abs(x) * 255))
      const samples = { count: 2, inputs: 4, labels: Uint8Array.of(0, seed) }
      bench.kernels.gather({ ...samples, features: bytes }, rows, 0, 1, into)
      expect([...bench.read(into.features, 4)]).toEqual([...bytes.slice(4)])
      bench.kernels.gather({ ...samples, features: Uint8Array.from(bytes) }, rows, 0, 1, into)
      expect([...bench.read(into.features, 4)]).toEqual([...bytes.slice(4).map((v) => v / 255)])
      expect(bench.read(into.targets, 1)[0]).toBe(seed)
    }
  })
})
