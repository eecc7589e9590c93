import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BoardState, groupNames } from '#app/components/board/board-state.ts'
import {
  type BoardChange,
  type HeldBoard,
  released,
  waitingChanges,
  waitingWords,
  withChange,
  withLive,
} from '#app/components/board/held-board.ts'
import { type RunState, runStates } from '#lib/contracts/run-state.ts'
import { makeRun } from '../helpers/runs.ts'

const idOf = (minute: number) => `aaaaaaaaaaaaaa${String(minute).padStart(2, '0')}`
const at = (minute: number, state: RunState, notes = '') =>
  makeRun({
    id: idOf(minute),
    state,
    notes,
    createdAt: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
  })
const layout = (state: BoardState) =>
  groupNames.map((name) => state[name].map(({ id }) => Number(id.slice(-2))))

const state: BoardState = {
  running: [at(5, 'running')],
  queued: [at(7, 'queued')],
  ended: [at(4, 'completed'), at(2, 'failed')],
  endedTotal: 2,
  nextCursor: null,
}
const calm: HeldBoard = { live: state, shown: state }
const run = (minute: number, to: RunState, notes = ''): BoardChange => ({
  kind: 'run',
  run: at(minute, to, notes),
})

describe('while somebody reads', () => {
  test('a run that comes, moves or goes waits, and what waits is told', () => {
    const changes = [run(9, 'queued'), run(8, 'running'), run(5, 'completed')]
    const board = changes.reduce((before, change) => withChange(before, change, {}, true), calm)
    expect(layout(board.shown)).toEqual(layout(state))
    expect(layout(board.live)).toEqual([[8], [7, 9], [5, 4, 2]])
    expect(waitingWords(board)).toBe('2 new runs, 1 moved')
    const gone = withChange(board, { kind: 'deleted', id: idOf(2) }, {}, true)
    expect(waitingWords(gone)).toBe('2 new runs, 1 moved, 1 gone')
    expect(layout(released(gone).shown)).toEqual([[8], [7, 9], [5, 4]])
    expect(waitingWords(released(gone))).toBeNull()
  })
  test('a run still changes where it stands', () => {
    const board = withChange(calm, run(5, 'completed', 'done'), {}, true)
    expect(board.shown.running[0]).toMatchObject({ state: 'completed', notes: 'done' })
  })
  test('what the reader asked for is shown at once, and nothing else with it', () => {
    const others = withChange(calm, run(9, 'queued'), {}, true)
    const own = withChange(others, run(5, 'stopped'), {}, false)
    expect(layout(own.shown)).toEqual([[], [7], [5, 4, 2]])
    expect(waitingWords(own)).toBe('1 new run')
  })
  test('another page is appended, though what is new is not shown', () => {
    const others = withChange(calm, run(9, 'completed'), {}, true)
    const page: BoardChange = { kind: 'page', items: [at(1, 'completed')], nextCursor: null }
    expect(layout(withChange(others, page, {}, true).shown)[2]).toEqual([4, 2, 1])
  })
  test('a board that is read anew changes rows in their places', () => {
    const after = {
      ...state,
      running: [],
      ended: [at(9, 'completed'), at(5, 'stopped'), at(4, 'completed', 'new')],
    }
    const board = withLive(calm, after, true)
    expect(layout(board.shown)).toEqual(layout(state))
    expect(board.shown.ended[0]!.notes).toBe('new')
    expect(board.shown.running[0]!.state).toBe('stopped')
    expect(waitingChanges(board)).toEqual({ come: 1, move: 1, go: 1 })
    expect(withLive(calm, after, false).shown).toBe(after)
  })
})

test('whatever happens, rows of a held board never move, and are right once it is released', () => {
  const change = fc.oneof(
    fc
      .record({ minute: fc.integer({ min: 0, max: 9 }), to: fc.constantFrom(...runStates) })
      .map(({ minute, to }) => run(minute, to)),
    fc.integer({ min: 0, max: 9 }).map((minute): BoardChange => ({ kind: 'deleted', id: idOf(minute) })),
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const apply = (held: boolean) =>
        changes.reduce((before, each) => withChange(before, each, {}, held), calm)
      const held = apply(true)
      expect(layout(held.shown)).toEqual(layout(state))
      expect(layout(released(held).shown)).toEqual(layout(apply(false).shown))
    }),
    { seed: 5 },
  )
})
