// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDiagnostics } from '#app/hooks/use-diagnostics.ts'

/** Steps that the server has looked at, and those that it was asked about. */
let looks: number[]
let asked: number[]
let broken: boolean

beforeEach(() => {
  vi.useFakeTimers()
  looks = [0, 100, 200]
  asked = []
  broken = false
  vi.stubGlobal('fetch', async (path: string) => {
    const step = Number(new URL(path, 'http://x').searchParams.get('step'))
    asked.push(step)
    if (broken) throw new TypeError('network')
    const newest = looks.findLast((look) => look <= step) ?? null
    return Response.json({ step: newest, epoch: 0, layers: [], steps: looks, verdicts: [] })
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const follow = (step: number, live = false) =>
  renderHook(({ step, live }) => useDiagnostics('aaaaaaaaaaaaaaa0', step, live), {
    initialProps: { step, live },
  })
const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

test('asks at once, then only for another look, and once for a playhead that moves on', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  expect(result.current.answer?.step).toBe(200)
  rerender({ step: 250, live: false })
  await wait(1000)
  expect(asked).toEqual([200])
  for (const step of [150, 120, 60, 30]) rerender({ step, live: false })
  await wait(150)
  expect(asked).toEqual([200, 30])
  expect(result.current.answer?.step).toBe(0)
})

test('a run that goes on is asked about now and then, however often it moves', async () => {
  const { result, rerender } = follow(200, true)
  await wait(0)
  for (let step = 201; step <= 280; step++) {
    looks = [0, 100, 200, 250]
    rerender({ step, live: true })
    await wait(50)
  }
  expect(asked.length).toBeGreaterThanOrEqual(2)
  expect(asked.length).toBeLessThanOrEqual(4)
  expect(result.current.answer?.step).toBe(250)
})

test('a run that is further than the page knew at first is asked about again soon', async () => {
  looks = [1]
  const { result, rerender } = follow(0, true)
  await wait(0)
  rerender({ step: 5000, live: true })
  await wait(200)
  expect(result.current.answer?.step).toBe(1)
})

test('keeps what it has when the server does not answer, and asks again at the next move', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  broken = true
  rerender({ step: 50, live: false })
  await wait(200)
  expect(result.current).toMatchObject({ failed: true, answer: { step: 200 } })
  broken = false
  rerender({ step: 40, live: false })
  await wait(200)
  expect(result.current).toMatchObject({ failed: false, answer: { step: 0 } })
})

test('asks nothing once nobody looks', async () => {
  const { unmount } = follow(200)
  unmount()
  await wait(1000)
  expect(asked).toEqual([])
})
