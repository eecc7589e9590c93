import { describe, expect, test } from 'vitest'
import {
  accuracyAxis,
  enlargedAxis,
  heightOn,
  horizontalTicks,
  logAxis,
} from '#app/components/charts/axes.ts'
import { toLine } from '#app/components/charts/plot-line.ts'
import { fitted, sample, spread } from '#app/components/charts/spread.ts'

const line = (values: number[]) =>
  toLine(
    { id: 'a', label: 'a', colour: 'red' },
    { steps: values.map((_, i) => i), values, total: values.length },
  )

describe('a log axis', () => {
  test('encloses all positive values by powers of ten and their triples', () => {
    expect(logAxis([line([0.04, 2])], [1, 10])).toMatchObject({
      domain: [0.03, 3],
      ticks: [0.03, 0.1, 0.3, 1, 3],
    })
  })
  test('is not broken by zero, NaN and infinities', () => {
    const axis = logAxis([line([0, Number.NaN, Number.POSITIVE_INFINITY, 0.5, -1])], [1, 10])
    expect(axis.domain).toEqual([0.3, 1])
    expect(heightOn(axis, 0)).toBe(0)
    expect(heightOn(axis, Number.POSITIVE_INFINITY)).toBe(1)
    expect(heightOn(axis, Number.NaN)).toBeNull()
  })
  test('stands on its fallback while there is nothing', () => {
    expect(logAxis([line([])], [0.1, 1]).domain).toEqual([0.1, 3])
  })
  test('has few ticks over many decades', () => {
    const { ticks } = logAxis([line([1e-12, 1e12])], [1, 10])
    expect(ticks.length).toBeLessThanOrEqual(6)
  })
})

describe('an accuracy axis', () => {
  test('starts at the highest round number below all values', () => {
    expect(accuracyAxis([line([0.93, 0.97])]).domain).toEqual([0.9, 1])
    expect(accuracyAxis([line([0.1, 0.97])]).domain).toEqual([0, 1])
    expect(accuracyAxis([line([])]).domain).toEqual([0, 1])
  })
  test('is enlarged at the top where lines end there', () => {
    const lines = [line([0.1, 0.972]), line([0.1, 0.967]), line([0.1, 0.11])]
    expect(enlargedAxis(lines, accuracyAxis(lines))?.domain).toEqual([0.94, 1])
  })
  test('is not enlarged where no line ends high, or it starts high already', () => {
    const low = [line([0.1, 0.5])]
    expect(enlargedAxis(low, accuracyAxis(low))).toBeNull()
    const high = [line([0.91, 0.93])]
    expect(enlargedAxis(high, accuracyAxis(high))).toBeNull()
  })
})

const linear = (from: number, to: number) => ({ scale: 'linear' as const, from, to })

test('horizontal ticks are round and never too many', () => {
  expect(horizontalTicks(linear(0, 7504), 7)).toEqual([0, 2000, 4000, 6000])
  expect(horizontalTicks(linear(0, 5), 7)).toEqual([0, 1, 2, 3, 4, 5])
  expect(horizontalTicks(linear(0, 0), 7)).toEqual([0])
})

describe('labels beside a plot', () => {
  test('are spread so that none touches another, within the plot', () => {
    expect(spread([10, 11, 12], 14, 8, 100)).toEqual([10, 24, 38])
    expect(spread([95, 96, 99], 14, 8, 100)).toEqual([72, 86, 100])
  })
  test('are fewer where they do not fit, but the first and the last stay', () => {
    expect(sample([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7])
    expect(sample([1, 2], 3)).toEqual([1, 2])
    expect(sample([1, 2], 1)).toEqual([1])
  })
  test('leave one place to say how many more there are, and keep what is wanted', () => {
    const list = [1, 2, 3, 4, 5, 6, 7]
    expect(fitted(list, 7, () => false)).toEqual({ kept: list, more: 0 })
    expect(fitted(list, 4, () => false)).toEqual({ kept: [1, 4, 7], more: 4 })
    expect(fitted(list, 4, (entry) => entry === 6)).toEqual({ kept: [1, 4, 6], more: 4 })
  })
})

test('ticks of a part of an axis lie in it, in powers where it is a logarithm over several', () => {
  expect(horizontalTicks(linear(86_000, 124_000), 4)).toEqual([90_000, 100_000, 110_000, 120_000])
  expect(horizontalTicks({ scale: 'log', from: 1, to: 1000 }, 7)).toEqual([1, 3, 10, 30, 100, 300, 1000])
  expect(horizontalTicks({ scale: 'log', from: 1, to: 1e6 }, 7)).toEqual([1, 10, 100, 1000, 1e4, 1e5, 1e6])
})
