import { describe, expect, test } from 'vitest'
import {
  type BoardState,
  matches,
  refreshed,
  withoutRun,
  withPage,
  withRun,
} from '#app/components/board/board-state.ts'
import type { BoardFilter } from '#app/components/board/board-view.ts'
import type { RunState } from '#lib/contracts/run-state.ts'
import { makeRun, makeVerdict } from '../helpers/runs.ts'

/** A run made in minute `minute`, which is also its id. */
const at = (minute: number, state: RunState, priority = 0) =>
  makeRun({
    id: `aaaaaaaaaaaaaa${String(minute).padStart(2, '0')}`,
    state,
    priority,
    createdAt: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
  })
const ids = (runs: readonly { id: string }[]) => runs.map((run) => Number(run.id.slice(-2)))

const boardOf = (part: Partial<BoardState>): BoardState => ({
  running: [],
  queued: [],
  ended: [],
  endedTotal: part.ended?.length ?? 0,
  nextCursor: null,
  ...part,
})
const board = boardOf({
  running: [at(5, 'running')],
  queued: [at(7, 'queued'), at(8, 'queued')],
  ended: [at(4, 'completed'), at(2, 'failed')],
  endedTotal: 12,
  nextCursor: 'next',
})

describe('the board', () => {
  test('moves a run to the group of its state', () => {
    const next = withRun(withRun(board, at(7, 'running'), {}), at(5, 'stopped'), {})
    expect([next.running, next.queued, next.ended].map(ids)).toEqual([[7], [8], [5, 4, 2]])
  })
  test('changes a run in its place', () => {
    const next = withRun(board, { ...at(2, 'failed'), notes: 'x' }, {})
    expect(ids(next.ended)).toEqual([4, 2])
    expect(next.running).toBe(board.running)
  })
  test('counts the ended runs that come and go, also those of pages that are not open', () => {
    expect(withRun(board, at(5, 'completed'), {}).endedTotal).toBe(13)
    expect(withRun(board, at(4, 'queued'), {}).endedTotal).toBe(11)
    expect(withoutRun(board, at(4, 'completed').id).endedTotal).toBe(11)
    expect(withRun(board, { ...at(4, 'completed'), notes: 'x' }, {}).endedTotal).toBe(12)
  })
  test('drops deleted runs, and those that a filter no longer takes', () => {
    expect(ids(withoutRun(board, at(4, 'completed').id).ended)).toEqual([2])
    expect(ids(withRun(board, at(4, 'completed'), { q: 'other' }).ended)).toEqual([2])
  })
  test('keeps older pages open when it is read anew', () => {
    const after = boardOf({ ended: [at(9, 'completed'), at(4, 'completed')], nextCursor: 'n' })
    expect(ids(refreshed(board, after, {}).ended)).toEqual([9, 4, 2])
    expect(refreshed(board, after, {})).toMatchObject({ nextCursor: 'next', endedTotal: 2 })
  })
})

describe('ended runs sorted by a figure', () => {
  const scored = (minute: number, accuracy: number | null, loss = 1) => ({
    ...at(minute, 'completed'),
    summary:
      accuracy === null
        ? {}
        : {
            'val/accuracy': { last: accuracy, best: accuracy, bestStep: 1 },
            'val/loss': { last: loss, best: loss, bestStep: 1 },
          },
  })
  const byAccuracy: BoardFilter = { sort: '-val/accuracy' }

  test('take a new one where it belongs, without a figure at the end and the newest of these first', () => {
    const sorted = boardOf({ ended: [scored(1, 0.9), scored(2, 0.5), scored(3, null)] })
    expect(ids(withRun(sorted, scored(9, 0.7), byAccuracy).ended)).toEqual([1, 9, 2, 3])
    expect(ids(withRun(sorted, scored(9, null), byAccuracy).ended)).toEqual([1, 2, 9, 3])
  })
  test('by loss the lowest comes first', () => {
    const sorted = boardOf({ ended: [scored(1, 0.9, 0.1), scored(2, 0.5, 0.4)] })
    expect(ids(withRun(sorted, scored(9, 0.1, 0.2), { sort: 'val/loss' }).ended)).toEqual([1, 9, 2])
  })
  test('stay sorted where a page comes with runs that belong before one that has just ended', () => {
    const sorted = withRun(boardOf({ ended: [scored(1, 0.9)], nextCursor: 'c' }), scored(9, 0.1), byAccuracy)
    const page = { items: [scored(2, 0.8), scored(9, 0.1)], nextCursor: null }
    expect(ids(withPage(sorted, page, byAccuracy).ended)).toEqual([1, 2, 9])
  })
})

test('a filter takes part of a name in any case, a dataset, and an activation of any hidden layer', () => {
  const run = makeRun({ name: 'Calm-ReLU-1' })
  expect(matches(run, { q: 'relu', dataset: 'mnist', activation: 'relu' })).toBe(true)
  expect(matches(run, { activation: 'tanh' })).toBe(false)
  expect(matches(run, { dataset: 'two_spirals' })).toBe(false)
})

test('a filter takes a state, a verdict, a tag and a member', () => {
  const run = makeRun({
    state: 'failed',
    tags: ['x', 'y'],
    createdBy: 'Zoë',
    verdicts: [makeVerdict('dying')],
  })
  const fits = { state: 'completed,failed', verdict: 'dying', tag: 'y', createdBy: 'Zoë' }
  expect(matches(run, fits)).toBe(true)
  for (const other of [{ state: 'completed' }, { verdict: 'healthy' }, { tag: 'z' }, { createdBy: 'Zo' }]) {
    expect(matches(run, { ...fits, ...other })).toBe(false)
  }
})
