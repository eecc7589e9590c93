import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statesOf } from '#app/components/board/board-state.ts'
import { type BoardView, boardSorts, narrows, readView, writeView } from '#app/components/board/board-view.ts'
import { groupings } from '#lib/contracts/run-filter.ts'

const usual: BoardView = { filter: {}, grouping: null, open: [], selected: [] }

test('a view is read from an address as it was written there', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((each) => each.trim() === each)
  const filter = fc.record(
    {
      q: text,
      dataset: fc.constantFrom('mnist', 'two_spirals'),
      activation: fc.constantFrom('relu', 'tanh'),
      state: fc.constantFrom('failed', 'queued,paused'),
      verdict: fc.constantFrom('dying', 'healthy'),
      tag: text,
      createdBy: text,
      sort: fc.constantFrom(...boardSorts.slice(1)),
    },
    { requiredKeys: [] },
  )
  const id = fc.string({ unit: fc.constantFrom(...'0123456789abcxyz'), minLength: 16, maxLength: 16 })
  const view = fc
    .record({
      filter,
      grouping: fc.constantFrom(null, ...groupings),
      values: fc.array(text, { maxLength: 3 }),
      selected: fc.array(id, { maxLength: 5 }),
    })
    .map(({ values, grouping, ...rest }) => ({
      ...rest,
      grouping,
      open: grouping ? values.map((value) => `${grouping}:${value}`) : [],
    }))
  fc.assert(
    fc.property(view, (each) => {
      expect(readView(writeView(each))).toEqual(each)
    }),
    { seed: 3 },
  )
})

test('what is as usual does not stand in the address', () => {
  expect(writeView(usual)).toBe('')
  expect(writeView({ ...usual, filter: { sort: '-createdAt' }, open: ['tag:x'] })).toBe('')
})

test('what the contract refuses says nothing', () => {
  expect(readView('dataset=none&state=done&verdict=bad&sort=name&group=colour&selected=x,../1&tag=')).toEqual(
    usual,
  )
  expect(narrows(readView('sort=val/loss&group=tag').filter)).toBe(false)
  expect(narrows(readView('tag=x').filter)).toBe(true)
})

test('a filter by state asks each group for those of its states, or not at all', () => {
  expect(statesOf('ended', {})).toBe('completed,failed,stopped')
  expect(statesOf('ended', { state: 'failed,running' })).toBe('failed')
  expect(statesOf('queued', { state: 'failed' })).toBeNull()
})
