import fc from 'fast-check'
import { expect, it } from 'vitest'
import { thinSteps } from '#lib/runs/thin-steps.ts'

const upTo = (length: number) => Array.from({ length }, (_, i) => 10 * i)

it('leaves a short list as it is, of a longer one every second, fourth …, and the newest', () => {
  expect(thinSteps([], 2)).toEqual([])
  expect(thinSteps([7], 2)).toEqual([7])
  expect(thinSteps(upTo(5), 5)).toEqual([0, 10, 20, 30, 40])
  expect(thinSteps(upTo(6), 5)).toEqual([0, 20, 40, 50])
  expect(thinSteps(upTo(11), 4)).toEqual([0, 40, 80, 100])
})

it('holds the first and the newest, is never too long, and only loses as the list grows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 2, max: 40 }), (length, most) => {
      const before = thinSteps(upTo(length), most)
      const after = thinSteps(upTo(length + 1), most)
      expect(before.length).toBeLessThanOrEqual(most)
      expect([before[0], before.at(-1)]).toEqual([0, 10 * (length - 1)])
      expect(after.slice(0, -1).every((step) => before.includes(step))).toBe(true)
    }),
    { seed: 5 },
  )
})
