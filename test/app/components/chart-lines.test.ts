import { describe, expect, test } from 'vitest'
import { chartLines, type DrawnRun } from '#app/components/compare/chart-lines.ts'
import { metricKeys, metricLook } from '#app/components/compare/metric-looks.ts'
import { emptySnapshot } from '#app/stream/run-stream.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import { makeRun } from '../helpers/runs.ts'

const toX = (step: number) => step
const steps = Array.from({ length: 1000 }, (_, i) => i)
const drawn = (id: string, value: (step: number) => number, part: Partial<DrawnRun> = {}): DrawnRun => ({
  compared: {
    ...emptySnapshot(makeRun({ id, name: id })),
    series: { 'val/loss': toBuckets(steps, steps.map(value), 100) },
    colour: 'red',
    dashed: false,
  },
  scale: { toX, toStep: toX },
  lineage: undefined,
  visible: null,
  before: 1,
  ...part,
})
const plain = { smoothing: 0, band: 'std' as const, groups: null, visible: null, fineOf: () => null }
const none = new Set<string>()

describe('the lines of a chart', () => {
  const runs = [drawn('a', (step) => step), drawn('b', (step) => 2 * step)]

  test('are the runs that are not hidden', () => {
    const ids = (hidden: Set<string>) => chartLines(runs, hidden, 'val/loss', plain).map(({ id }) => id)
    expect(ids(none)).toEqual(['a', 'b'])
    expect(ids(new Set(['a']))).toEqual(['b'])
  })

  test('are the same objects as long as their series are, so that only what changed is drawn again', () => {
    const [first, second] = [0, 1].map(() => chartLines(runs, none, 'val/loss', plain))
    expect(first![0]).toBe(second![0])
    const grown = [runs[0]!, drawn('b', (step) => 3 * step)]
    const third = chartLines(grown, none, 'val/loss', plain)
    expect([third[0] === first![0], third[1] === first![1]]).toEqual([true, false])
  })

  test('of a group are one, with its runs counted and a band', () => {
    const groups = [{ id: 'group-0', label: 'both', members: [0, 1], colour: 'blue', dashed: false }]
    const [mean, ...more] = chartLines(runs, none, 'val/loss', { ...plain, groups })
    expect(more).toEqual([])
    expect(mean!.values.at(-1)).toBeCloseTo(1.5 * 999)
    expect([mean!.runs!.at(-1), mean!.banded, mean!.colour]).toEqual([2, true, 'blue'])
    expect(chartLines(runs, new Set(['group-0']), 'val/loss', { ...plain, groups })).toEqual([])
  })

  test('of a visible part hold what was fetched of it, and say how many points that is', () => {
    const part = [drawn('a', (step) => step, { visible: [400, 500] })]
    const [coarse] = chartLines(part, none, 'val/loss', plain)
    expect(coarse!.window!.points).toBe(coarse!.window!.entries)
    const inside = steps.slice(400, 501)
    const fine = { from: 400, to: 500, buckets: toBuckets(inside, inside, 300) }
    const [line] = chartLines(part, none, 'val/loss', { ...plain, fineOf: () => fine })
    expect(line!.window).toEqual({ points: 101, entries: 101 })
    expect(line!.xs.filter((x) => x >= 400 && x <= 500)).toEqual(inside)
  })
})

test('a smoothed line goes on where it was as one zooms in, rather than begin anew', () => {
  const whole = drawn('a', (step) => (step < 400 ? 0 : 1))
  const steep = { ...plain, smoothing: 0.9 }
  const [, all] = chartLines([whole], none, 'val/loss', steep)
  const part = { ...whole, visible: [450, 600] as const, before: 100 }
  const [raw, zoomed] = chartLines([part], none, 'val/loss', { ...steep, visible: [450, 600] })
  expect(zoomed!.xs.length).toBeLessThan(30)
  expect(raw!.xs).toEqual(zoomed!.xs)
  for (const [i, x] of zoomed!.xs.entries()) {
    expect(zoomed!.values[i]).toBeCloseTo(all!.values[all!.xs.indexOf(x)]!, 6)
  }
})

describe('metrics', () => {
  test('are those of every layer that some run has, the headlines first', () => {
    const run = makeRun({ summary: { 'val/loss': { last: 1, best: 1, bestStep: 0 } } })
    const keys = metricKeys([run], [{ 'something/else': [] }])
    expect(keys[0]).toBe('val/loss')
    expect(keys).toContain('grad_norm/hidden_1')
    expect(keys.at(-1)).toBe('something/else')
  })

  test('have a title and an axis, also those that nobody knows', () => {
    expect(metricLook('dead_units/hidden_2')).toMatchObject({ title: 'Dead units, hidden_2', kind: 'share' })
    expect(metricLook('something/else')).toMatchObject({ title: 'something/else', kind: 'linear' })
  })
})
