import { expect, test } from 'vitest'
import { eventLines } from '#app/format/run-events.ts'
import type { RunEvent } from '#lib/contracts/run-event.ts'

let id = 0
const event = (part: Partial<RunEvent>): RunEvent => ({
  id: ++id,
  at: '2026-11-24T10:00:00.000Z',
  by: null,
  asked: true,
  kind: 'state',
  state: null,
  request: null,
  attempt: 0,
  step: 0,
  learningRate: null,
  priority: null,
  reason: null,
  ...part,
})
const words = (events: readonly RunEvent[]) =>
  eventLines(events).map(({ who, what, why }) => `${who ? `${who} ` : ''}${what}${why ? `: ${why}` : ''}`)

const created = event({ state: 'queued', by: 'Ada' })
const began = event({ state: 'running', attempt: 1, asked: false })

test('a run that was paused for a while and then came to its end', () => {
  const history = [
    created,
    began,
    event({ kind: 'request', request: 'pause', by: 'Ada', step: 1190, reason: 'lunch' }),
    event({ state: 'paused', by: 'Ada', step: 1200, attempt: 1, reason: 'lunch' }),
    event({ state: 'queued', by: 'Bo', step: 1200, attempt: 1 }),
    event({
      state: 'running',
      asked: false,
      step: 1200,
      attempt: 2,
      reason: 'from its checkpoint at step 1200',
    }),
    event({ state: 'completed', asked: false, step: 4690, attempt: 2 }),
  ]
  expect(words(history)).toEqual([
    'Ada queued it',
    'Training began',
    'Ada paused it at step 1,200: lunch',
    'Bo resumed it at step 1,200',
    'Training went on, attempt 2: from its checkpoint at step 1200',
    'Completed at step 4,690',
  ])
})

test('what the server did by itself is told as its doing, with the reason', () => {
  const back = event({ state: 'queued', asked: false, step: 700, attempt: 1, reason: 'the server ended' })
  const failed = event({ state: 'failed', asked: false, step: 900, attempt: 3, reason: 'the worker died' })
  expect(words([created, began, back, failed]).slice(2)).toEqual([
    'The server put it back into the queue at step 700: the server ended',
    'Failed at step 900: the worker died',
  ])
})

test('a wish is told as long as it has not come true, and where something else came of it', () => {
  const wish = event({ kind: 'request', request: 'stop', by: 'Ada', step: 50 })
  expect(words([created, began, wish]).at(-1)).toBe('Ada asked it to stop at step 50')
  const done = event({ state: 'completed', asked: false, step: 60 })
  expect(words([created, began, wish, done]).slice(2)).toEqual([
    'Ada asked it to stop at step 50',
    'Completed at step 60',
  ])
})

test('a run that failed or was stopped and is begun again was put back, by whoever has no name', () => {
  const stopped = event({ state: 'stopped', step: 300 })
  const again = event({ state: 'queued', step: 300 })
  expect(words([created, stopped, again]).slice(1)).toEqual([
    'Somebody stopped it at step 300',
    'Somebody put it back into the queue at step 300',
  ])
})

test('values that were set, and from when a learning rate applies', () => {
  const rate = { kind: 'learning_rate', by: 'Ada', learningRate: 0.01 } as const
  const history = [
    event({ ...rate, step: null, reason: 'it swings' }),
    event({ ...rate, step: 1250 }),
    event({ kind: 'priority', priority: -5, by: 'Bo' }),
  ]
  expect(words(history)).toEqual([
    'Ada set the learning rate to 0.01; it applies at the next step: it swings',
    'Ada set the learning rate to 0.01, from step 1,250 on',
    'Bo set the priority to −5',
  ])
})

test('a deletion and its undoing leave the state alone', () => {
  const done = event({ state: 'completed', asked: false, step: 60 })
  const gone = event({ ...done, id: 90, asked: true, by: 'Ada', reason: 'deleted: a mistake' })
  const back = event({ ...done, id: 91, asked: true, by: 'Bo', reason: 'restored after it was deleted' })
  expect(words([created, began, done, gone, back, { ...gone, id: 92, reason: 'deleted' }]).slice(2)).toEqual([
    'Completed at step 60',
    'Ada deleted it: a mistake',
    'Bo restored it',
    'Ada deleted it',
  ])
})
