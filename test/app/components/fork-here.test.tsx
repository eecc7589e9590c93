// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Crosshair } from '#app/components/charts/crosshair.ts'
import { StackContext } from '#app/components/charts/stack-context.ts'
import { ForkHere } from '#app/components/run/fork-here.tsx'
import { stretchesOf } from '#app/components/run/run-lines.ts'
import { makeRun } from '../helpers/runs.ts'
import { makeStack } from '../helpers/stack.ts'

const checkpoint = (step: number, restorable = true) => ({
  step,
  epoch: 1,
  epochEnd: true,
  weights: 'w',
  bytes: 1,
  restorable,
  createdAt: '2026-11-24T10:00:00.000Z',
})
const parent = makeRun({ id: 'aaaaaaaaaaaaaaa1', state: 'completed' })
const run = makeRun({ fork: { of: parent.id, step: 200, weights: 'w', config: parent.config } })
const kept: Record<string, ReturnType<typeof checkpoint>[]> = {
  [parent.id]: [checkpoint(50, false), checkpoint(100), checkpoint(200)],
  [run.id]: [checkpoint(200), checkpoint(300), checkpoint(410)],
}
const crosshair = new Crosshair()
const stack = makeStack({ end: 900, latest: 400, crosshair })

beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string) => {
    return Response.json({ items: kept[path.match(/runs\/(\w+)/)![1]!] })
  })
  const stretches = stretchesOf(run, {}, [{ run: parent, span: [-1, 200], series: {} }])
  render(
    <StackContext value={stack}>
      <ForkHere run={run} stretches={stretches} />
    </StackContext>,
  )
})
afterEach(() => {
  act(() => crosshair.pin(null))
  cleanup()
  vi.unstubAllGlobals()
})

const link = async (name: string) => (await screen.findByRole('link', { name })).getAttribute('href')

test('leads to the newest kept checkpoint at or before the playhead', async () => {
  act(() => crosshair.pin(399))
  expect(await link('Fork from step 300')).toBe(`/new?fork=${run.id}&step=300`)
})

test('at the latest reading it is the newest of all', async () => {
  expect(await link('Fork from step 410')).toBe(`/new?fork=${run.id}&step=410`)
})

test('before the fork it is one of the run before', async () => {
  act(() => crosshair.pin(150))
  expect(await link('Fork from step 100')).toBe(`/new?fork=${parent.id}&step=100`)
})

test('where none is kept so early, the first is named', async () => {
  act(() => crosshair.pin(60))
  await screen.findByText('No checkpoint is kept up to here; the first is at step 100.')
})
