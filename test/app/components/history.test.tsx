// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { History } from '#app/components/run/history.tsx'
import type { Run } from '#lib/contracts/run.ts'
import type { RunEvent } from '#lib/contracts/run-event.ts'
import { makeRun } from '../helpers/runs.ts'

const now = Date.parse('2026-11-24T10:04:00.000Z')
const event = (id: number, part: Partial<RunEvent> = {}): RunEvent => ({
  id,
  at: '2026-11-24T10:00:00.000Z',
  by: 'Ada',
  asked: true,
  kind: 'priority',
  state: null,
  request: null,
  attempt: 0,
  step: 0,
  learningRate: null,
  priority: id,
  reason: null,
  ...part,
})
let events: RunEvent[]
let asked: number

beforeEach(() => {
  asked = 0
  vi.stubGlobal('fetch', async () => {
    asked++
    return Response.json({ items: events })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const page = (part: Partial<Run> = {}) => <History run={makeRun(part)} now={now} />

test('the newest comes first, with who, when and why', async () => {
  events = [
    event(1, { kind: 'state', state: 'queued' }),
    event(2, { reason: 'soon <b>', at: '2026-11-24T10:03:00.000Z' }),
  ]
  render(page())
  await screen.findAllByRole('listitem')
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    '1 minAda set the priority to 2: soon <b>',
    '4 minAda queued it',
  ])
  expect(document.querySelector('time')?.getAttribute('datetime')).toBe('2026-11-24T10:03:00.000Z')
})

test('is asked for again when something has happened, not when the run only got on', async () => {
  events = [event(1, { kind: 'state', state: 'queued' })]
  const { rerender } = render(page())
  await screen.findByText('queued it')
  rerender(page({ seq: 9, progress: { ...makeRun().progress, step: 50 } }))
  expect(asked).toBe(1)
  events = [...events, event(2, { kind: 'request', request: 'pause', step: 50 })]
  rerender(page({ requested: 'pause' }))
  await screen.findByText('asked it to pause at step 50')
  rerender(page({ requested: 'pause', learningRateChanges: [{ id: 3, step: null, learningRate: 1 }] }))
  await waitFor(() => expect(asked).toBe(3))
  rerender(page({ requested: 'pause', learningRateChanges: [{ id: 3, step: 60, learningRate: 1 }] }))
  await waitFor(() => expect(asked).toBe(4))
})

test('keeps what is known when the server does not answer', async () => {
  events = [event(1, { kind: 'state', state: 'queued' })]
  const { rerender } = render(page())
  await screen.findByText('queued it')
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('network')
  })
  rerender(page({ attempt: 2 }))
  await screen.findByRole('status')
  expect(screen.getByText('queued it')).toBeTruthy()
})

test('a long history is folded', async () => {
  events = Array.from({ length: 12 }, (_, i) => event(i + 1))
  render(page())
  expect((await screen.findByText('4 before these')).closest('details')?.open).toBe(false)
})
