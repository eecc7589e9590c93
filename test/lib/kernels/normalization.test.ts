import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { normalizationEpsilon, padded } from '../../../lib/nn/kernels.ts'
import { numbers, Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)

/** Units around the tiles' multiples, and a seed for the values. */
const sizes = fc.record({
  rows: fc.integer({ min: 2, max: 20 }),
  units: fc.constantFrom(1, 5, 16, 21),
  seed: fc.nat({ max: 1e6 }),
})
interface Sizes {
  rows: number
  units: number
  seed: number
}

function forSizes(property: (sizes: Sizes) => void): void {
  fc.assert(fc.property(sizes, property), { seed: 20261123, numRuns: 25 })
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual).toHaveLength(expected.length)
  Array.from(expected).forEach((value, i) => {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)))
  })
}

/** A matrix whose padding holds NaN, as is allowed everywhere but in a delta. */
function spoiledMatrix(bench: Workbench, rows: number, units: number, values: Float32Array): number {
  const at = bench.matrix(rows, units, values)
  const width = padded(units, bench.tile)
  for (let row = 0; row < rows; row++) {
    bench.kernels.floats.fill(Number.NaN, at / 4 + row * width + units, at / 4 + (row + 1) * width)
  }
  return at
}

interface Moments {
  mean: number
  variance: number
}

function momentsOf(values: number[]): Moments {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length }
}

const columnOf = (z: ArrayLike<number>, units: number, unit: number) =>
  Array.from(z).filter((_, i) => i % units === unit)
const rowOf = (z: ArrayLike<number>, units: number, row: number) =>
  Array.from(z).slice(row * units, (row + 1) * units)

/** What one group of elements shares: the column of batch normalization, the row of layer normalization. */
type Axis = 'columns' | 'rows'

/** X̂ and Y in float64. */
function normalized(
  axis: Axis,
  z: ArrayLike<number>,
  units: number,
  gain: Float32Array,
  shift: Float32Array,
) {
  const x = Array.from(z, (value, i) => {
    const group = axis === 'columns' ? columnOf(z, units, i % units) : rowOf(z, units, Math.floor(i / units))
    const { mean, variance } = momentsOf(group)
    return (value - mean) / Math.sqrt(variance + normalizationEpsilon)
  })
  return { x, y: x.map((value, i) => gain[i % units]! * value + shift[i % units]!) }
}

interface Problem extends Sizes {
  z: Float32Array
  gain: Float32Array
  shift: Float32Array
  delta: Float32Array
}

function problem(given: Sizes): Problem {
  const { rows, units, seed } = given
  return {
    ...given,
    z: numbers(seed, rows * units).map((x) => 3 * x + 1),
    gain: numbers(seed + 1, units).map((x) => x + 1.5),
    shift: numbers(seed + 2, units),
    delta: numbers(seed + 3, rows * units),
  }
}

/** Forward and backward on a variant; Z and X̂ with NaN in their padding. */
function run(axis: Axis, variant: string, { rows, units, z, gain, shift, delta }: Problem) {
  const bench = new Workbench(variant)
  const { kernels } = bench
  const places = {
    z: spoiledMatrix(bench, rows, units, z),
    gain: bench.matrix(1, units, gain),
    shift: bench.matrix(1, units, shift),
    x: bench.roomForMatrix(rows, units),
    y: bench.roomForMatrix(rows, units),
    delta: bench.matrix(rows, units, delta),
    gainGradient: bench.roomForMatrix(1, units),
    shiftGradient: bench.roomForMatrix(1, units),
  }
  const [first, second] = [bench.room(padded(units, bench.tile)), bench.room(Math.max(rows, units + 16))]
  const gradients = [places.gainGradient, places.shiftGradient] as const
  if (axis === 'columns') {
    kernels.columnMoments(rows, units, places.z, first, second)
    expect(bench.padding(first, 1, units, 'matrix') + bench.padding(second, 1, units, 'matrix')).toBe(0)
    const { gain, shift, x, y } = places
    kernels.normalizeColumns(rows, units, places.z, first, second, gain, shift, x, y)
    kernels.normalizeColumnsBackward(rows, units, x, second, gain, places.delta, ...gradients)
  } else {
    const { gain, shift, x, y } = places
    kernels.normalizeRows(rows, units, places.z, gain, shift, second, x, y)
    kernels.normalizeRowsBackward(rows, units, x, second, gain, places.delta, ...gradients)
  }
  expect(bench.intact).toBe(true)
  expect(bench.padding(places.delta, rows, units, 'matrix')).toBe(0)
  for (const at of gradients) expect(bench.padding(at, 1, units, 'matrix')).toBe(0)
  return {
    x: bench.readMatrix(places.x, rows, units),
    y: bench.readMatrix(places.y, rows, units),
    delta: bench.readMatrix(places.delta, rows, units),
    gainGradient: bench.readMatrix(places.gainGradient, 1, units),
    shiftGradient: bench.readMatrix(places.shiftGradient, 1, units),
    moments: axis === 'columns' ? bench.readMatrix(first, 1, units) : [],
    spread: [...kernels.floats.subarray(second / 4, second / 4 + (axis === 'columns' ? units : rows))],
  }
}

