// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Distributions } from '#app/components/run/distributions.tsx'
import type { MomentRun } from '#app/components/run/moment-run.ts'
import { type DiagnosticsAnswer, type LayerSnapshot, measureNames } from '#lib/contracts/diagnostics.ts'
import { histogram } from '../helpers/histograms.ts'
import { makeRun } from '../helpers/runs.ts'

const layer = (name: string, part: Partial<LayerSnapshot['histograms']> = {}): LayerSnapshot => ({
  name,
  activation: 'relu',
  measures: Object.fromEntries(measureNames.map((name) => [name, 0.1])) as LayerSnapshot['measures'],
  shrink: null,
  peak: 1,
  histograms: {
    preActivation: histogram(-1, 1, [1, 1, 1, 1]),
    activation: histogram(0, 1),
    weight: histogram(-0.1, 0.1),
    gradient: histogram(0, 0, [0, 0, 0, 0], 12),
    ...part,
  },
})
const answer = (part: Partial<DiagnosticsAnswer> = {}): DiagnosticsAnswer => ({
  step: 100,
  epoch: 1,
  layers: [
    layer('hidden_1'),
    layer('hidden_2'),
    layer('output', { preActivation: histogram(-2, 1), weight: histogram(0, 50) }),
  ],
  steps: [1, 100],
  verdicts: [],
  ...part,
})

/** What the server was asked. */
let asked: string[]
beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const url = new URL(path, 'http://x')
    if (!url.pathname.endsWith('/series')) return Response.json(answer({ step: 1 }))
    const items = [1, 50, 100].map((step) => ({ step, epoch: 1, histogram: histogram(-step, step) }))
    const { layer, histogram: kind } = Object.fromEntries(url.searchParams)
    return Response.json({ layer, histogram: kind, items, total: 70 })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const show = async (
  shown: DiagnosticsAnswer | null,
  part: { failure?: string; retry?: () => void; ended?: boolean } = {},
) => {
  const { id, config } = makeRun()
  const run: MomentRun = { id, config, ended: part.ended ?? true, colour: 'red' }
  const look = {
    held: shown && { runId: id, answer: shown },
    failure: part.failure ?? null,
    retry: part.retry ?? (() => {}),
  }
  await act(async () => render(<Distributions run={run} look={look} />))
}
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })))
const pictures = () => screen.getAllByRole('img')
const heard = () => pictures().map((each) => each.getAttribute('aria-label'))
/** Outlines of the first step. */
const dashed = () => document.querySelectorAll('svg path[stroke-dasharray]').length

describe('ridges', () => {
  test('show every layer at its step beside the first one, and another count when asked', async () => {
    await show(answer())
    expect(document.body.textContent).toContain('step 100')
    await screen.findByText('z of a batch, dashed: step 1')
    expect(heard()).toEqual([
      'Pre-activation of each layer at step 100: hidden_1 50 % on, hidden_2 50 % on',
      'Pre-activation of each layer at step 100: output spread 0.53',
    ])
    expect(dashed()).toBe(3)
    await press('Gradient')
    expect(screen.getByRole('button', { name: 'Gradient' }).getAttribute('aria-pressed')).toBe('true')
    expect(document.body.textContent).toContain('12 NaN or ∞')
  })
  test('have a scale each where one would be too wide for the rest', async () => {
    await show(
      answer({
        layers: [
          layer('hidden_1'),
          layer('hidden_2', { weight: histogram(0, 5) }),
          layer('output', { weight: histogram(0, 50) }),
        ],
      }),
    )
    expect(document.body.textContent).not.toContain('on its own scale')
    await press('Weights')
    expect(document.body.textContent).toContain('Each layer on its own scale.')
  })
})

test('overlaid, one layer stands out with its first step', async () => {
  await show(answer())
  await press('Overlaid')
  await vi.waitFor(() => expect(dashed()).toBe(1))
  expect(document.querySelectorAll('svg path[stroke-width="1.25"]')).toHaveLength(2)
  await press('hidden_2')
  expect(screen.getByRole('button', { name: 'hidden_2' }).getAttribute('aria-pressed')).toBe('true')
})

test('over time, a layer is asked for, and the look at the playhead is marked', async () => {
  await show(answer({ step: 60 }))
  expect(asked).toHaveLength(1)
  await press('Over time')
  await screen.findByText('3 of 70 close looks, newest in front')
  expect(asked.at(-1)).toContain('series?layer=hidden_1&histogram=preActivation')
  const marked = [...document.querySelectorAll('figure .text-accent')].map((each) => each.textContent)
  expect(marked).toEqual(['50'])
  await act(async () => fireEvent.change(screen.getByLabelText('Layer'), { target: { value: 'output' } }))
  await screen.findByLabelText(/ of output over time: spread/)
})

describe('without a look', () => {
  test('it says why there is nothing to see', async () => {
    await show(answer({ step: null, layers: [], steps: [] }))
    expect(document.body.textContent).toContain('No close look at the layers was recorded')
    cleanup()
    await show(answer({ step: null, layers: [], steps: [] }), { ended: false })
    expect(document.body.textContent).toContain('once the first close look was taken')
    cleanup()
    await show(answer({ step: null, layers: [], steps: [50] }))
    expect(document.body.textContent).toContain('The first close look is at step 50.')
  })
  test('the last one stays, with what went wrong and another try', async () => {
    const retry = vi.fn()
    await show(answer(), { failure: 'The server cannot be reached', retry })
    expect(pictures()).toHaveLength(2)
    expect(document.querySelectorAll('.opacity-50 figure')).toHaveLength(2)
    expect(screen.getByRole('status').textContent).toContain('The server cannot be reached')
    await press('Try again')
    expect(retry).toHaveBeenCalledOnce()
  })
})
