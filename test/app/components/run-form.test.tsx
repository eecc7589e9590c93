// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freshDraft } from '#app/components/form/run-draft.ts'
import { RunForm } from '#app/components/form/run-form.tsx'
import { makeRun } from '../helpers/runs.ts'

const push = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

/** What was sent, and what is answered in turn: a run of that id, a problem, or a broken connection. */
const sent: { key: string; name: string | undefined }[] = []
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
    sent.push({ key: headers.get('Idempotency-Key')!, name: JSON.parse(String(init.body)).name })
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
