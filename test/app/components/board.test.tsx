// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Board } from '#app/components/board/board.tsx'
import type { BoardState } from '#app/components/board/board-state.ts'
import { ToastProvider } from '#app/components/shell/toasts.tsx'
import type { BulkRequest } from '#lib/contracts/control.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams(location.search) }))

const now = Date.parse('2026-11-24T10:00:00.000Z')
const idOf = (name: string) => name.replaceAll('-', '').padEnd(16, '0')
const make = (name: string, part: Partial<Run> = {}) => makeRun({ id: idOf(name), name, ...part })
const queueOf = (names: readonly string[], seconds: (number | null)[] = []): Queue => ({
  limit: 1,
  running: 1,
  queued: names.length,
  items: names.map((name, i) => ({
    runId: idOf(name),
    position: i + 1,
    expectedStart: seconds[i] == null ? null : new Date(now + 1000 * seconds[i]!).toISOString(),
  })),
})
const waiting = (names: readonly string[], part: Partial<Run> = {}) =>
  names.map((name, i) =>
    make(name, {
      state: 'queued',
      createdAt: `2026-11-24T09:00:${String(i).padStart(2, '0')}.000Z`,
      ...part,
    }),
  )

/** What the page asks the server for, and the test's answers by method and path. */
const sent: { method: string; path: string; body: unknown }[] = []
let answers: Record<string, (body: never) => unknown>

