import { expect, test } from 'vitest'
import { curveSize, scheduleCurve } from '#app/components/form/schedule-curve.ts'
import { scheduleSchema } from '#lib/contracts/training-config.ts'
import { scheduleNames } from '#lib/nn/names.ts'

const points = (path: string) =>
  [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))

test.each(scheduleNames)('%s is drawn from edge to edge, within its box', (name) => {
  const path = scheduleCurve(scheduleSchema.parse({ name }), 5000, 500)!
  const all = points(path)
  expect([all[0]!.x, all.at(-1)!.x]).toEqual([0, curveSize.width])
  for (const { y } of all) expect(y).toBeGreaterThanOrEqual(2)
  for (const { y } of all) expect(y).toBeLessThanOrEqual(curveSize.height - 2)
})

test('a cosine falls from the full rate to its end', () => {
  const all = points(scheduleCurve(scheduleSchema.parse({ name: 'cosine' }), 5000, 500)!)
  expect([all[0]!.y, all.at(-1)!.y]).toEqual([2, curveSize.height - 2])
})

test('a run without a length has no curve, one of a single step a line', () => {
  const cosine = scheduleSchema.parse({ name: 'cosine' })
  expect(scheduleCurve(cosine, Number.NaN, 500)).toBeNull()
  expect(scheduleCurve(cosine, 0, 0)).toBeNull()
  expect(scheduleCurve(cosine, 1, 1)).toBe(`M0.0 2.0H${curveSize.width}`)
})
