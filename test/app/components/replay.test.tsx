// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ReceiptFacts } from '#app/components/run/receipt.tsx'
import { RelationLines } from '#app/components/run/relation-lines.tsx'
import { makeRun } from '../helpers/runs.ts'

const push = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

const receipt = {
  config: 'a',
  data: 'b',
  kernels: 'c',
  numericClass: 'fma' as const,
  weights: 'd',
  summary: 'e',
}
let answers: (() => Response)[]
const sent: { path: string; key: string | null }[] = []

beforeEach(() => {
  sent.length = 0
  push.mockClear()
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, key: new Headers(init.headers).get('Idempotency-Key') })
    return answers.shift()!()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const names = { original: 'calm-relu-1', parent: null, awaited: null }
const press = () => fireEvent.click(screen.getByRole('button', { name: 'Replay' }))

test('a completed run is replayed, by one key however often it is tried, and the replay is opened', async () => {
  answers = [
    () => {
      throw new TypeError('network')
    },
    () => Response.json(makeRun({ id: 'aaaaaaaaaaaaaaa2' }), { status: 202 }),
  ]
  render(<ReceiptFacts run={makeRun({ state: 'completed', receipt })} />)
  press()
  await screen.findByRole('alert')
  press()
  await waitFor(() => expect(push).toHaveBeenCalledWith('/runs/aaaaaaaaaaaaaaa2'))
  expect(sent.map(({ path }) => path)).toEqual(Array(2).fill('/api/v1/runs/aaaaaaaaaaaaaaa0/replay'))
  expect(sent[0]!.key).toBe(sent[1]!.key)
})

test('a run without a receipt offers nothing', () => {
  expect(render(<ReceiptFacts run={makeRun()} />).container.textContent).toBe('')
})

test('a replay names its original and how it came out', () => {
  const replay = { of: 'aaaaaaaaaaaaaaa1', identical: true, firstDifference: null }
  const { container } = render(<RelationLines run={makeRun({ state: 'completed', replay })} names={names} />)
  expect(container.textContent).toBe('Replay of calm-relu-1: identical')
  expect(screen.getByRole('link').getAttribute('href')).toBe('/runs/aaaaaaaaaaaaaaa1')
})

test('an original that is gone has no link, and no other run has such a line', () => {
  const replay = { of: 'aaaaaaaaaaaaaaa1', identical: null, firstDifference: null }
  const { container } = render(
    <RelationLines run={makeRun({ replay })} names={{ ...names, original: null }} />,
  )
  expect(container.textContent).toBe('Replay of a run that is gone: comparing…')
  expect(screen.queryByRole('link')).toBeNull()
  cleanup()
  expect(render(<RelationLines run={makeRun()} names={names} />).container.textContent).toBe('')
})
