import { expect, test } from 'vitest'
import { placeWords, startWords } from '#app/format/queue-words.ts'

const now = Date.parse('2026-11-24T10:00:00.000Z')
const after = (seconds: number) => new Date(now + 1000 * seconds).toISOString()

test('a start is told as roughly as it is known', () => {
  expect([-5, 3, 42, 70, 1790, 5400].map((seconds) => startWords(after(seconds), now))).toEqual([
    'soon',
    'soon',
    'in about 40 s',
    'in about 1 min',
    'in about 30 min',
    'in about 1:30 h',
  ])
})

test('a place in the queue, and nothing of the start where nothing is known', () => {
  const place = (position: number, expectedStart: string | null = null) =>
    placeWords({ runId: 'a', position, expectedStart }, now)
  expect([1, 2, 3, 11, 22].map((position) => place(position))).toEqual([
    'next in the queue',
    '2nd in the queue',
    '3rd in the queue',
    '11th in the queue',
    '22nd in the queue',
  ])
  expect(place(2, after(120))).toBe('2nd in the queue, in about 2 min')
})
