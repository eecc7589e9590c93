// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CommandPalette } from '#app/components/shell/command-palette.tsx'
import { ToastProvider } from '#app/components/shell/toasts.tsx'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const at = vi.hoisted(() => ({ push: vi.fn(), path: '/' }))
vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: at.push }),
  usePathname: () => at.path,
}))

let runs: Run[]
const sent: string[] = []
const closed = vi.fn()
const keysShown = vi.fn()

beforeEach(() => {
  sent.length = 0
  at.push.mockClear()
  closed.mockClear()
  keysShown.mockClear()
  at.path = '/'
  runs = [makeRun({ id: 'a', name: 'deep relu' }), makeRun({ id: 'b', name: 'deep sigmoid' })]
  vi.stubGlobal('fetch', async (path: string, { method = 'GET' }: RequestInit = {}) => {
    sent.push(`${method} ${path}`)
    const { pathname, searchParams } = new URL(path, 'http://x')
    const words = searchParams.get('q') ?? ''
    if (pathname === '/api/v1/runs') {
      return Response.json({ items: runs.filter(({ name }) => name.includes(words)), nextCursor: null })
    }
    return Response.json(runs.find(({ id }) => pathname.includes(`/runs/${id}`)))
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const open = () =>
  render(
    <ToastProvider>
      <CommandPalette onClose={closed} onShowKeys={keysShown} />
    </ToastProvider>,
  )
const options = () => screen.queryAllByRole('option').map((option) => option.textContent ?? '')
const write = (value: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value } })

test('runs are found by name, and opened', async () => {
  open()
  await waitFor(() => expect(options().join()).toContain('deep relu'))
  write('sigmoid')
  await waitFor(() => expect(options()).toEqual([expect.stringContaining('deep sigmoid')]))
  fireEvent.click(screen.getByRole('option'))
  expect(at.push).toHaveBeenCalledWith('/runs/b')
  expect(closed).toHaveBeenCalledOnce()
})

test('actions are found by any of their words, in any order', async () => {
  open()
  write('run new')
  await waitFor(() => expect(options()).toEqual(['New run']))
  write('keyboard')
  await waitFor(() => expect(options()).toEqual(['Keyboard shortcuts']))
  fireEvent.click(screen.getByRole('option'))
  expect(keysShown).toHaveBeenCalledOnce()
})

test('on a run’s page, what applies to it is offered first, done, and told', async () => {
  at.path = '/runs/a'
  runs[0] = makeRun({ id: 'a', name: 'deep relu', state: 'running' })
  open()
  await waitFor(() => expect(options()[0]).toBe('Pause deep relu'))
  expect(options()).toContain('Stop deep relu')
  expect(options()).not.toContain('Delete deep relu')
  fireEvent.click(screen.getByRole('option', { name: 'Pause deep relu' }))
  await waitFor(() => expect(sent).toContain('POST /api/v1/runs/a/pause'))
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Pausing deep relu'))
})

test('says that nothing has the name, and that the server did not answer', async () => {
  open()
  write('zzz')
  await screen.findByText('No run and no action has that name.')
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('no connection')
  })
  write('yyy')
  await screen.findByText('The server did not answer.')
})
