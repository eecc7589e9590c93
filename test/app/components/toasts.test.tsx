// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Toast, ToastProvider, useToast } from '#app/components/shell/toasts.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

let show: (toast: Toast) => void
function Page() {
  show = useToast()
  return <input aria-label="Notes" />
}
const open = () =>
  render(
    <ToastProvider>
      <Page />
    </ToastProvider>,
  )
const told = () => screen.getByRole('status').textContent
const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

test('a toast goes after ten seconds, not while the pointer or the focus is on it', async () => {
  open()
  act(() => show({ words: 'Deleted deep-relu', undo: async () => {} }))
  await wait(9000)
  fireEvent.pointerEnter(screen.getByText('Deleted deep-relu').parentElement!)
  await wait(60_000)
  fireEvent.pointerLeave(screen.getByText('Deleted deep-relu').parentElement!)
  fireEvent.focus(screen.getByRole('button', { name: 'Undo' }))
  await wait(60_000)
  expect(told()).toContain('Deleted deep-relu')
  fireEvent.blur(screen.getByRole('button', { name: 'Undo' }))
  await wait(999)
  expect(told()).toContain('Deleted deep-relu')
  await wait(2)
  expect(told()).toBe('')
})

test('undo is done once, and told', async () => {
  open()
  const undo = vi.fn(async () => {})
  act(() => show({ words: 'Deleted deep-relu', undo }))
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await wait(0)
  expect(undo).toHaveBeenCalledTimes(1)
  expect(told()).toBe('Undone')
})

test('where it cannot be undone that is told, and stays', async () => {
  open()
  act(() => show({ words: 'Deleted 4 runs', undo: () => Promise.reject(new Error('gone for good')) }))
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await wait(60_000)
  expect(told()).toContain('Could not be undone')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(told()).toBe('')
})

test('Ctrl+Z undoes the newest, but not while somebody writes', async () => {
  open()
  const [older, newer] = [vi.fn(async () => {}), vi.fn(async () => {})]
  act(() => show({ words: 'one', undo: older }))
  act(() => show({ words: 'two', undo: newer }))
  act(() => show({ words: 'three' }))
  fireEvent.keyDown(screen.getByLabelText('Notes'), { key: 'z', ctrlKey: true })
  expect(newer).not.toHaveBeenCalled()
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
  await wait(0)
  expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1])
})

test('only the three newest are shown', () => {
  open()
  for (const words of ['one', 'two', 'three', 'four']) act(() => show({ words }))
  expect(told()).toBe('twothreefour')
})
