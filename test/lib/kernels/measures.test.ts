import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { histogramBins, padded } from '../../../lib/nn/kernels.ts'
import { numbers, Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)
const { fround } = Math

/** A matrix with some elements that are no numbers, in rows of `stride` elements with NaN and 1e9 behind. */
const matrices = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.constantFrom(1, 5, 16, 21),
  gap: fc.integer({ min: 0, max: 5 }),
  seed: fc.nat({ max: 1e6 }),
})
type Matrix = typeof matrices extends fc.Arbitrary<infer T> ? T : never

function forMatrices(property: (matrix: Matrix) => void): void {
  fc.assert(fc.property(matrices, property), { seed: 20261123, numRuns: 30 })
}

const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

function elementsOf({ rows, columns, seed }: Matrix): Float32Array {
  return numbers(seed, rows * columns).map((x, i) => ((i + seed) % 7 === 3 ? special[(i + seed) % 3]! : x))
}

/** Puts the elements into rows of columns + gap; returns where, and the stride. */
function strided(bench: Workbench, matrix: Matrix, elements: Float32Array) {
  const { rows, columns, gap } = matrix
  const stride = columns + gap
  const values = Float32Array.from({ length: rows * stride }, (_, i) => {
    const column = i % stride
    return column < columns ? elements[Math.floor(i / stride) * columns + column]! : i % 2 ? 0 : Number.NaN
  })
  return { at: bench.plain(values), stride }
}

describe.each(names)('measures on %s', (variant) => {
  it('sumOfSquares and sumOfSquaredDifferences are float64', () => {
    const bench = new Workbench(variant)
    const [x, y] = [numbers(1, 4800).map((value) => value * 1e15), numbers(2, 4800)]
    const [atX, atY] = [bench.plain(x), bench.plain(y)]
    const near = x.map((value) => value * 1.001)
    const atNear = bench.plain(near)
    const squares = x.reduce((sum, value) => sum + value ** 2, 0)
    const differences = x.reduce((sum, value, i) => sum + (value - near[i]!) ** 2, 0)
    expect(bench.kernels.sumOfSquares(4800, atX) / squares).toBeCloseTo(1, 13)
    expect(bench.kernels.sumOfSquaredDifferences(4800, atX, atNear) / differences).toBeCloseTo(1, 13)
    expect(bench.kernels.sumOfSquaredDifferences(4800, atY, atY)).toBe(0)
    const huge = bench.plain(new Float32Array(16).fill(2 ** 100))
    expect(bench.kernels.sumOfSquares(16, huge)).toBe(2 ** 204)
  })

  it('countBelow counts the sizes below a threshold, without padding and NaN', () => {
    forMatrices((matrix) => {
      const bench = new Workbench(variant)
      const elements = elementsOf(matrix)
      const { at, stride } = strided(bench, matrix, elements)
      const expected = elements.filter((x) => Math.abs(x) < fround(0.4)).length
      expect(bench.kernels.countBelow(matrix.rows, matrix.columns, stride, at, 0.4)).toBe(expected)
      expect(bench.kernels.countBelow(matrix.rows, matrix.columns, stride, at, 0)).toBe(0)
    })
  })

  it('columnPeaks raises peaks to the greatest size in a column, NaN passed over', () => {
    forMatrices(({ rows, columns, seed, gap }) => {
      const bench = new Workbench(variant)
      const elements = elementsOf({ rows, columns, seed, gap })
      const before = numbers(seed + 1, columns).map((x) => Math.abs(x) / 2)
      const at = bench.matrix(rows, columns, elements)
      const width = padded(columns, bench.tile)
      bench.kernels.floats.fill(9, at / 4 + (rows - 1) * width + columns, at / 4 + rows * width)
      const into = bench.matrix(1, columns, before)
      bench.kernels.columnPeaks(rows, columns, at, into)
      expect(bench.intact).toBe(true)
      expect(bench.padding(into, 1, columns, 'matrix')).toBe(0)
      const expected = before.map((peak, unit) =>
        elements.reduce((max, x, i) => (i % columns === unit && Math.abs(x) > max ? Math.abs(x) : max), peak),
      )
      expect(bench.readMatrix(into, 1, columns)).toEqual([...expected])
    })
  })

  it('describe adds count, sum, squares, least and greatest of the finite elements', () => {
    forMatrices((matrix) => {
      const bench = new Workbench(variant)
      const elements = elementsOf(matrix)
      const { at, stride } = strided(bench, matrix, elements)
      const into = bench.room(10)
      const five = new Float64Array(bench.kernels.floats.buffer as ArrayBuffer, into, 5)
      five.set([3, 10, 20, 0.5, 0.6])
      bench.kernels.describe(matrix.rows, matrix.columns, stride, at, into)
      expect(bench.intact).toBe(true)
      const finite = elements.filter(Number.isFinite)
      expect([five[0], five[3], five[4]]).toEqual([
        3 + finite.length,
        Math.min(0.5, ...finite),
        Math.max(0.6, ...finite),
      ])
      expect(five[1]).toBeCloseTo(10 + finite.reduce((sum, x) => sum + x, 0), 12)
      expect(five[2]).toBeCloseTo(20 + finite.reduce((sum, x) => sum + x * x, 0), 12)
    })
  })

  it('describe leaves an empty start as it is where nothing is finite', () => {
    const bench = new Workbench(variant)
    const at = bench.plain(Float32Array.of(...special, ...special))
    const into = bench.room(10)
    const five = new Float64Array(bench.kernels.floats.buffer as ArrayBuffer, into, 5)
    five.set([0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    bench.kernels.describe(1, 6, 6, at, into)
    expect([...five]).toEqual([0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  })

  it('histogram counts the finite elements by bin, exactly', () => {
    forMatrices((matrix) => {
      const bench = new Workbench(variant)
      const elements = elementsOf(matrix)
      const { at, stride } = strided(bench, matrix, elements)
      const into = bench.room(histogramBins)
      const counters = new Uint32Array(bench.kernels.floats.buffer as ArrayBuffer, into, histogramBins)
      counters.fill(5)
      const [low, scale] = [-0.75, 37.3]
      bench.kernels.histogram(matrix.rows, matrix.columns, stride, at, low, scale, into)
      expect(bench.intact).toBe(true)
      const expected = new Uint32Array(histogramBins).fill(5)
      for (const x of elements.filter(Number.isFinite)) {
        const bin = Math.floor(fround(fround(x - low) * fround(scale)))
        expected[Math.max(0, Math.min(bin, histogramBins - 1))]!++
      }
      expect([...counters]).toEqual([...expected])
    })
  })

  it('histogram puts the upper end, and what lies beyond either end, into the outer bins', () => {
    const bench = new Workbench(variant)
    const at = bench.plain(Float32Array.of(0, 1, 2, -5, 3e38, -3e38, 1 - 2 ** -24, 0.5))
    const into = bench.room(histogramBins)
    const counters = new Uint32Array(bench.kernels.floats.buffer as ArrayBuffer, into, histogramBins)
    counters.fill(0)
    bench.kernels.histogram(1, 8, 8, at, 0, 64, into)
    expect([counters[0], counters[32], counters[63]]).toEqual([3, 1, 4])
    counters.fill(0)
    bench.kernels.histogram(1, 8, 8, at, 0, Number.POSITIVE_INFINITY, into)
    expect([counters[0], counters[63]]).toEqual([3, 5])
  })
})
