import { expect, test } from 'vitest'
import { resolveColours } from '#app/components/charts/run-colours.ts'

/** An id whose own place in the palette is `slot`. */
const idOf = (slot: number, prefix = 'a') => prefix.repeat(15) + slot

const slots = (ids: string[]) => resolveColours(ids).map(({ colour }) => Number(/\d/.exec(colour)?.[0]))

test('a run keeps its own colour where nobody has it', () => {
  expect(slots([idOf(4), idOf(2)])).toEqual([5, 3])
})

test('of runs with the same colour, later ones take the next that is free', () => {
  expect(slots([idOf(7), idOf(7, 'b'), idOf(0), idOf(7, 'c')])).toEqual([8, 1, 2, 3])
})

test('eight runs have eight colours, and the ninth repeats one with dashes', () => {
  const ids = [...'abcdefghi'].map((prefix) => idOf(3, prefix))
  const colours = resolveColours(ids)
  expect(new Set(colours.slice(0, 8).map(({ colour }) => colour)).size).toBe(8)
  expect(colours.map(({ dashed }) => dashed)).toEqual([...Array(8).fill(false), true])
  expect(colours[8]!.colour).toBe('var(--run-4)')
})
