// @vitest-environment happy-dom
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useLineage } from '#app/hooks/use-lineage.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const { config } = makeRun()
const idOf = (level: number) => `aaaaaaaaaaaaaa${String(level).padStart(2, '0')}`
/** Run `level` is a fork of run `level - 1` at step 100 · level; run 0 is none. */
const runAt = (level: number): Run =>
  makeRun({
    id: idOf(level),
    fork: level === 0 ? null : { of: idOf(level - 1), step: 100 * level, weights: 'w', config },
  })
let asked: string[]
let gone: string | null
let broken: boolean

beforeEach(() => {
  asked = []
  gone = null
  broken = false
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    if (broken) throw new TypeError('network')
    const [, id, rest] = path.match(/runs\/(\w+)(.*)/)!
    const problem = { type: 'x', title: 'Not found', status: 404, detail: 'There is no such run' }
    if (id === gone) return Response.json(problem, { status: 404 })
    if (!rest) return Response.json(runAt(Number(id!.slice(-2))))
    return Response.json({
      seq: 2,
      series: { 'val/loss': { steps: [0, 50], values: [1, 'NaN'], total: 2 } },
    })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const follow = (run: Run) => renderHook(({ run }) => useLineage(run, false), { initialProps: { run } })

test('a fork of a fork is followed back, the oldest first, each over its own steps', async () => {
  const { result } = follow(runAt(2))
  await waitFor(() => expect(result.current.answer).not.toBeNull())
  const { pasts, missing } = result.current.answer!
  expect(pasts.map(({ run, span }) => [run.id, ...span])).toEqual([
    [idOf(0), -1, 100],
    [idOf(1), 100, 200],
  ])
  expect(missing).toBeNull()
  expect(pasts[0]!.series['val/loss']!.values).toEqual([1, Number.NaN])
  expect(asked.filter((path) => path.includes('metrics')).map((path) => path.match(/to=(\d+)/)?.[1])).toEqual(
    ['200', '100'],
  )
})

test('a run that is gone ends the way back', async () => {
  gone = idOf(0)
  const { result } = follow(runAt(2))
  await waitFor(() => expect(result.current.answer?.missing).toBe('gone'))
  expect(result.current.answer!.pasts.map(({ run }) => run.id)).toEqual([idOf(1)])
})

test('the way back has an end', async () => {
  const { result } = follow(runAt(12))
  await waitFor(() => expect(result.current.answer?.missing).toBe('too many'))
  expect(result.current.answer!.pasts).toHaveLength(8)
})

test('a run that is no fork asks for nothing, one that waits asks once it has begun', async () => {
  const waiting = { ...runAt(1), fork: { ...runAt(1).fork!, step: null } }
  const { result, rerender } = follow(runAt(0))
  await waitFor(() => expect(result.current.answer).toEqual({ pasts: [], missing: null }))
  rerender({ run: waiting })
  await waitFor(() => expect(result.current.answer).toEqual({ pasts: [], missing: null }))
  expect(asked).toEqual([])
  rerender({ run: runAt(1) })
  await waitFor(() => expect(result.current.answer?.pasts).toHaveLength(1))
})

test('is told when the server does not answer', async () => {
  broken = true
  const { result } = follow(runAt(1))
  await waitFor(() => expect(result.current).toEqual({ answer: null, failed: true }))
})

test('nothing is asked about a run that is known to be gone', () => {
  const { result } = renderHook(() => useLineage(runAt(1), true))
  expect(result.current.answer).toEqual({ pasts: [], missing: 'gone' })
  expect(asked).toEqual([])
})
