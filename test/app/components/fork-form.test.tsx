// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ForkForm } from '#app/components/form/fork-form.tsx'
import type { ForkSource } from '#app/components/form/fork-source.ts'
import type { ForkRequest } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const push = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

const checkpoint = (step: number, epoch: number) => ({
  step,
  epoch,
  epochEnd: true,
  weights: 'w',
  bytes: 1,
  restorable: true,
  createdAt: '2026-11-24T10:00:00.000Z',
})
const kept = [checkpoint(938, 1), checkpoint(1876, 2)]
const sent: { path: string; key: string; body: ForkRequest }[] = []
let answer: () => Response

beforeEach(() => {
  sent.length = 0
  push.mockClear()
  answer = () => Response.json(makeRun({ id: 'aaaaaaaaaaaaaaa9' }), { status: 201 })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const key = new Headers(init.headers).get('Idempotency-Key')!
    sent.push({ path, key, body: JSON.parse(String(init.body)) })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function open(part: Partial<Run> = {}): ForkSource {
  const source = { run: makeRun({ state: 'running', ...part }), kept }
  render(<ForkForm source={source} initial={kept[1]!} />)
  return source
}
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const start = (name = 'Start fork') => fireEvent.click(screen.getByRole('button', { name }))
const problem = (status: number, errors: { path: string; message: string }[] = []) => {
  const body = { type: 'about:blank', title: 'Conflict', status, detail: 'It cannot be carried over', errors }
  return () => Response.json(body, { status })
}

test('asks for a fork with what was changed, and opens it', async () => {
  open()
  type('Learning rate', '0.01')
  start()
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/aaaaaaaaaaaaaaa9'))
  expect(sent[0]!.path).toBe('/api/v1/runs/aaaaaaaaaaaaaaa0/fork')
  expect(sent[0]!.body).toEqual({
    fromStep: 1876,
    config: { optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0 } },
  })
})

test('begins with a change that was proposed, and sends it', async () => {
  const source = { run: makeRun({ state: 'running' }), kept }
  render(<ForkForm source={source} initial={kept[1]!} proposal={{ activation: 'gelu', replaces: 'relu' }} />)
  start()
  await waitFor(() => expect(sent).toHaveLength(1))
  const hidden = [128, 64].map((units) => ({ units, activation: 'gelu' }))
  expect(sent[0]!.body).toEqual({ fromStep: 1876, config: { network: { hidden } } })
})

test('widths and layers cannot be changed, and what only counts at the start is not asked', () => {
  open()
  for (const label of ['Units of hidden_1', 'Initializer', 'Output activation']) {
    expect(screen.queryByLabelText(label)).toBeNull()
  }
  for (const name of ['Remove hidden_1', 'Add layer', 'Compare activations']) {
    expect(screen.queryByRole('button', { name })).toBeNull()
  }
  expect(document.body.textContent).toContain('the weights go on in them')
})

test('says how much is trained, from the chosen checkpoint on', () => {
  open()
  const figures = () => [...document.querySelectorAll('dd')].map((figure) => figure.textContent)
  expect(figures()).toEqual(['1,876', '4,690', '2,814'])
  type('Checkpoint', '938')
  expect(figures()).toEqual(['938', '4,690', '3,752'])
  type('Epochs', '')
  expect(figures()).toEqual(['938', '–', '–'])
})

test('waits for the end where that is chosen; epochs that nobody touched follow', async () => {
  open()
  type('Checkpoint', 'done')
  expect((screen.getByLabelText('Epochs') as HTMLInputElement).value).toBe('10')
  start('Fork when it is complete')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]!.body).toEqual({ whenDone: true, config: { epochs: 10 } })
})

test('another place keeps the epochs that somebody typed, and has a key of its own', async () => {
  answer = problem(409)
  open()
  type('Epochs', '7')
  start()
  await screen.findByText(/cannot be carried over/)
  type('Checkpoint', '938')
  expect(screen.queryByText(/cannot be carried over/)).toBeNull()
  expect((screen.getByLabelText('Epochs') as HTMLInputElement).value).toBe('7')
  start()
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]!.key).not.toBe(sent[0]!.key)
})

test('what the server refuses of the configuration stands beside its field', async () => {
  answer = problem(400, [{ path: 'config.network.hidden[0].dropout', message: 'Not here' }])
  open()
  start()
  await screen.findByText('Not here')
  expect(screen.getByLabelText('Dropout of hidden_1').getAttribute('aria-invalid')).toBe('true')
})

test('sends nothing while too few epochs are asked for', () => {
  open()
  type('Epochs', '2')
  start()
  expect(screen.getByLabelText('Epochs').getAttribute('aria-invalid')).toBe('true')
  expect(sent).toEqual([])
})
