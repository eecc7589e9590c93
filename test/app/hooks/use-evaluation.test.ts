// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useEvaluation } from '#app/hooks/use-evaluation.ts'
import { makeEvaluation } from '../helpers/evaluations.ts'

/** Steps of the checkpoints that the server keeps, and the steps whose evaluation it was asked for. */
let kept: number[]
let asked: number[]

beforeEach(() => {
  vi.useFakeTimers()
  kept = [100, 200]
  asked = []
  vi.stubGlobal('fetch', async (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://x')
    if (pathname.endsWith('/checkpoints')) {
      const items = [50, ...kept].map((step) => ({
        step,
        epoch: 1,
        epochEnd: true,
        weights: `of ${step}`,
        bytes: 1,
        restorable: step !== 50,
        createdAt: '2026-11-23T10:00:00.000Z',
      }))
      return Response.json({ items })
    }
    const step = Number(searchParams.get('step'))
    asked.push(step)
    return Response.json(makeEvaluation({ step: kept.findLast((each) => each <= step)! }))
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const runId = 'aaaaaaaaaaaaaaa0'
const follow = (step: number, live = false) =>
  renderHook(({ step }) => useEvaluation({ runId, step, live }), { initialProps: { step } })
const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

test('is of the newest checkpoint that is kept; without one there is none', async () => {
  const { result, rerender } = follow(250)
  await wait(0)
  expect(result.current.held?.answer).toMatchObject({
    step: 200,
    steps: [100, 200],
    evaluation: { step: 200 },
  })
  rerender({ step: 60 })
  await wait(200)
  expect(result.current.held?.answer).toEqual({ step: null, steps: [100, 200], evaluation: null })
  expect(asked).toEqual([200])
})

test('of a run that goes on is asked for again once there is another checkpoint, and not before', async () => {
  const { result, rerender } = follow(250, true)
  await wait(0)
  for (let step = 251; step < 300; step++) {
    rerender({ step })
    await wait(100)
  }
  expect(asked).toEqual([200])
  kept = [100, 200, 300]
  rerender({ step: 301 })
  await wait(3000)
  expect(asked).toEqual([200, 300])
  expect(result.current.held?.answer.evaluation?.step).toBe(300)
})

test('comes to rest where a checkpoint is dropped just then', async () => {
  const { result } = follow(250)
  // Between the list and the evaluation, 200 is no longer kept.
  const { fetch } = globalThis
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.includes('/evaluation')) kept = [100]
    return fetch(path)
  })
  kept = [100, 200]
  await wait(5000)
  expect(asked).toEqual([200])
  expect(result.current.held?.answer).toMatchObject({ step: 100, steps: [100] })
})
