import { describe, expect, test } from 'vitest'
import { answerWords, applies, controls, deletedWords } from '#app/components/board/control-words.ts'
import type { BulkAnswer } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

type BulkResult = BulkAnswer['items'][number]

test.each<[Partial<Run>, string[]]>([
  [{ state: 'queued' }, ['pause', 'stop']],
  [{ state: 'running' }, ['pause', 'stop']],
  [{ state: 'running', requested: 'pause' }, ['stop']],
  [{ state: 'running', requested: 'stop' }, []],
  [{ state: 'paused' }, ['resume', 'stop']],
  [{ state: 'completed' }, ['delete']],
  [{ state: 'failed' }, ['retry', 'delete']],
  [{ state: 'stopped' }, ['retry', 'delete']],
])('what applies to %o', (part, expected) => {
  expect(controls.filter((name) => applies(name, makeRun(part)))).toEqual(expected)
})

describe('what became of several runs', () => {
  const done = (part: Partial<Run>): BulkResult => ({ id: 'a', ok: true, run: makeRun(part) })
  const refused = (detail: string): BulkResult => ({
    id: 'b',
    ok: false,
    problem: { type: 'x', title: 'x', status: 409, detail },
  })

  test('a running run has only been asked', () => {
    const items = [done({ state: 'paused' }), done({ state: 'running' }), done({ state: 'paused' })]
    expect(answerWords('pause', { items })).toBe('2 paused, 1 pausing')
  })
  test('those that could not be, and why, each reason once', () => {
    const items = [done({ state: 'queued' }), refused('run a is running'), refused('run a is running')]
    expect(answerWords('retry', { items })).toBe('1 queued again, 2 could not be: run a is running')
  })
  test('of many reasons two', () => {
    const items = ['a', 'b', 'c', 'd'].map(refused)
    expect(answerWords('stop', { items })).toBe('4 could not be: a; b; and 2 more reasons')
  })
  test('a deletion names the one run, or counts', () => {
    const runs = [makeRun({ id: 'a', name: 'deep-relu' }), makeRun({ id: 'b' })]
    const gone = (id: string): BulkResult => ({ id, ok: true, run: null })
    expect(deletedWords(runs, { items: [gone('a')] })).toBe('Deleted deep-relu')
    expect(deletedWords(runs, { items: [gone('a'), gone('b')] })).toBe('Deleted 2 runs')
    expect(deletedWords(runs, { items: [gone('a'), refused('no')] })).toBe(
      'Deleted deep-relu, 1 could not be: no',
    )
  })
})
