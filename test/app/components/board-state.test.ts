import { describe, expect, test } from 'vitest'
import { boardOf, matches, refreshed, withoutRun, withRun } from '#app/components/board/board-state.ts'
import type { RunState } from '#lib/contracts/run-state.ts'
import { makeRun } from '../helpers/runs.ts'

/** A run made in minute `minute`, which is also its id. */
const at = (minute: number, state: RunState, priority = 0) =>
  makeRun({
    id: `aaaaaaaaaaaaaa${String(minute).padStart(2, '0')}`,
    state,
    priority,
    createdAt: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
  })
const ids = (runs: readonly { id: string }[]) => runs.map((run) => Number(run.id.slice(-2)))

const board = boardOf([at(5, 'running')], [at(8, 'queued'), at(7, 'queued')], {
  items: [at(4, 'completed'), at(2, 'failed')],
  nextCursor: 'next',
})

describe('the board', () => {
  test('has three groups: newest first, but what waits in the order in which it starts', () => {
    expect([board.running, board.queued, board.ended].map(ids)).toEqual([[5], [7, 8], [4, 2]])
  })
  test('moves a run to the group of its state', () => {
    const next = withRun(withRun(board, at(7, 'running'), {}), at(5, 'stopped'), {})
    expect([next.running, next.queued, next.ended].map(ids)).toEqual([[7], [8], [5, 4, 2]])
  })
  test('changes a run in its place', () => {
    const next = withRun(board, { ...at(2, 'failed'), notes: 'x' }, {})
    expect(ids(next.ended)).toEqual([4, 2])
    expect(next.running).toBe(board.running)
  })
  test('puts what is urgent before what is older', () => {
    expect(ids(withRun(board, at(9, 'queued', 5), {}).queued)).toEqual([9, 7, 8])
  })
  test('drops deleted runs, and those that a filter no longer takes', () => {
    expect(ids(withoutRun(board, at(4, 'completed').id).ended)).toEqual([2])
    expect(ids(withRun(board, at(4, 'completed'), { q: 'other' }).ended)).toEqual([2])
  })
  test('keeps older pages open when it is read anew', () => {
    const after = boardOf([], [], { items: [at(9, 'completed'), at(4, 'completed')], nextCursor: 'n' })
    expect(ids(refreshed(board, after).ended)).toEqual([9, 4, 2])
    expect(refreshed(board, after).nextCursor).toBe('next')
  })
})

test('a filter takes part of a name in any case, a dataset, and an activation of any hidden layer', () => {
  const run = makeRun({ name: 'Calm-ReLU-1' })
  expect(matches(run, { q: 'relu', dataset: 'mnist', activation: 'relu' })).toBe(true)
  expect(matches(run, { activation: 'tanh' })).toBe(false)
  expect(matches(run, { dataset: 'two_spirals' })).toBe(false)
})
