// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LearningRate } from '#app/components/run/learning-rate.tsx'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const sent: { path: string; body: unknown }[] = []
let answer: () => Response

beforeEach(() => {
  sent.length = 0
  answer = () => Response.json(makeRun(), { status: 202 })
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(body)) })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const open = (part: Partial<Run> = {}) => {
  const shown = render(<LearningRate run={makeRun(part)} />)
  const change = screen.queryByRole('button', { name: 'Change the learning rate' })
  if (change) fireEvent.click(change)
  return shown
}
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const set = () => fireEvent.submit(screen.getByLabelText('Why').closest('form')!)

test('a new rate is sent with the reason', async () => {
  open()
  type('Learning rate', '0.01')
  type('Why', 'it swings')
  set()
  await waitFor(() => expect(screen.queryByLabelText('Why')).toBeNull())
  expect(sent).toEqual([
    {
      path: '/api/v1/runs/aaaaaaaaaaaaaaa0/learning-rate',
      body: { learningRate: 0.01, reason: 'it swings' },
    },
  ])
})

test.each(['', '0', '-1', 'fast', '2000'])('%j is no rate', (rate) => {
  open()
  type('Learning rate', rate)
  set()
  expect(screen.getByLabelText('Learning rate').getAttribute('aria-invalid')).toBe('true')
  expect(sent).toEqual([])
})

test('why it is refused stands beside the field, which stays', async () => {
  answer = () =>
    Response.json({ type: 'x', title: 'Conflict', status: 409, detail: 'It is completed' }, { status: 409 })
  open()
  type('Learning rate', '0.5')
  set()
  await screen.findByText('It is completed')
  expect((screen.getByLabelText('Learning rate') as HTMLInputElement).value).toBe('0.5')
})

test('the rate that holds is shown, and beside it the newest that does not apply yet', () => {
  const changes = [
    { id: 1, step: 100, learningRate: 0.02 },
    { id: 2, step: null, learningRate: 0.03 },
    { id: 3, step: null, learningRate: 0.04 },
  ]
  const { container } = open({ learningRateChanges: changes })
  expect(container.textContent).toMatch(/^0\.02 → 0\.04, applies at the next step/)
  cleanup()
  expect(open({ state: 'paused', learningRateChanges: changes }).container.textContent).toMatch(
    /applies when the training goes on/,
  )
})

test('of a run that has ended it cannot be changed', () => {
  const { container } = open({ state: 'completed' })
  expect(container.textContent).toBe('0.1')
  expect(screen.queryByRole('button')).toBeNull()
})
