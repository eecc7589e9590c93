// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LookAnswer, LookCache } from '#app/hooks/look-cache.ts'
import { type Place, useLook } from '#app/hooks/use-look.ts'

/** Steps that the server has looked at, and those that it was asked about. */
let looks: number[]
let asked: number[]
let broken: boolean

beforeEach(() => {
  vi.useFakeTimers()
  looks = [0, 100, 200]
  asked = []
  broken = false
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const runId = 'aaaaaaaaaaaaaaa0'

async function ask(id: string, step: number): Promise<LookAnswer> {
  asked.push(step)
  if (broken) throw new TypeError('network')
  return { step: looks.findLast((look) => look <= step) ?? null, steps: id === runId ? looks : [0] }
}

const follow = (step: number, live = false) =>
  renderHook((place: Partial<Place>) => useLook({ runId, step, live, ...place }, ask), {
    initialProps: { step, live } as Partial<Place>,
  })
const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

test('asks at once, then only for another look, and once for a playhead that moves on', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  expect(result.current.held?.answer.step).toBe(200)
  rerender({ step: 250, live: false })
  await wait(1000)
  expect(asked).toEqual([200])
  for (const step of [150, 120, 60, 30]) rerender({ step, live: false })
  await wait(150)
  expect(asked).toEqual([200, 30])
  expect(result.current.held?.answer.step).toBe(0)
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
  expect(result.current.held?.answer.step).toBe(250)
})

test('a run that is further than the page knew at first is asked about again soon', async () => {
  looks = [1]
  const { result, rerender } = follow(0, true)
  await wait(0)
  rerender({ step: 5000, live: true })
  await wait(200)
  expect(result.current.held?.answer.step).toBe(1)
})

test('keeps what it has when the server does not answer, and asks again at the next move', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  broken = true
  rerender({ step: 50, live: false })
  await wait(200)
  expect(result.current).toMatchObject({ failure: 'Something went wrong', held: { answer: { step: 200 } } })
  broken = false
  rerender({ step: 40, live: false })
  await wait(200)
  expect(result.current).toMatchObject({ failure: null, held: { answer: { step: 0 } } })
})

test('asks nothing once nobody looks', async () => {
  const { unmount } = follow(200)
  unmount()
  await wait(1000)
  expect(asked).toEqual([])
})

test('what was asked for once is answered at once, without another question', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  rerender({ step: 120 })
  await wait(200)
  expect(asked).toEqual([200, 120])
  for (const [step, look] of [
    [201, 200],
    [199, 100],
    [100, 100],
    [9000, 200],
  ]) {
    rerender({ step: step! })
    expect(result.current.held?.answer.step).toBe(look)
  }
  await wait(1000)
  expect(asked).toEqual([200, 120])
})

test('another run’s answer is told apart, and the one before stays until it has come', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  rerender({ runId: 'bbbbbbbbbbbbbbb0', step: 300 })
  expect(result.current.held?.runId).toBe(runId)
  looks = [0]
  await wait(200)
  expect(result.current.held).toMatchObject({ runId: 'bbbbbbbbbbbbbbb0', answer: { step: 0 } })
})

test('asks again at once when told to', async () => {
  broken = true
  const { result } = follow(200)
  await wait(0)
  expect(result.current).toMatchObject({ failure: 'Something went wrong', held: null })
  broken = false
  act(() => result.current.retry())
  await wait(0)
  expect(result.current).toMatchObject({ failure: null, held: { answer: { step: 200 } } })
})

test('the cache forgets the answers that were kept longest', () => {
  const cache = new LookCache<LookAnswer>()
  const steps = Array.from({ length: 100 }, (_, i) => i)
  for (const step of steps) cache.add({ runId, answer: { step, steps } })
  expect(cache.find(runId, 99)?.answer.step).toBe(99)
  expect(cache.find(runId, 10)).toBeNull()
})

test('what it answers is the same object for as long as nothing is new', async () => {
  const { result, rerender } = follow(200)
  await wait(0)
  const first = result.current
  rerender({ step: 250 })
  expect(result.current).toBe(first)
})

test('asks again by itself where the server was away', async () => {
  broken = true
  const { result } = follow(200)
  // What a wait has changed is rendered once it is over.
  for (const milliseconds of [0, 5000, 0]) await wait(milliseconds)
  expect(asked).toEqual([200, 200])
  broken = false
  for (const milliseconds of [5000, 0]) await wait(milliseconds)
  expect(result.current).toMatchObject({ failure: null, held: { answer: { step: 200 } } })
  await wait(60_000)
  expect(asked).toEqual([200, 200, 200])
})