beforeEach(() => {
  sent.length = 0
  answers = {}
  vi.stubGlobal('fetch', async (address: string, { method = 'GET', body }: RequestInit = {}) => {
    const [path] = address.replace('/api/v1', '').split('?')
    const parsed = body ? JSON.parse(String(body)) : null
    const answer = answers[`${method} ${path}`]
    if (answer) sent.push({ method, path: path!, body: parsed })
    return answer ? Response.json(answer(parsed as never)) : new Promise(() => {})
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function open(groups: Partial<BoardState>, queue = queueOf([]), query = '') {
  history.replaceState(null, '', query === '' ? '/' : `/?${query}`)
  const state: BoardState = { running: [], queued: [], ended: [], endedTotal: 0, nextCursor: null, ...groups }
  return render(
    <ToastProvider>
      <Board
        initial={state}
        initialQueue={queue}
        addressed={{ address: query, query }}
        workers={2}
        now={now}
      />
    </ToastProvider>,
  )
}
const row = (name: string) => screen.getByRole('link', { name }).closest('tr')!
const progress = (name: string) => row(name).querySelector('.c-prog')!.textContent
const names = () => [...document.querySelectorAll('tr[data-run] .c-name a')].map((link) => link.textContent)
const handle = (name: string) => screen.getByRole('button', { name: new RegExp(`^Move ${name},`) })
const check = (name: string, shiftKey = false) =>
  fireEvent.click(screen.getByRole('checkbox', { name: `Select ${name}` }), { shiftKey })
const bar = () => screen.getByRole('region', { name: 'Selected runs' })
const spoken = () => screen.getAllByRole('status').map((element) => element.textContent)

describe('what waits', () => {
  test('stands in the order of the server, with place and expected start', () => {
    open({ queued: waiting(['a', 'b', 'c']) }, queueOf(['c', 'a', 'b'], [42, 180]))
    expect(names()).toEqual(['c', 'a', 'b'])
    expect(['c', 'a', 'b'].map(progress)).toEqual([
      'next · starts in about 40 s',
      '2nd · starts in about 3 min',
      '3rd',
    ])
  })
  test('names the run that it waits for, says what is paused, and who queued it', () => {
    open({
      running: [make('first')],
      queued: [
        make('second', { state: 'queued', after: idOf('first') }),
        make('held', {
          state: 'paused',
          progress: { ...make('x').progress, epoch: 3 },
          createdBy: 'Mina Okafor',
        }),
      ],
    })
    expect(progress('second')).toBe('after first')
    expect(within(row('second')).getByRole('link', { name: 'first' }).getAttribute('href')).toBe(
      `/runs/${idOf('first')}`,
    )
    expect(progress('held')).toBe('paused at epoch 3')
    expect(within(row('held')).getByRole('img', { name: 'by Mina Okafor' }).textContent).toBe('MO')
  })
  test('folds where it is long', () => {
    const many = Array.from({ length: 40 }, (_, i) => `run-${100 + i}`)
    open({ queued: waiting(many) }, queueOf(many))
    expect(names()).toHaveLength(10)
    fireEvent.click(screen.getByRole('button', { name: 'Show all 40' }))
    expect(names()).toHaveLength(40)
  })
})

test('a running run that was asked to pause or stop says so', () => {
  open({ running: [make('a', { requested: 'pause' }), make('b', { requested: 'stop' })] })
  expect([progress('a'), progress('b')]).toEqual(['0 %pausing…', '0 %stopping…'])
})

describe('moving a run by keyboard', () => {
  beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
  afterEach(() => void vi.useRealTimers())
  const patched = (run: Run) => (body: { priority: number }) => ({ ...run, ...body })

  test('shows and tells the place at once, sends one change of its priority, then shows the order of the server', async () => {
    const runs = waiting(['a', 'b', 'c'])
    answers[`PATCH /runs/${idOf('c')}`] = patched(runs[2]!)
    answers['GET /queue'] = () => queueOf(['c', 'a', 'b'])
    open({ queued: runs }, queueOf(['a', 'b', 'c']))
    handle('c').focus()
    fireEvent.keyDown(handle('c'), { key: 'ArrowUp', altKey: true })
    fireEvent.keyDown(handle('c'), { key: 'ArrowUp', altKey: true })
    expect(names()).toEqual(['c', 'a', 'b'])
    expect(progress('c')).toBe('next')
    expect(spoken()).toContain('1st of 3')
    expect(sent).toEqual([])
    await act(() => vi.advanceTimersByTimeAsync(600))
    expect(sent).toEqual([
      { method: 'PATCH', path: `/runs/${idOf('c')}`, body: { priority: 1 } },
      { method: 'GET', path: '/queue', body: null },
    ])
    expect(spoken()).toContain('c is next')
    expect(document.activeElement).toBe(handle('c'))
  })
  test('goes out from what the move before came to, though the server has not announced that yet', async () => {
    const runs = waiting(['a', 'b', 'c'])
    answers[`PATCH /runs/${idOf('c')}`] = patched(runs[2]!)
    answers[`PATCH /runs/${idOf('a')}`] = patched(runs[0]!)
    answers['GET /queue'] = () => queueOf(['c', 'a', 'b'])
    open({ queued: runs }, queueOf(['a', 'b', 'c']))
    fireEvent.keyDown(handle('c'), { key: 'ArrowUp' })
    fireEvent.keyDown(handle('c'), { key: 'ArrowUp' })
    await act(() => vi.advanceTimersByTimeAsync(600))
    answers['GET /queue'] = () => queueOf(['c', 'b', 'a'])
    fireEvent.keyDown(handle('b'), { key: 'ArrowUp' })
    await act(() => vi.advanceTimersByTimeAsync(600))
    expect(names()).toEqual(['c', 'b', 'a'])
    // Between c and a there is no priority left, so a gives way.
    expect(sent.filter(({ method }) => method === 'PATCH')).toEqual([
      { method: 'PATCH', path: `/runs/${idOf('c')}`, body: { priority: 1 } },
      { method: 'PATCH', path: `/runs/${idOf('a')}`, body: { priority: -1 } },
    ])
  })
  test('says why where turns decide', async () => {
    const runs = [
      ...waiting(['a'], { createdBy: 'Ana' }),
      ...waiting(['b'], { createdBy: 'Ben', createdAt: '2026-11-24T09:30:00.000Z' }),
    ]
    answers['GET /queue'] = () => queueOf(['a', 'b'])
    open({ running: [make('r', { createdBy: 'Ben' })], queued: runs }, queueOf(['a', 'b']))
    fireEvent.keyDown(handle('b'), { key: 'ArrowUp' })
    await act(() => vi.advanceTimersByTimeAsync(600))
    expect(sent).toEqual([{ method: 'GET', path: '/queue', body: null }])
    expect(names()).toEqual(['r', 'a', 'b'])
    expect(spoken()).toContain('b is 2nd: members take turns, whatever the priorities')
  })
  test('is not offered under a filter, which hides what lies between', () => {
    open({ queued: waiting(['a', 'b']) }, queueOf(['a', 'b']), 'q=a')
    expect(screen.queryByRole('button', { name: /^Move/ })).toBeNull()
  })
})

describe('a selection', () => {
  const groups = {
    running: [make('r')],
    queued: waiting(['a', 'b', 'c']),
    ended: [make('e', { state: 'stopped' }), make('f', { state: 'completed' })],
  }
  const order = queueOf(['a', 'b', 'c'])

  test('takes ranges and whole groups', () => {
    open(groups, order)
    check('r')
    check('b', true)
    expect(bar().textContent).toContain('3 selected')
    fireEvent.click(screen.getByRole('checkbox', { name: 'All queued runs' }))
    expect(bar().textContent).toContain('4 selected')
    fireEvent.click(screen.getByRole('checkbox', { name: 'All queued runs' }))
    expect(bar().textContent).toContain('1 selected')
  })
  test('offers what applies to some of it, with how many', () => {
    open(groups, order)
    for (const name of ['r', 'a', 'e', 'f']) check(name)
    const offered = within(bar())
      .getAllByRole('button')
      .map((button) => button.textContent || button.getAttribute('aria-label'))
    expect(offered).toEqual(['Pause 2', 'Stop 2', 'Retry 1', 'Delete 2', 'Tags', 'Clear the selection'])
  })
  test('is paused in one request, what waits before what runs, and what became of each is told', async () => {
    const problem = { type: 'x', title: 'Conflict', status: 409, detail: 'run b is completed' }
    answers['POST /runs/bulk'] = ({ ids }: BulkRequest) => ({
      items: [
        { id: ids[0], ok: true, run: make('a', { state: 'paused' }) },
        { id: ids[1], ok: false, problem },
        { id: ids[2], ok: true, run: make('r', { requested: 'pause' }) },
      ],
    })
    open(groups, order)
    for (const name of ['r', 'a', 'b', 'e']) check(name)
    fireEvent.click(within(bar()).getByRole('button', { name: 'Pause 3' }))
    await waitFor(() => expect(spoken()).toContain('1 paused, 1 pausing, 1 could not be: run b is completed'))
    expect(sent).toEqual([
      { method: 'POST', path: '/runs/bulk', body: { action: 'pause', ids: ['a', 'b', 'r'].map(idOf) } },
    ])
    expect([progress('r'), progress('a')]).toEqual(['0 %pausing…', 'paused at epoch 0'])
  })
})

describe('deleting', () => {
  const ended = [make('e', { state: 'stopped' }), make('f', { state: 'completed' })]
  const choose = (name: string, item: string) => {
    fireEvent.click(screen.getByRole('button', { name: `Actions for ${name}` }))
    fireEvent.click(screen.getByRole('menuitem', { name: item }))
  }

  test('takes the row away, keeps the focus in the table, and can be undone', async () => {
    answers['POST /runs/bulk'] = ({ action, ids }: BulkRequest) => ({
      items: ids.map((id) => ({ id, ok: true, run: action === 'delete' ? null : ended[0] })),
    })
    open({ ended, endedTotal: 2 })
    choose('e', 'Delete')
    await waitFor(() => expect(names()).toEqual(['f']))
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Actions for f')
    expect(spoken().join()).toContain('Deleted e')
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(names()).toHaveLength(2))
    expect(sent.map(({ body }) => (body as BulkRequest).action)).toEqual(['delete', 'restore'])
  })
  test('says why a run is still there', async () => {
    answers['POST /runs/bulk'] = ({ ids }: BulkRequest) => ({
      items: [
        {
          id: ids[0],
          ok: false,
          problem: { type: 'x', title: 'x', status: 409, detail: 'run e is queued' },
        },
      ],
    })
    open({ ended, endedTotal: 2 })
    choose('e', 'Delete')
    await waitFor(() => expect(spoken()).toContain('1 could not be: run e is queued'))
    expect(names()).toEqual(['e', 'f'])
  })
})

test('the priority of a waiting run is set from its menu, which stays open', async () => {
  const [run] = waiting(['a'])
  answers[`PATCH /runs/${idOf('a')}`] = (body: { priority: number }) => ({ ...run, ...body })
  open({ queued: [run!] }, queueOf(['a']))
  fireEvent.click(screen.getByRole('button', { name: 'Actions for a' }))
  fireEvent.click(screen.getByRole('menuitem', { name: /^Raise priority/ }))
  fireEvent.click(screen.getByRole('menuitem', { name: /^Raise priority/ }))
  await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ priority: 1 }, { priority: 2 }]))
  expect(screen.getByRole('menuitem', { name: /^Raise priority/ }).textContent).toBe('Raise priority2 → 3')
})

