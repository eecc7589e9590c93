import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accuracyAxis, linearAxis, logAxis } from '#app/components/charts/axes.ts'
import {
  bandPath,
  type Geometry,
  lineAt,
  linePath,
  spikePath,
  topOf,
} from '#app/components/charts/line-path.ts'
import { breakOf, type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import { toBuckets } from '#lib/series/buckets.ts'

const look = { id: 'a', label: 'a', colour: 'red' }
const points = (values: number[]) =>
  toLine(look, { steps: values.map((_, i) => i), values, total: values.length })
const geometryOf = (line: PlotLine, part: Partial<Geometry> = {}): Geometry => ({
  horizontal: { scale: 'linear', from: 0, to: line.xs.at(-1) || 1 },
  axis: linearAxis([line]),
  left: 64,
  width: 400,
  height: 136,
  ...part,
})
/** Upright strokes, as numbers. */
const strokes = (path: string) =>
  [...path.matchAll(/M([\d.-]+) ([\d.-]+)V([\d.-]+)/g)].map(([, left, from, to]) => ({
    left: Number(left),
    height: Math.abs(Number(from) - Number(to)),
  }))

describe('a line', () => {
  test('is a piece for every two points, and broken by what is no number', () => {
    const line = points([0, 1, Number.NaN, 1, 0, Number.POSITIVE_INFINITY, 1])
    const path = linePath(line, geometryOf(line))
    expect(path.match(/M/g)).toHaveLength(3)
    expect(path.match(/L/g)).toHaveLength(2)
    // The last point, by itself.
    expect(path).toMatch(/h0$/)
  })

  test('has no number in its path that a browser does not read, whatever its values are', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, 1e-300, Number.NaN, Infinity, -Infinity))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 100 }), fc.boolean(), (values, log) => {
        const steps = values.map((_, i) => i)
        const line = toLine(look, toBuckets(steps, values, 20))
        const geometry = geometryOf(line, {
          axis: log ? logAxis([line], [0.1, 1]) : accuracyAxis([line]),
          ...(log && { horizontal: { scale: 'log' as const, from: 1, to: 100 } }),
        })
        for (const path of [linePath, bandPath, spikePath].map((draw) => draw(line, geometry))) {
          expect(path).not.toMatch(/NaN|Infinity|undefined|e/)
        }
      }),
      { seed: 3 },
    )
  })

  test('goes on beyond the visible part by one point, and no further', () => {
    const line = points(Array.from({ length: 100 }, (_, i) => i))
    const path = linePath(line, geometryOf(line, { horizontal: { scale: 'linear', from: 40, to: 50 } }))
    expect(path.match(/[ML]/g)).toHaveLength(13)
  })
})

describe('a spike among a million points', () => {
  const quiet = (i: number) => Math.sin(i / 50_000) + 0.05 * Math.sin(i * 12.9898)
  const series = (change: (values: Float64Array) => void) => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => quiet(i))
    change(values)
    return toLine(look, toBuckets(values.keys().toArray(), values, 300))
  }

  test('is drawn as a stroke of its own where it is, wherever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999 }),
        fc.constantFrom(-20, 5, 1e6, Number.POSITIVE_INFINITY),
        (at, size) => {
          const line = series((values) => {
            values[at] = size
          })
          const geometry = geometryOf(line)
          const bucket = line.xs.findIndex((x) => x >= at)
          const isLast = line.xs[bucket] === at
          // As the last of its bucket it is a point of the line itself.
          if (isLast && Number.isFinite(size)) {
            expect(linePath(line, geometry)).toContain(` ${topOf(geometry, size)}`)
            return
          }
          const there = strokes(spikePath(line, geometry)).filter(
            ({ left }) => Math.abs(left - (64 + (400 * at) / 999_999)) < 3,
          )
          if (!isLast) expect(Math.max(...there.map(({ height }) => height))).toBeGreaterThan(10)
        },
      ),
      { seed: 4, numRuns: 12 },
    )
  })

  test('is not claimed where there is none', () => {
    const line = series(() => undefined)
    expect(spikePath(line, geometryOf(line))).toBe('')
  })

  test('is marked where it is a NaN', () => {
    const line = series((values) => {
      values[500_001] = Number.NaN
    })
    expect(line.values.every(Number.isFinite)).toBe(true)
    const broken = breakOf(line)!
    expect(broken.became).toBeNaN()
    expect(Math.abs(broken.x - 500_001)).toBeLessThan(8192)
    expect(breakOf(line, 600_000, 700_000)).toBeNull()
  })
})

test('the line under the pointer is the nearest, and none where none is near', () => {
  const [low, high] = [points([0, 0, 0]), { ...points([1, 1, 1]), id: 'b' }]
  const geometry = geometryOf(high)
  expect(lineAt([low, high], geometry, { left: 200, top: topOf(geometry, 1) + 4 })?.id).toBe('b')
  expect(lineAt([low, high], geometry, { left: 200, top: topOf(geometry, 0.5) })).toBeNull()
})
