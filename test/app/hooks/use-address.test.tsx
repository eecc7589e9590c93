// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useAddress } from '#app/hooks/use-address.ts'

beforeEach(() => {
  vi.useFakeTimers()
  history.replaceState(null, '', '/page#place')
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Address of the page when a click or key reached the link. */
const left: string[] = []
beforeEach(() => left.splice(0))

function Page({ query, addressOf }: { query: string; addressOf?: () => string | Promise<string> }) {
  useAddress(query, addressOf ?? (() => `/page${query}`))
  const leave = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    left.push(location.search)
  }
  return (
    <>
      <a href="/elsewhere" onClick={leave} onKeyDown={leave}>
        Elsewhere
      </a>
      <input aria-label="Name" onKeyDown={leave} />
    </>
  )
}
const settle = () => act(() => vi.advanceTimersByTimeAsync(1000))

test('the address follows once nothing changes any more, and stays where nothing did', async () => {
  const { rerender } = render(<Page query="" />)
  const replace = vi.spyOn(history, 'replaceState')
  await settle()
  expect(replace).not.toHaveBeenCalled()
  rerender(<Page query="?a=1" />)
  rerender(<Page query="?a=2" />)
  expect(location.search).toBe('')
  await settle()
  expect(`${location.search}${location.hash}`).toBe('?a=2#place')
  expect(replace).toHaveBeenCalledTimes(1)
})

test('who leaves by a link or by a key leaves the address of what was shown, and is not called back', async () => {
  const { rerender } = render(<Page query="" />)
  rerender(<Page query="?a=1" />)
  fireEvent.click(screen.getByRole('link'))
  rerender(<Page query="?a=2" />)
  fireEvent.keyDown(screen.getByRole('link'), { key: 'Enter' })
  rerender(<Page query="?a=3" />)
  fireEvent.keyDown(screen.getByRole('link'), { key: 'b' })
  expect(left).toEqual(['?a=1', '?a=2', '?a=3'])
  const replace = vi.spyOn(history, 'replaceState')
  await settle()
  expect(replace).not.toHaveBeenCalled()
})

test('keys that are typed or that move something leave it to rest', async () => {
  const { rerender } = render(<Page query="" />)
  rerender(<Page query="?a=1" />)
  fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'b' })
  fireEvent.keyDown(screen.getByRole('link'), { key: 'ArrowRight' })
  expect(left).toEqual(['', ''])
  await settle()
  expect(location.search).toBe('?a=1')
})

test('an address that the server has to tell is put when it comes, unless one has left or changed something', async () => {
  const answers: ((address: string) => void)[] = []
  const addressOf = () => new Promise<string>((resolve) => answers.push(resolve))
  const { rerender } = render(<Page query="" addressOf={addressOf} />)
  rerender(<Page query="?a=1" addressOf={addressOf} />)
  await settle()
  rerender(<Page query="?a=2" addressOf={addressOf} />)
  await settle()
  answers[0]!('/page?view=1')
  await settle()
  expect(location.search).toBe('')
  answers[1]!('/page?view=2')
  await settle()
  expect(location.search).toBe('?view=2')
  rerender(<Page query="?a=3" addressOf={addressOf} />)
  await settle()
  fireEvent.click(screen.getByRole('link'))
  answers[2]!('/page?view=3')
  await settle()
  expect(location.search).toBe('?view=2')
})

test('an address that cannot be told is told with the next change', async () => {
  let offline = true
  const addressOf = () => (offline ? Promise.reject(new Error('offline')) : '/page?view=1')
  const { rerender } = render(<Page query="" addressOf={addressOf} />)
  rerender(<Page query="?a=1" addressOf={addressOf} />)
  await settle()
  expect(location.search).toBe('')
  offline = false
  rerender(<Page query="?a=2" addressOf={addressOf} />)
  await settle()
  expect(location.search).toBe('?view=1')
})