describe('the address', () => {
  const ended = [
    make('e', { state: 'completed', summary: { 'val/loss': { last: 0.2, best: 0.1234, bestStep: 1 } } }),
  ]
  const address = () => decodeURIComponent(location.search)

  test('holds order, filters and grouping, whichever way they are set', async () => {
    open({ ended, endedTotal: 1 }, queueOf([]), 'dataset=mnist&sort=val%2Floss')
    expect(row('e').querySelector('.c-loss')!.textContent).toBe('0.1234')
    fireEvent.click(screen.getByRole('button', { name: 'Best val' }))
    await waitFor(() => expect(address()).toBe('?dataset=mnist&sort=-val/accuracy'))
    fireEvent.click(screen.getByRole('button', { name: 'Best val' }))
    await waitFor(() => expect(address()).toBe('?dataset=mnist&sort=val/accuracy'))
    fireEvent.change(screen.getByLabelText('Sort ended runs'), { target: { value: '-createdAt' } })
    fireEvent.change(screen.getByLabelText('Verdict'), { target: { value: 'dying' } })
    fireEvent.change(screen.getByLabelText('Group ended runs'), { target: { value: 'tag' } })
    await waitFor(() => expect(address()).toBe('?dataset=mnist&verdict=dying&group=tag'))
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(address()).toBe('?group=tag'))
  })
  test('holds the selection, and is kept by the server where that makes it long', async () => {
    const many = Array.from({ length: 120 }, (_, i) => make(`run-${100 + i}`, { state: 'completed' }))
    const view = {
      id: 'abcdefghij',
      page: 'board',
      createdAt: '2026-11-24T10:00:00.000Z',
      url: '/?view=abcdefghij',
    }
    answers['POST /views'] = (body: object) => ({ ...view, ...body })
    open({ ended: many, endedTotal: 120 })
    check('run-100')
    await waitFor(() => expect(address()).toBe(`?selected=${idOf('run-100')}`))
    fireEvent.click(screen.getByRole('checkbox', { name: 'All ended runs' }))
    await waitFor(() => expect(address()).toBe('?view=abcdefghij'))
    expect(sent).toHaveLength(1)
    expect(sent[0]!.body).toMatchObject({ page: 'board', query: expect.stringContaining(idOf('run-219')) })
  })
  test('of a view that the server resolved is what that holds', () => {
    history.replaceState(null, '', '/?view=abcdefghij')
    render(
      <Board
        initial={{ running: [], queued: [], ended, endedTotal: 1, nextCursor: null }}
        initialQueue={queueOf([])}
        addressed={{ address: 'view=abcdefghij', query: `dataset=mnist&selected=${idOf('e')}` }}
        workers={2}
        now={now}
      />,
    )
    expect(screen.getByLabelText<HTMLSelectElement>('Dataset').value).toBe('mnist')
    expect(bar().textContent).toContain('1 selected')
  })
})
