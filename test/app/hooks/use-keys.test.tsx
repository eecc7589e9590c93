// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useKeys, useSingleKeys } from '#app/hooks/use-keys.ts'

const done = vi.fn()

beforeEach(() => {
  done.mockClear()
  localStorage.clear()
})
afterEach(cleanup)

function Page() {
  const [on, set] = useSingleKeys()
  useKeys({ n: () => done('n'), 'g r': () => done('g r'), r: () => done('r') })
  return (
    <>
      <input aria-label="Name" />
      <button type="button" onClick={() => set(!on)}>
        {on ? 'on' : 'off'}
      </button>
    </>
  )
}
const press = (key: string, target: Element = document.body, more = {}) =>
  fireEvent.keyDown(target, { key, bubbles: true, ...more })
const calls = () => done.mock.calls.flat()

test('a key does what is bound to it, two after each other what is bound to both', () => {
  render(<Page />)
  press('n')
  press('g')
  press('r')
  expect(calls()).toEqual(['n', 'g r'])
  press('x')
  press('r')
  expect(calls()).toEqual(['n', 'g r', 'r'])
})

test('what is typed into a field, and keys with Ctrl, do nothing', () => {
  render(<Page />)
  press('n', screen.getByLabelText('Name'))
  press('n', document.body, { ctrlKey: true })
  expect(calls()).toEqual([])
})

test('while a dialog is open, wherever the focus is, keys do nothing', () => {
  render(
    <>
      <Page />
      <dialog open />
    </>,
  )
  press('n')
  expect(calls()).toEqual([])
})

test('keys alone can be switched off, and on again', () => {
  render(<Page />)
  act(() => screen.getByText('on').click())
  press('n')
  expect(calls()).toEqual([])
  act(() => screen.getByText('off').click())
  press('n')
  expect(calls()).toEqual(['n'])
})
