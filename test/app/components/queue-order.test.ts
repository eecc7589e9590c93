import { expect, test } from 'vitest'
import { orderWaiting } from '#app/components/board/queue-order.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import { makeRun } from '../helpers/runs.ts'

const run = (id: string, state: 'queued' | 'paused' = 'queued', minute = 0) =>
  makeRun({ id, state, createdAt: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z` })
const queueOf = (...ids: string[]): Queue => ({
  limit: 1,
  running: 1,
  queued: ids.length,
  items: ids.map((runId, i) => ({ runId, position: i + 1, expectedStart: null })),
})
const places = (waiting: ReturnType<typeof orderWaiting>) =>
  waiting.map(({ run, item }) => [run.id, item?.position ?? null])

test('the order is the one that the server tells, whatever the ages', () => {
  const runs = [run('a', 'queued', 1), run('b', 'queued', 2), run('c', 'queued', 3)]
  expect(places(orderWaiting(runs, queueOf('c', 'a', 'b')))).toEqual([
    ['c', 1],
    ['a', 2],
    ['b', 3],
  ])
})
test('behind them stands what has no place, then what is paused, the oldest first', () => {
  const runs = [run('p', 'paused', 1), run('late', 'queued', 9), run('early', 'queued', 5), run('a')]
  expect(places(orderWaiting(runs, queueOf('a')))).toEqual([
    ['a', 1],
    ['early', null],
    ['late', null],
    ['p', null],
  ])
})
test('where a filter hides runs, the others keep their places', () => {
  expect(places(orderWaiting([run('c')], queueOf('a', 'b', 'c')))).toEqual([['c', 3]])
})
test('a run that the queue still tells of, though it is paused by now, has no place', () => {
  expect(places(orderWaiting([run('a', 'paused'), run('b')], queueOf('a', 'b')))).toEqual([
    ['b', 2],
    ['a', null],
  ])
})
test('after a move the places stay where they are, and the runs change theirs', () => {
  const runs = [run('a'), run('b'), run('c')]
  expect(places(orderWaiting(runs, queueOf('a', 'b', 'c'), ['c', 'a', 'b']))).toEqual([
    ['c', 1],
    ['a', 2],
    ['b', 3],
  ])
})
