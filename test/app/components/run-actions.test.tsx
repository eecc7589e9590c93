// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RunActions } from '#app/components/run/run-actions.tsx'
import { ToastProvider } from '#app/components/shell/toasts.tsx'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const push = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }))

const sent: { method: string; path: string; body: unknown }[] = []
let answer: () => Response

beforeEach(() => {
  sent.length = 0
  push.mockClear()
  answer = () => Response.json(makeRun(), { status: 202 })
  vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit) => {
    sent.push({ method: method!, path, body: body ? JSON.parse(String(body)) : null })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const trained = { step: 900, steps: 4690, epoch: 1, epochs: 5, samplesPerSecond: null, etaSeconds: null }
const page = (part: Partial<Run>) => (
  <ToastProvider>
    <RunActions run={makeRun({ progress: trained, seq: 18, ...part })} />
  </ToastProvider>
)
const open = (part: Partial<Run>) => render(page(part))
const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement
const names = () =>
  [...document.querySelectorAll('a, button')]
    .map((each) => each.textContent || each.getAttribute('aria-label'))
    .filter((name) => name !== 'More')
const choose = (name: string) => {
  fireEvent.click(button('More'))
  fireEvent.click(screen.getByRole('menuitem', { name }))
}
const menu = () => {
  fireEvent.click(button('More'))
  return screen.getAllByRole('menuitem').map((item) => item.textContent)
}
const conflict = () =>
  Response.json({ type: 'x', title: 'Conflict', status: 409, detail: 'It is completed' }, { status: 409 })

describe('what is offered', () => {
  const untrained = { ...trained, step: 0 }
  test.each<[string, Partial<Run>, string[]]>([
    ['a running run', { state: 'running' }, ['Pause', 'Stop', 'Fork', 'Ask it']],
    ['one that waits', { state: 'queued', progress: untrained }, ['Pause', 'Stop', 'Fork']],
    ['a paused one', { state: 'paused' }, ['Resume', 'Stop', 'Fork', 'Ask it']],
    ['a completed one', { state: 'completed' }, ['Fork', 'Ask it', 'Compare']],
    ['one that failed', { state: 'failed' }, ['Retry', 'Fork', 'Ask it']],
    ['one that was stopped before it began', { state: 'stopped', progress: untrained }, ['Retry']],
  ])('for %s', (_name, part, expected) => {
    open(part)
    expect(names()).toEqual(expected)
  })
  test('further in the menu', () => {
    open({ state: 'completed' })
    expect(menu()).toEqual(['Replay', 'Ask it', 'Duplicate', 'Metrics as CSV', 'Metrics as Arrow', 'Delete'])
    cleanup()
    open({ state: 'running' })
    expect(menu()).toEqual([
      'Pause and say why',
      'Stop and say why',
      'Compare',
      'Ask it',
      'Duplicate',
      'Metrics as CSV',
      'Metrics as Arrow',
    ])
  })
  test('no file where nothing was recorded, or where the raw points were dropped', () => {
    open({ state: 'completed', seq: 0 })
    expect(menu()).not.toContain('Metrics as CSV')
    cleanup()
    open({ state: 'completed', rawPoints: 'none' })
    expect(menu()).not.toContain('Metrics as CSV')
  })
  test('a fork of what has not begun waits for the end', () => {
    open({ state: 'queued', progress: untrained })
    expect(screen.getByRole('link', { name: 'Fork' }).getAttribute('href')).toBe(
      '/new?fork=aaaaaaaaaaaaaaa0&step=done',
    )
  })
})

describe('a run that was asked for something', () => {
  test('says so on the button, and a pause can still become a stop', () => {
    open({ state: 'running', requested: 'pause' })
    expect(button('Pausing…').disabled).toBe(true)
    expect(button('Stop').disabled).toBe(false)
    cleanup()
    open({ state: 'running', requested: 'stop' })
    expect(button('Stopping…').disabled).toBe(true)
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull()
  })
  test('keeps the words from the press until the page has heard of it', async () => {
    const { rerender } = open({ state: 'running' })
    fireEvent.click(button('Pause'))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toEqual({ method: 'POST', path: '/api/v1/runs/aaaaaaaaaaaaaaa0/pause', body: {} })
    expect(button('Pausing…').disabled).toBe(true)
    rerender(page({ state: 'paused' }))
    expect(names()).toEqual(['Resume', 'Stop', 'Fork', 'Ask it'])
    expect(button('Resume').disabled).toBe(false)
  })
})

test('why it is refused stands beside the buttons, until the run is another', async () => {
  answer = conflict
  const { rerender } = open({ state: 'running' })
  fireEvent.click(button('Stop'))
  expect((await screen.findByRole('alert')).textContent).toBe('It is completed')
  expect(button('Stop').disabled).toBe(false)
  rerender(page({ state: 'completed' }))
  expect(screen.queryByRole('alert')).toBeNull()
})

describe('a reason', () => {
  test('is sent with what it is for', async () => {
    open({ state: 'failed' })
    choose('Retry and say why')
    fireEvent.change(screen.getByLabelText('Retry, because'), { target: { value: ' the disk is free ' } })
    fireEvent.submit(screen.getByLabelText('Retry, because').closest('form')!)
    await waitFor(() => expect(sent[0]?.body).toEqual({ reason: 'the disk is free' }))
    expect(sent[0]!.path).toMatch(/retry$/)
    expect(screen.queryByLabelText('Retry, because')).toBeNull()
  })
  test('is asked for no longer once the act does not apply', () => {
    const { rerender } = open({ state: 'running' })
    choose('Pause and say why')
    rerender(page({ state: 'completed' }))
    expect(screen.queryByLabelText('Pause, because')).toBeNull()
  })
})

describe('deletion', () => {
  test('asks nothing, goes to the board, and can be undone from there', async () => {
    answer = () => new Response(null, { status: 204 })
    open({ state: 'completed', name: 'calm-relu-1' })
    choose('Delete')
    await waitFor(() => expect(push).toHaveBeenCalledWith('/'))
    expect(screen.getByRole('status').textContent).toContain('Deleted calm-relu-1')
    answer = () => Response.json(makeRun())
    fireEvent.click(button('Undo'))
    await screen.findByText('Undone')
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/v1/runs/aaaaaaaaaaaaaaa0',
      'POST /api/v1/runs/aaaaaaaaaaaaaaa0/restore',
    ])
  })
  test('stays where it is when it is refused', async () => {
    answer = conflict
    open({ state: 'failed' })
    choose('Delete')
    await screen.findByRole('alert')
    expect(push).not.toHaveBeenCalled()
  })
})

describe('the menu', () => {
  const focused = () => document.activeElement?.textContent
  test('is gone through by arrow keys, round its ends', () => {
    open({ state: 'failed' })
    fireEvent.click(button('More'))
    const key = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name })
    expect(focused()).toBe('Retry and say why')
    key('ArrowDown')
    expect(focused()).toBe('Compare')
    key('End')
    expect(focused()).toBe('Delete')
    key('ArrowDown')
    expect(focused()).toBe('Retry and say why')
    key('ArrowUp')
    expect(focused()).toBe('Delete')
  })
  test('closes at Escape with the focus on its button, and when something else is pressed', () => {
    open({ state: 'failed' })
    fireEvent.click(button('More'))
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(button('More'))
    fireEvent.click(button('More'))
    fireEvent.pointerDown(document.body)
    expect(screen.queryByRole('menu')).toBeNull()
  })
})
