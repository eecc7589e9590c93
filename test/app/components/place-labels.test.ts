import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeLabels } from '#app/components/charts/place-labels.ts'

test('a label stands right of its anchor, left where there is no room, cut where there is none on either side', () => {
  expect(placeLabels([100], [80], 400)).toEqual([{ left: 100, width: 80 }])
  expect(placeLabels([350], [80], 400)).toEqual([{ left: 270, width: 80 }])
  expect(placeLabels([100, 150], [80, 80], 400)).toEqual([
    { left: 20, width: 80 },
    { left: 150, width: 80 },
  ])
  expect(placeLabels([150], [300], 400)).toEqual([{ left: 150, width: 250 }])
})

test('a label that would be a few letters is left out', () => {
  expect(placeLabels([100, 110, 120], [100, 100, 100], 400)[1]).toBeNull()
})

test('labels never touch, never leave the line, and never cover another anchor', () => {
  const marks = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 20, max: 300 })), { maxLength: 8 })
    .map((list) => list.toSorted(([a], [b]) => a - b))
  fc.assert(
    fc.property(marks, (list) => {
      const anchors = list.map(([anchor]) => anchor)
      const places = placeLabels(
        anchors,
        list.map(([, width]) => width),
        560,
      )
      let taken = 0
      for (const [i, place] of places.entries()) {
        if (!place) continue
        const end = place.left + place.width
        expect(place.left).toBeGreaterThanOrEqual(taken)
        expect(end).toBeLessThanOrEqual(560)
        expect([place.left, end]).toContain(anchors[i])
        for (const next of anchors.slice(i + 1)) expect(end).toBeLessThanOrEqual(Math.max(next, anchors[i]!))
        taken = end
      }
    }),
    { seed: 4 },
  )
})
