import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearAxis } from '#app/components/charts/axes.ts'
import { type Geometry, linePath, spikePath, topOf } from '#app/components/charts/line-path.ts'
import { breakOf, type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import { toBuckets as held } from '#app/requests/metrics.ts'
import { GrowingSeries } from '#app/stream/growing-series.ts'
import { metricsSchema, type Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { BucketJoiner } from '#lib/series/buckets.ts'
import { joinRow, type RollupRow, SeriesRollup } from '#lib/series/rollups.ts'

// A point's whole way: rolled up as a training writes it, read for a chart, sent as JSON, held by the page, drawn.

const total = 1_000_000
const level = 12

/** What a server answers for a chart of a few hundred buckets. */
function answer(at: number, value: number): Series {
  const rollup = new SeriesRollup('train/loss')
  const rows: RollupRow[] = []
  for (let i = 0; i < total; i++) {
    rollup.add(i + 1, i, i === at ? value : 1 + 0.01 * Math.sin(i * 12.9898), rows)
  }
  const joiner = new BucketJoiner(1 << level)
  for (const row of rows) if (row.level === level) joinRow(joiner, row)
  // What is not a whole row of that level yet comes from finer ones.
  let done = rows.filter((row) => row.level === level).reduce((sum, { points }) => sum + points, 0)
  for (let finer = level - 1; finer >= 5; finer--) {
    for (const row of rows) {
      if (row.level !== finer || row.index * row.points !== done) continue
      joinRow(joiner, row)
      done += row.points
    }
  }
  const rest = rollup.rest()
  if (rest) joinRow(joiner, rest)
  const { steps, values, min, max, counts, nans, total: points } = joiner.take()
  expect(points).toBe(total)
  const series = {
    steps,
    values: values.map(encodeValue),
    min: min!.map(encodeValue),
    max: max!.map(encodeValue),
    counts,
    nans,
    total: points,
  }
  const sent = JSON.stringify({ seq: total, series: { 'train/loss': series } })
  return metricsSchema.parse(JSON.parse(sent)).series['train/loss']!
}

const look = { id: 'a', label: 'a', colour: 'red' }
/** As the page holds it: asked for, and followed live. */
function pageLines(series: Series): PlotLine[] {
  const growing = new GrowingSeries()
  growing.extend(series)
  return [toLine(look, held(series)), toLine(look, growing.buckets())]
}
const geometryOf = (line: PlotLine): Geometry => ({
  horizontal: { scale: 'linear', from: 0, to: total },
  axis: linearAxis([line]),
  left: 64,
  width: 600,
  height: 136,
})

describe('one among a million points', () => {
  test('is seen where it is, at its full height, though it is a spike of one point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: total - 1 }), fc.constantFrom(-8, 9), (at, value) => {
        for (const line of pageLines(answer(at, value))) {
          const geometry = geometryOf(line)
          const drawn = `${linePath(line, geometry)}${spikePath(line, geometry)}`
          const tops = [...drawn.matchAll(/([MLV])(?:([\d.-]+) )?([\d.-]+)/g)].map(([, , , top]) =>
            Number(top),
          )
          expect(tops).toContain(topOf(geometry, value))
        }
      }),
      { seed: 21, numRuns: 4 },
    )
  })

  test('is marked where it is, though it is the only NaN', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: total - 1 }), (at) => {
        for (const line of pageLines(answer(at, Number.NaN))) {
          const broken = breakOf(line)!
          expect(broken.became).toBeNaN()
          expect(Math.abs(broken.x - at)).toBeLessThanOrEqual(2 << level)
        }
      }),
      { seed: 22, numRuns: 3 },
    )
  })
})
