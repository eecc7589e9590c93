// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freshDraft } from '#app/components/form/run-draft.ts'
import { RunForm } from '#app/components/form/run-form.tsx'
import type { RunRequest } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const push = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

/** What was sent, and what is answered in turn: a run of that id, a problem, or a broken connection. */
const sent: { key: string; name: string | undefined; body: RunRequest }[] = []
let answers: (() => Response)[]

const created = (id: string) => () => Response.json(makeRun({ id }), { status: 201 })
const refused =
  (status: number, errors: { path: string; message: string }[] = []) =>
  () =>
    Response.json({ type: 'about:blank', title: 'Refused', status, detail: 'No.', errors }, { status })
const broken = () => {
  throw new TypeError('network')
}

beforeEach(() => {
  sent.length = 0
  push.mockClear()
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    const body: RunRequest = JSON.parse(String(init.body))
    sent.push({ key: headers.get('Idempotency-Key')!, name: body.name, body })
    return answers.shift()!()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const open = () => render(<RunForm initial={freshDraft('mnist')} />)
const start = () => fireEvent.click(screen.getByRole('button', { name: 'Start run' }))
const compare = () => fireEvent.click(screen.getByRole('button', { name: 'Compare activations' }))

test('starts a run and opens it', async () => {
  answers = [created('aaaaaaaaaaaaaaa1')]
  open()
  start()
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/aaaaaaaaaaaaaaa1'))
})

test('tries again with the same key after a lost answer, and with another after a change', async () => {
  answers = [broken, broken, broken]
  open()
  start()
  await screen.findByText(/cannot be reached/)
  start()
  await waitFor(() => expect(sent).toHaveLength(2))
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Start run' })).toHaveProperty('disabled', false),
  )
  fireEvent.change(screen.getByLabelText('Epochs'), { target: { value: '6' } })
  start()
  await waitFor(() => expect(sent).toHaveLength(3))
  expect(sent[1]!.key).toBe(sent[0]!.key)
  expect(sent[2]!.key).not.toBe(sent[0]!.key)
})

test('queues three runs with keys of their own, and the same ones on a second try', async () => {
  answers = [
    created('aaaaaaaaaaaaaaa1'),
    broken,
    ...['1', '2', '3'].map((n) => created(`aaaaaaaaaaaaaaa${n}`)),
  ]
  open()
  compare()
  await screen.findByText(/cannot be reached/)
  compare()
  await waitFor(() =>
    expect(push).toHaveBeenCalledWith('/compare?runs=aaaaaaaaaaaaaaa1,aaaaaaaaaaaaaaa2,aaaaaaaaaaaaaaa3'),
  )
  const keys = sent.map(({ key }) => key)
  expect(keys.map((key) => key.split('-').at(-1))).toEqual(['sigmoid', 'tanh', 'sigmoid', 'tanh', 'relu'])
  expect(keys.slice(2, 4)).toEqual(keys.slice(0, 2))
})

test('sends nothing that the contract refuses, and says what is wrong beside the field', () => {
  open()
  fireEvent.change(screen.getByLabelText('Learning rate'), { target: { value: '' } })
  start()
  const field = screen.getByLabelText('Learning rate')
  expect(field.getAttribute('aria-invalid')).toBe('true')
  const below = document.getElementById(field.getAttribute('aria-describedby')!)
  expect(below?.textContent).toBe('A number is needed')
  expect(sent).toEqual([])
})

test('shows what the server refuses beside its field until that is changed', async () => {
  answers = [refused(400, [{ path: 'network.hidden[1].units', message: 'Too many for this server' }])]
  open()
  start()
  await screen.findByText('Too many for this server')
  fireEvent.change(screen.getByLabelText('Units of hidden_2'), { target: { value: '32' } })
  expect(screen.queryByText('Too many for this server')).toBeNull()
})

const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const expanded = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-expanded')

test('an optimizer shows its own fields and sends its usual values', async () => {
  answers = [created('aaaaaaaaaaaaaaa1')]
  open()
  choose('Optimizer', 'adamw')
  expect(screen.queryByLabelText('Momentum')).toBeNull()
  expect((screen.getByLabelText('Learning rate') as HTMLInputElement).value).toBe('0.001')
  choose('Weight decay', '0.1')
  start()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]!.body.optimizer).toEqual({
    name: 'adamw',
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.1,
  })
})

test('a layer keeps dropout and normalization behind a button, and alpha at hand where there is one', async () => {
  answers = [created('aaaaaaaaaaaaaaa1')]
  open()
  expect(screen.queryByLabelText('Dropout of hidden_1')).toBeNull()
  expect(screen.queryByLabelText('Alpha of hidden_1')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'More of hidden_1' }))
  choose('Dropout of hidden_1', '0.2')
  choose('Normalization of hidden_1', 'batch')
  choose('Activation of hidden_1', 'celu')
  choose('Alpha of hidden_1', '2')
  start()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]!.body.network?.hidden).toEqual([
    { units: 128, activation: 'celu', alpha: 2, dropout: 0.2, normalization: 'batch' },
    { units: 64, activation: 'relu' },
  ])
})

test('what is known of the activations in use stands under the layers', () => {
  open()
  choose('Activation of hidden_2', 'sigmoid')
  expect(document.body.textContent).toContain('1 / (1 + e⁻ᶻ)')
  expect(document.body.textContent).toContain('f′ at most 0.25')
  expect(screen.getByLabelText('Activation of hidden_2').querySelectorAll('option')).toHaveLength(22)
})

test('folded fields open where something in them is wrong, and say it', () => {
  open()
  expect(expanded('More of hidden_2')).toBe('false')
  fireEvent.click(screen.getByRole('button', { name: 'More of hidden_2' }))
  choose('Dropout of hidden_2', '2')
  fireEvent.click(screen.getByRole('button', { name: 'More of hidden_2' }))
  choose('L2', '-1')
  expect(expanded('More of hidden_2')).toBe('false')
  start()
  expect(expanded('More of hidden_2')).toBe('true')
  expect(screen.getByRole('button', { name: /^Advanced/ }).getAttribute('aria-expanded')).toBe('true')
  for (const label of ['Dropout of hidden_2', 'L2']) {
    expect(screen.getByLabelText(label).getAttribute('aria-invalid')).toBe('true')
  }
  expect(sent).toEqual([])
})

test('the advanced fields are sent, and told while they are folded', async () => {
  answers = [created('aaaaaaaaaaaaaaa1')]
  open()
  choose('Schedule', 'cosine')
  choose('Clip norm', '1')
  choose('At NaN', 'continue')
  fireEvent.click(screen.getByLabelText(/Stop early/))
  choose('Patience', '3')
  choose('Output activation', 'sigmoid')
  expect(screen.getByRole('img', { name: /learning rate’s factor/, hidden: true })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Advanced/ }).textContent).toBe(
    'Advancedcosine schedule, sigmoid, mean squared error, clip norm 1, stops after 3 epochs without gain, goes on at NaN',
  )
  start()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]!.body).toMatchObject({
    schedule: { name: 'cosine', finalFactor: 0 },
    optimizer: { clipNorm: 1 },
    earlyStopping: { patience: 3, minDelta: 0 },
    diagnostics: { onNonFinite: 'continue' },
    network: { output: { activation: 'sigmoid', loss: 'mean_squared_error' } },
  })
})
