import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupFields, groupRuns, meanLine, valueAt } from '#app/components/compare/groups.ts'
import { halfBand, meanAndDeviation, studentQuantile } from '#app/components/compare/statistics.ts'
import { makeRun } from '../helpers/runs.ts'

// Two-sided 95 % quantiles of Student's t, from the usual tables.
const table = [
  [1, 12.706205],
  [2, 4.302653],
  [3, 3.182446],
  [4, 2.776445],
  [5, 2.570582],
  [9, 2.262157],
  [10, 2.228139],
  [30, 2.042272],
  [99, 1.984217],
  [1000, 1.962339],
] as const

describe('a band', () => {
  test.each(table)('of 95 %% takes the t of %i degrees of freedom', (freedom, quantile) => {
    expect(studentQuantile(freedom)).toBeCloseTo(quantile, 5)
  })

  test('is as wide as the textbook says', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(meanAndDeviation(values).mean).toBe(5)
    expect(halfBand(values, 'std')).toBeCloseTo(2.13809, 5)
    expect(halfBand(values, 'sem')).toBeCloseTo(0.755929, 5)
    expect(halfBand(values, 'ci')).toBeCloseTo(2.364624 * 0.755929, 5)
  })

  test('is unknown of one value', () => {
    for (const band of ['std', 'sem', 'ci'] as const) expect(halfBand([3], band)).toBeNaN()
  })
})

const line = (xs: number[], values: number[]) => ({
  id: 'a',
  label: 'a',
  colour: 'red',
  xs,
  values,
  total: xs.length,
})
const look = { id: 'g', label: 'g', colour: 'red' }

describe('a mean', () => {
  test('is over the runs that have a value there, which it counts', () => {
    const mean = meanLine(look, [line([0, 10, 20], [1, 1, 1]), line([0, 10], [3, Number.NaN])], 'std')
    expect(mean.xs).toEqual([0, 10, 20])
    expect(mean.values).toEqual([2, 1, 1])
    expect(mean.runs).toEqual([2, 1, 1])
    expect(mean.max![0]).toBeCloseTo(2 + Math.SQRT2)
    expect(mean.max!.slice(1)).toEqual([Number.NaN, Number.NaN])
  })

  test('reads between the points of a line, never beyond its ends', () => {
    const slope = line([10, 20], [0, 1])
    expect([5, 10, 15, 20, 21].map((x) => valueAt(slope, x))).toEqual([null, 0, 0.5, 1, null])
    expect(valueAt(line([], []), 1)).toBeNull()
  })

  test('of one line is that line, and of all alike any of them', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), (values, copies) => {
        const one = line(
          values.map((_, i) => 3 * i),
          values,
        )
        const mean = meanLine(look, Array<typeof one>(copies).fill(one), 'std')
        expect(mean.xs).toEqual(one.xs)
        for (const [i, value] of mean.values.entries()) expect(value).toBeCloseTo(values[i]!, 5)
      }),
      { seed: 6 },
    )
  })
})

describe('groups', () => {
  const config = (activation: 'relu' | 'tanh', seed: number, batchSize = 64) =>
    makeRun(
      { id: `${activation}${seed}` },
      { seed, batchSize, network: { hidden: [{ units: 8, activation }] } },
    )
  const runs = [config('relu', 1), config('tanh', 1), config('relu', 2), config('relu', 3, 128)]

  test('are made by any field that tells the runs apart', () => {
    expect(groupFields(runs)).toEqual(['activation', 'batchSize'])
    expect(groupRuns(runs, 'activation').map(({ label, members }) => [label, members])).toEqual([
      ['relu', [0, 2, 3]],
      ['tanh', [1]],
    ])
  })

  test('of all but the seed differ in something else', () => {
    const groups = groupRuns(runs, 'all-but-seed')
    expect(groups.map(({ label, members }) => [label, members])).toEqual([
      ['relu, 64', [0, 2]],
      ['tanh, 64', [1]],
      ['relu, 128', [3]],
    ])
    expect(groupRuns(runs.slice(0, 1), 'all-but-seed')[0]!.label).toBe('all 1 runs')
  })
})
