import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsWhere, type HeatSeries, heatCells } from '#app/components/charts/heat-cells.ts'
import { brokenColumns, columnEdges, columnsOf, heatPaths } from '#app/components/charts/heat-paths.ts'
import { heatClasses, magnitudeScale, shareScale, signedScale } from '#app/components/charts/heat-scale.ts'
import { toBuckets } from '#lib/series/buckets.ts'

const seriesOf = (points: readonly (readonly [x: number, value: number])[]): HeatSeries => ({
  xs: points.map(([x]) => x),
  values: points.map(([, value]) => value),
  total: points.length,
})

describe('cells', () => {
  test('show the worst of the points within, and the nearer neighbour where there is none', () => {
    const row = seriesOf([
      [0, 1],
      [10, 5],
      [20, 2],
      [90, 3],
    ])
    expect(heatCells([row], 100, 4, 'greatest').values).toEqual([5, 5, 3, 3])
    expect(heatCells([row], 200, 4, 'greatest').values).toEqual([5, 3, null, null])
  })
  test('of signed values show the one farthest from 0', () => {
    const row = seriesOf([
      [1, 2],
      [2, -3],
      [3, 1],
    ])
    expect(heatCells([row], 100, 1, 'farthest').values).toEqual([-3])
  })
  test('of buckets look at least and greatest too', () => {
    const bucket: HeatSeries = { xs: [10], values: [1], min: [-9], max: [7], total: 64 }
    expect(heatCells([bucket], 20, 1, 'greatest').values).toEqual([7])
    expect(heatCells([bucket], 20, 1, 'farthest').values).toEqual([-9])
  })
  test('a fork shows what its parent did up to the fork, and its own beyond', () => {
    const points = [0, 25, 50, 75, 100].map((x) => [x, 1] as const)
    const parent: HeatSeries = { ...seriesOf(points), quiet: true, span: [-1, 50] }
    const own: HeatSeries = {
      ...seriesOf(points),
      values: [2, 2, 2, 2, 2],
      span: [50, Number.POSITIVE_INFINITY],
    }
    const { values, quiet } = heatCells([parent, own], 100, 4, 'greatest')
    expect(values).toEqual([1, 1, 1, 2])
    expect(quiet).toEqual([true, true, true, false])
  })
  test('one spike among many points is seen, whatever the buckets; so is NaN where points come singly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(1000, Number.NaN, Number.POSITIVE_INFINITY),
        (count, place, columns, most, spike) => {
          const steps = Array.from({ length: count }, (_, i) => i)
          const values = steps.map((i) => (i === place % count ? spike : Math.sin(i)))
          const {
            steps: xs,
            values: last,
            min,
            max,
            total,
          } = toBuckets(steps, values, Number.isNaN(spike) ? count : most)
          const row: HeatSeries = { xs, values: last, total, ...(min && max ? { min, max } : {}) }
          const cells = heatCells([row], count, columns, 'greatest').values
          expect(cells.some((value) => Object.is(value, spike))).toBe(true)
        },
      ),
      { seed: 5, numRuns: 200 },
    )
  })
})

describe('paths', () => {
  const scale = shareScale([0.1])
  test('join neighbours of one class, and leave out what is no number', () => {
    const cells = { values: [0, 0, 0.59, Number.NaN, null], quiet: [false, false, false, false, false] }
    const frame = { edges: columnEdges(10, 50, 5), rowHeight: 20 }
    expect(heatPaths([cells], scale, frame)).toEqual([
      { index: 0, quiet: false, path: 'M10 1H30v18H10z' },
      { index: 8, quiet: false, path: 'M30 1H40v18H30z' },
    ])
    expect(brokenColumns(cells)).toEqual([{ from: 3, to: 4 }])
  })
  test('what another run did is a path of its own', () => {
    const cells = { values: [0, 0], quiet: [true, false] }
    const paths = heatPaths([cells], scale, { edges: [0, 5, 10], rowHeight: 14 })
    expect(paths.map(({ index, quiet }) => [index, quiet])).toEqual([
      [0, false],
      [0, true],
    ])
  })
  test('columns are whole pixels that fill the width', () => {
    expect(columnEdges(64, 101, 4)).toEqual([64, 89, 115, 140, 165])
    expect(columnsOf(-136)).toBe(1)
    expect(columnsOf(736)).toBe(147)
  })
  test('columns for which something holds are joined', () => {
    expect(columnsWhere(6, (column) => column !== 2 && column < 5)).toEqual([
      { from: 0, to: 2 },
      { from: 3, to: 5 },
    ])
  })
})

describe('classes', () => {
  test('of magnitudes have equal ratios between powers of ten', () => {
    const scale = magnitudeScale([1e-4, 0.5])
    expect([scale.low, scale.high]).toEqual(['10⁻⁴', '1'])
    expect([1e-4, 1e-3, 1e-2, 0.1, 1].map(scale.classOf)).toEqual([0, 2, 4, 6, 8])
    expect(scale.classOf(0)).toBe(0)
  })
  test('one spike does not make the rest alike', () => {
    const values = [...Array.from({ length: 500 }, (_, i) => 10 ** ((i % 5) - 4)), 1e30]
    const scale = magnitudeScale(values)
    expect(scale.high).toBe('≥ 1')
    expect(scale.classOf(1e30)).toBe(heatClasses - 1)
    expect(scale.classOf(1e-4)).toBeLessThan(scale.classOf(0.1))
  })
  test('of shares keep the thresholds apart from all', () => {
    expect(shareScale([0.1]).high).toBe('60 %')
    expect(shareScale([0.7]).high).toBe('100 %')
    expect(shareScale([0.1]).classOf(0.4)).toBe(6)
  })
  test('of signed values have 0 in the middle', () => {
    const scale = signedScale([-0.4, 0.3])
    expect([scale.low, scale.high]).toEqual(['−0.5', '0.5'])
    expect([-0.5, 0, 0.5].map(scale.classOf)).toEqual([0, 4, 8])
    expect(signedScale([]).classOf(0)).toBe(4)
  })
})