/** Central differences of Σ delta·Y in float64: the loss whose gradient at Y is delta. */
function differences(axis: Axis, { units, z, gain, shift, delta }: Problem): number[] {
  const loss = (values: number[]) =>
    normalized(axis, values, units, gain, shift).y.reduce((sum, y, i) => sum + y * delta[i]!, 0)
  const step = 1e-5
  return Array.from(z, (_, k) => {
    const moved = (by: number) => loss(Array.from(z, (value, i) => (i === k ? value + by : value)))
    return (moved(step) - moved(-step)) / (2 * step)
  })
}

describe.each(names)('normalization on %s', (variant) => {
  it.each(['columns', 'rows'] as const)('by %s is the formula, whatever the padding of Z holds', (axis) => {
    forSizes((given) => {
      const task = problem(given)
      const actual = run(axis, variant, task)
      const expected = normalized(axis, task.z, given.units, task.gain, task.shift)
      // A row of one unit, or nearly equal ones, magnify rounding by up to 1/√ε.
      expectClose(actual.x, expected.x, 1e-4)
      expectClose(actual.y, expected.y, 1e-4)
    })
  })

  it.each(['columns', 'rows'] as const)('by %s goes back as central differences do', (axis) => {
    for (const units of [1, 5, 16, 21]) {
      const task = problem({ rows: 6, units, seed: units })
      const actual = run(axis, variant, task)
      expectClose(actual.delta, differences(axis, task), 1e-4)
    }
  })

  it.each(['columns', 'rows'] as const)(
    'gradients of gain and shift are sums over the rows, by %s',
    (axis) => {
      forSizes((given) => {
        const task = problem(given)
        const actual = run(axis, variant, task)
        const { x } = normalized(axis, task.z, given.units, task.gain, task.shift)
        const sums = (terms: number[]) =>
          Array.from({ length: given.units }, (_, unit) =>
            columnOf(terms, given.units, unit).reduce((sum, term) => sum + term, 0),
          )
        expectClose(actual.shiftGradient, sums([...task.delta]), 1e-5)
        expectClose(actual.gainGradient, sums(x.map((value, i) => value * task.delta[i]!)), 1e-4)
      })
    },
  )

  it('hands out the deviations of rows, the moments of columns', () => {
    const task = problem({ rows: 9, units: 21, seed: 4 })
    const byRows = Array.from({ length: 9 }, (_, row) => momentsOf(rowOf(task.z, 21, row)))
    const deviations = byRows.map(({ variance }) => Math.sqrt(variance + normalizationEpsilon))
    expectClose(run('rows', variant, task).spread, deviations, 1e-6)
    const byColumns = Array.from({ length: 21 }, (_, unit) => momentsOf(columnOf(task.z, 21, unit)))
    const { moments, spread } = run('columns', variant, task)
    expectClose(
      moments,
      byColumns.map(({ mean }) => mean),
      1e-6,
    )
    expectClose(
      spread,
      byColumns.map(({ variance }) => variance),
      1e-6,
    )
  })

  it('variances stay accurate far from zero, where a mean of squares would lose them', () => {
    const [rows, units] = [200, 5]
    const z = numbers(7, rows * units).map((x) => 1000 + x)
    const { spread } = run('columns', variant, { ...problem({ rows, units, seed: 1 }), z })
    expectClose(
      spread,
      Array.from({ length: units }, (_, unit) => momentsOf(columnOf(z, units, unit)).variance),
      1e-5,
    )
  })

  it('a constant column, and a single unit by rows, become the shift and stop the gradient', () => {
    const task = problem({ rows: 4, units: 1, seed: 2 })
    const constant = { ...task, z: new Float32Array(4).fill(3) }
    for (const actual of [run('columns', variant, constant), run('rows', variant, task)]) {
      expect(actual.x).toEqual([0, 0, 0, 0])
      expectClose(actual.y, new Array(4).fill(task.shift[0]!), 0)
    }
    expectClose(run('rows', variant, task).delta, [0, 0, 0, 0], 1e-4)
  })

  it('NaN stays in its column, or in its row', () => {
    const task = problem({ rows: 3, units: 5, seed: 3 })
    task.z[7] = Number.NaN
    const spoiled = (x: number[]) => x.flatMap((value, i) => (Number.isNaN(value) ? [i] : []))
    expect(spoiled(run('columns', variant, task).y)).toEqual([2, 7, 12])
    expect(spoiled(run('rows', variant, task).y)).toEqual([5, 6, 7, 8, 9])
    expect(spoiled(run('columns', variant, task).delta)).toEqual([2, 7, 12])
    expect(spoiled(run('rows', variant, task).delta)).toEqual([5, 6, 7, 8, 9])
  })

  it('Y may take the place of Z', () => {
    const { rows, units, z, gain, shift } = problem({ rows: 5, units: 21, seed: 5 })
    const outputs = [true, false].map((inPlace) => {
      const bench = new Workbench(variant)
      const matrix = bench.matrix(rows, units, z)
      const y = inPlace ? matrix : bench.roomForMatrix(rows, units)
      const [g, s] = [bench.matrix(1, units, gain), bench.matrix(1, units, shift)]
      const [mean, variance] = [bench.roomForMatrix(1, units), bench.roomForMatrix(1, units)]
      const x = bench.roomForMatrix(rows, units)
      bench.kernels.columnMoments(rows, units, matrix, mean, variance)
      bench.kernels.normalizeColumns(rows, units, matrix, mean, variance, g, s, x, y)
      const byColumns = bench.readMatrix(y, rows, units)
      const second = bench.matrix(rows, units, z)
      const into = inPlace ? second : y
      bench.kernels.normalizeRows(rows, units, second, g, s, bench.room(rows), x, into)
      return [byColumns, bench.readMatrix(into, rows, units)]
    })
    expect(outputs[0]).toEqual(outputs[1])
  })

  it('blend moves a running mean a part of the way', () => {
    const bench = new Workbench(variant)
    const [old, from] = [numbers(1, 48), numbers(2, 48)]
    const [into, at] = [bench.plain(old), bench.plain(from)]
    bench.kernels.blend(48, 0.1, at, into)
    expect(bench.intact).toBe(true)
    expectClose(
      bench.kernels.floats.subarray(into / 4, into / 4 + 48),
      old.map((value, i) => value + 0.1 * (from[i]! - value)),
      2e-7,
    )
  })
})

describe('rounding', () => {
  it('sums of columns are the same bits in simd128 as in the reference, moments also in fma', () => {
    for (const units of [1, 5, 16, 21]) {
      const task = problem({ rows: 13, units, seed: units })
      const reference = run('columns', 'scalar', task)
      const { moments, spread } = run('columns', 'fma', task)
      expect(run('columns', 'simd128', task)).toEqual(reference)
      expect({ moments, spread }).toEqual({ moments: reference.moments, spread: reference.spread })
    }
  })
})
