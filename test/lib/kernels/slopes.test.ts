import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { padded } from '../../../lib/nn/kernels.ts'
import { numbers, Workbench } from './workbench.ts'

describe.each(variants.map((variant) => variant.name))('slopes on %s', (variant) => {
  it.each([1, 5, 16, 21])('repeatRow puts a vector of %i into every row', (units) => {
    const bench = new Workbench(variant)
    const slopes = numbers(1, units)
    const [vector, into] = [bench.matrix(1, units, slopes), bench.roomForMatrix(4, units)]
    bench.kernels.repeatRow(4, units, vector, into)
    expect(bench.intact).toBe(true)
    expect(bench.readMatrix(into, 4, units)).toEqual([...slopes, ...slopes, ...slopes, ...slopes])
  })

  it.each([1, 5, 16, 21])('slopeGradient sums delta·min(z, 0) by columns, %i units', (units) => {
    const bench = new Workbench(variant)
    const rows = 13
    const [z, delta] = [numbers(1, rows * units), numbers(2, rows * units)]
    const [at, error] = [bench.matrix(rows, units, z), bench.matrix(rows, units, delta)]
    const into = bench.roomForMatrix(1, units)
    const width = padded(units, bench.tile)
    bench.kernels.floats.fill(Number.NaN, at / 4 + (rows - 1) * width + units, at / 4 + rows * width)
    bench.kernels.slopeGradient(rows, units, at, error, into)
    expect(bench.intact).toBe(true)
    expect(bench.padding(into, 1, units, 'matrix')).toBe(0)
    bench.readMatrix(into, 1, units).forEach((sum, unit) => {
      const terms = Array.from(z, (x, i) => (i % units === unit ? delta[i]! * Math.min(x, 0) : 0))
      expect(Math.abs(sum - terms.reduce((total, term) => total + term, 0))).toBeLessThan(2e-6)
    })
  })

  it('slopeGradient lets NaN through to its own unit', () => {
    const bench = new Workbench(variant)
    const z = bench.matrix(2, 3, Float32Array.of(-1, Number.NaN, -1, 1, -1, 1))
    const delta = bench.matrix(2, 3, new Float32Array(6).fill(2))
    const into = bench.roomForMatrix(1, 3)
    bench.kernels.slopeGradient(2, 3, z, delta, into)
    expect(bench.readMatrix(into, 1, 3)).toEqual([-2, Number.NaN, -2])
  })
})
