import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseAxis, quantile } from '#app/components/charts/axis-choice.ts'
import { smoothed, smoothLines } from '#app/components/charts/smoothing.ts'

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const weight = fc.double({ min: 0, max: 0.99, noNaN: true })
const seed = { seed: 2 }
const line = (values: number[], part = {}) => ({
  id: 'a',
  label: 'a',
  colour: 'red',
  xs: values.map((_, i) => i),
  values,
  total: values.length,
  ...part,
})

describe('smoothing', () => {
  test('begins at the first value and is the weighted mean of those so far', () => {
    // (0.25·1 + 0.5·0 …): weights 0.5, 0.25 … of what is newest, over their sum.
    const [first, second, third] = smoothed([1, 0, 0], 0.5)
    expect(first).toBe(1)
    expect(second).toBeCloseTo(0.25 / 0.75)
    expect(third).toBeCloseTo(0.125 / 0.875)
  })

  test('leaves a constant as it is, whatever the weight: it has no bias', () => {
    fc.assert(
      fc.property(finite, weight, fc.integer({ min: 1, max: 50 }), (value, weight, n) => {
        for (const one of smoothed(Array<number>(n).fill(value), weight)) expect(one).toBeCloseTo(value, 4)
      }),
      seed,
    )
  })

  test('stays between the least and the greatest value, and keeps breaks where they are', () => {
    const value = fc.oneof(finite, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), weight, (values, weight) => {
        const numbers = values.filter(Number.isFinite)
        const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
        const slack = 1e-9 * (1 + Math.abs(low) + Math.abs(high))
        for (const [i, one] of smoothed(values, weight).entries()) {
          expect(Number.isFinite(one)).toBe(Number.isFinite(values[i]!))
          if (!Number.isFinite(one)) expect(one).toBe(values[i])
          else expect(one >= low - slack && one <= high + slack).toBe(true)
        }
      }),
      seed,
    )
  })

  test('of nothing is what was recorded', () => {
    fc.assert(
      fc.property(fc.array(finite), (values) => {
        expect(smoothed(values, 0)).toEqual(values)
      }),
      seed,
    )
  })

  test('keeps the recorded line, faintly and behind', () => {
    const [raw, smooth] = smoothLines([line([0, 1])], 0.9)
    expect([raw!.faint, raw!.values]).toEqual([true, [0, 1]])
    expect([smooth!.faint, smooth!.id]).toEqual([undefined, 'a'])
  })
})

describe('clipping', () => {
  const values = Array.from({ length: 100 }, (_, i) => i / 100)
  const choice = { scale: null, range: null, clip: true }

  test('leaves out the outermost hundredths and says how many points that are', () => {
    const { axis, outside } = chooseAxis([line([...values, 1e9, -1e9])], 'linear', choice)
    expect(axis.domain[1]).toBeLessThan(2)
    expect(axis.domain[0]).toBeGreaterThan(-1)
    expect(outside).toBe(2)
  })

  test('counts a bucket whose extreme is beyond the axis', () => {
    const { outside } = chooseAxis(
      [line(values, { min: values, max: [...values.slice(1), 50] })],
      'linear',
      choice,
    )
    expect(outside).toBe(1)
  })

  test('takes part in true logarithms, where zero has no place', () => {
    const { axis } = chooseAxis([line([0, ...values.slice(1), 1e9])], 'linear', { ...choice, scale: 'log' })
    expect(axis.scale).toBe('log')
    expect(axis.domain[1]).toBe(1)
  })

  test('gives way to a range, and a range that a logarithm cannot have to what suits', () => {
    expect(chooseAxis([line(values)], 'log', { ...choice, range: [0.2, 0.4] }).axis.domain).toEqual([
      0.2, 0.4,
    ])
    const { axis } = chooseAxis([line(values)], 'log', { scale: null, range: [-1, 1], clip: false })
    expect(axis.domain[0]).toBeGreaterThan(0)
  })

  test('does nothing where nothing is', () => {
    expect(chooseAxis([line([])], 'accuracy', choice)).toMatchObject({ outside: 0, axis: { domain: [0, 1] } })
  })

  test('quantiles lie between the values', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([7], 0.98)).toBe(7)
    expect(quantile([], 0.5)).toBeNaN()
  })
})
