import { expect, test } from 'vitest'
import { bytes, share } from '#app/format/numbers.ts'
import { endedEarly, replayWords } from '#app/format/run-words.ts'
import { makeRun } from '../helpers/runs.ts'

const replay = (part: object = {}) => ({
  of: 'aaaaaaaaaaaaaaa1',
  identical: null,
  firstDifference: null,
  ...part,
})

test.each([
  [bytes(640_000), '640 kB'],
  [bytes(12_400_000), '12.4 MB'],
  [bytes(1_200_000_000), '1.2 GB'],
  [share(0.4375), '44 %'],
  [share(0.031), '3.1 %'],
  [share(0), '0 %'],
  [share(Number.NaN), 'NaN'],
])('%s reads %s', (written, expected) => {
  expect(written).toBe(expected)
})

test('a completed run that did not get to its last step was stopped early', () => {
  const progress = { ...makeRun().progress, step: 10 }
  expect(endedEarly(makeRun({ state: 'completed', progress }))).toBe(true)
  expect(endedEarly(makeRun({ state: 'stopped', progress }))).toBe(false)
  expect(endedEarly(makeRun({ state: 'completed', progress: { ...progress, step: 4690 } }))).toBe(false)
})

test('a replay is compared, and then identical or not', () => {
  expect(replayWords({ state: 'running' }, replay())).toBe('comparing…')
  expect(replayWords({ state: 'completed' }, { ...replay(), identical: true, weightsOnly: true })).toBe(
    'identical in weights and summary; the points of that run are no longer kept',
  )
  expect(replayWords({ state: 'stopped' }, replay())).toBe('not compared: it did not get to its end')
  expect(replayWords({ state: 'completed' }, replay({ identical: true }))).toBe('identical')
  const firstDifference = { step: 1250, key: 'train/loss', original: 0.5, replayed: 'NaN' }
  expect(replayWords({ state: 'completed' }, replay({ identical: false, firstDifference }))).toBe(
    'first differs at step 1,250 in train/loss: 0.5 became NaN',
  )
  const hashes = { step: null, key: 'weights', original: 'a'.repeat(64), replayed: 'b'.repeat(64) }
  expect(replayWords({ state: 'completed' }, replay({ identical: false, firstDifference: hashes }))).toBe(
    'first differs in weights: aaaaaaaaaaaaaaaa became bbbbbbbbbbbbbbbb',
  )
})
