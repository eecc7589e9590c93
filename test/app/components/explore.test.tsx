// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ExploreState, usualState } from '#app/components/explore/explore-state.ts'
import { ExploreView } from '#app/components/explore/explore-view.tsx'

beforeEach(() => {
  vi.useFakeTimers()
  history.replaceState(null, '', '/explore')
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const open = (part: Partial<ExploreState> = {}) =>
  render(<ExploreView initial={{ ...usualState, ...part }} />)
const slide = (name: string, value: number) =>
  fireEvent.change(screen.getByRole('slider', { name }), { target: { value: String(value) } })
const settle = () => vi.advanceTimersByTime(1000)

test('the address follows, once nothing changes any more', () => {
  open()
  const replace = vi.spyOn(history, 'replaceState')
  slide('Input z', 2)
  slide('Input z', 2.5)
  expect(location.search).toBe('')
  settle()
  expect(location.search).toBe('?z=2.5')
  expect(replace).toHaveBeenCalledTimes(1)
  slide('Input z', usualState.z)
  settle()
  expect(location.search).toBe('')
})

test('a pressed tile puts an activation on the plot, pressed again it is gone, and one always stays', () => {
  open()
  const tile = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}\\b`) })
  const readings = () => within(screen.getByRole('list', { name: 'At z' })).getAllByRole('listitem').length
  fireEvent.click(tile('leaky_relu'))
  expect(readings()).toBe(2)
  slide('α of leaky_relu', 0.3)
  settle()
  expect(location.search).toBe('?f=sigmoid,leaky_relu:0.3')
  fireEvent.click(tile('sigmoid'))
  fireEvent.click(tile('leaky_relu'))
  expect(readings()).toBe(1)
  expect(tile('leaky_relu').getAttribute('aria-pressed')).toBe('true')
})

test('moving z changes the sentence', () => {
  open({ chosen: [{ name: 'relu', alpha: 0 }] })
  screen.getByText('Here, at z = 1.4, it hands back all of the error: f′ is 1.')
  slide('Input z', -1)
  screen.getByText('Here, at z = −1, it hands back nothing: f′ is 0.')
})

test('a deeper chain leaves less', () => {
  open()
  screen.getByText(/^After 10 layers.* sigmoid 1.8·10⁻⁷\.$/)
  slide('Layers', 20)
  screen.getByText(/^After 20 layers.* sigmoid 3.3·10⁻¹⁴\.$/)
})

test('two classes, and back', () => {
  open()
  fireEvent.click(screen.getByRole('button', { name: '2 classes' }))
  expect(screen.getAllByRole('slider', { name: /^Logit of/ })).toHaveLength(2)
  slide('Logit of negative', 3)
  screen.getByText(/^Softmax gives negative/)
  fireEvent.click(screen.getByRole('button', { name: 'Reset' }))
  screen.getByText(/^Softmax gives positive/)
})
