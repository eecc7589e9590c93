import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CompareView,
  formatView,
  horizontalUnits,
  parseView,
  usualView,
} from '#app/components/compare/view-state.ts'

const id = fc.stringMatching(/^[0-9a-z]{16}$/)
const ids = fc.uniqueArray(id, { maxLength: 100 })
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const range = fc
  .tuple(number, number)
  .filter(([a, b]) => a !== b && !Object.is(a, -0) && !Object.is(b, -0))
  .map(([a, b]): readonly [number, number] => (a < b ? [a, b] : [b, a]))
const chart = fc.record({
  key: fc.stringMatching(/^[a-z_]{1,12}\/[a-z_0-9]{1,12}$/),
  scale: fc.constantFrom('log' as const, 'linear' as const, null),
  range: fc.option(range),
})
const view: fc.Arbitrary<CompareView> = fc.record({
  runs: ids,
  hidden: ids,
  unit: fc.constantFrom(...horizontalUnits),
  logX: fc.boolean(),
  smoothing: fc.double({ min: 0, max: 0.99, noNaN: true }).map((weight) => weight + 0),
  clip: fc.boolean(),
  visible: fc.option(range),
  groupBy: fc.option(fc.constantFrom('activation', 'all-but-seed')),
  band: fc.constantFrom('std' as const, 'sem' as const, 'ci' as const),
  charts: fc.option(fc.uniqueArray(chart, { maxLength: 24, selector: ({ key }) => key })),
  chosen: fc.option(id),
})

describe('the view of a comparison', () => {
  test('comes out of its address as it went in', () => {
    fc.assert(
      fc.property(view, (view) => {
        expect(parseView(new URLSearchParams(formatView(view)))).toEqual(view)
      }),
      { seed: 11 },
    )
  })

  test('says nothing of what is as usual', () => {
    expect(formatView(usualView)).toBe('')
    expect(formatView({ ...usualView, runs: ['a', 'b'] })).toBe('runs=a,b')
  })

  test('is as usual in every part that nobody could mean, and in no other', () => {
    const query = 'runs=a,b,a&x=minutes&smooth=2&zoom=9..3&band=ci&charts=val/loss~log~0..1,<b>&hide=%00'
    expect(parseView(new URLSearchParams(query))).toEqual({ ...usualView, runs: ['a', 'b'], band: 'ci' })
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('runs', 'x', 'zoom', 'charts', 'smooth'), fc.string()),
        (any) => {
          expect(() => parseView(new URLSearchParams(any))).not.toThrow()
        },
      ),
      { seed: 12 },
    )
  })

  test('holds charts with their axes, and none at all', () => {
    const { charts } = parseView(new URLSearchParams('charts=val/loss~linear~0.1..2,train/loss'))
    expect(charts).toEqual([
      { key: 'val/loss', scale: 'linear', range: [0.1, 2] },
      { key: 'train/loss', scale: null, range: null },
    ])
    expect(parseView(new URLSearchParams('charts=none')).charts).toEqual([])
  })
})
