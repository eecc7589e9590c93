// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { type ComponentProps, useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { DistributionsView } from '#app/components/run/distributions.tsx'
import { commonSpan, histogramPath, spanWords } from '#app/components/run/histogram.ts'
import { covers } from '#app/hooks/use-diagnostics.ts'
import type {
  DiagnosticsAnswer,
  Histogram,
  HistogramName,
  LayerSnapshot,
} from '#lib/contracts/diagnostics.ts'
import { makeRun } from '../helpers/runs.ts'

afterEach(cleanup)

const histogram = (low: number, high: number, counts = [1, 2, 1, 0], nonFinite = 0): Histogram => ({
  low,
  high,
  counts,
  nonFinite,
})
const layer = (name: string, part: Partial<LayerSnapshot['histograms']> = {}): LayerSnapshot => ({
  name,
  activation: 'relu',
  measures: {} as LayerSnapshot['measures'],
  shrink: null,
  peak: 1,
  histograms: {
    preActivation: histogram(-1, 1),
    activation: histogram(0, 1),
    weight: histogram(-0.1, 0.1),
    gradient: histogram(0, 0, [0, 0, 0, 0], 12),
    ...part,
  },
})
const answer = (part: Partial<DiagnosticsAnswer> = {}): DiagnosticsAnswer => ({
  step: 100,
  epoch: 1,
  layers: [layer('hidden_1'), layer('output', { preActivation: histogram(-2, 1) })],
  steps: [0, 100],
  verdicts: [],
  ...part,
})

describe('a histogram', () => {
  test('is an outline on its scale whose fullest bin touches the top', () => {
    expect(histogramPath(histogram(0, 4), [0, 8], 80, 10)).toBe('M0 10V5H10V0H20V5H30V10H40V10Z')
  })
  test('of equal values is one bar in their place, of none nothing', () => {
    expect(histogramPath(histogram(2, 2, [4]), [0, 4], 80, 10)).toBe('M39 10V0H41V10Z')
    expect(histogramPath(histogram(0, 1, [0, 0]), [0, 1], 80, 10)).toBe('')
    expect(spanWords(histogram(2, 2, [4]))).toBe('2.0')
    expect(spanWords(histogram(0, 0, [0]))).toBe('no number')
  })
  test('shares its scale with others where the narrowest can still be read', () => {
    expect(commonSpan([histogram(-1, 1), histogram(0, 5)])).toEqual([-1, 5])
    expect(commonSpan([histogram(-1, 1), histogram(0, 500)])).toBeNull()
    expect(commonSpan([histogram(0, 0, [0])])).toBeNull()
  })
})

test('an answer covers the steps up to the next look, while a run goes on not beyond its last', () => {
  expect(covers(answer({ step: 0 }), 60, false)).toBe(true)
  expect(covers(answer({ step: 0 }), 100, false)).toBe(false)
  expect(covers(answer(), 5000, false)).toBe(true)
  expect(covers(answer(), 5000, true)).toBe(false)
  expect(covers(answer({ step: null, steps: [], layers: [] }), 0, false)).toBe(true)
})

/** Keeps the choice, as the page does. */
function Chosen(props: Pick<ComponentProps<typeof DistributionsView>, 'run' | 'diagnostics'>) {
  const [name, setName] = useState<HistogramName>('preActivation')
  return <DistributionsView {...props} name={name} onChoose={setName} />
}

describe('the panel', () => {
  const show = (
    diagnostics: { answer: DiagnosticsAnswer | null; failed?: boolean },
    state = 'completed' as const,
  ) => render(<Chosen run={makeRun({ state })} diagnostics={{ failed: false, ...diagnostics }} />)

  test('shows every layer at its step, and another count when asked', () => {
    show({ answer: answer() })
    expect(screen.getAllByRole('listitem').map((item) => item.querySelector('code')?.textContent)).toEqual([
      'hidden_1',
      'output',
    ])
    expect(document.body.textContent).toContain('step 100')
    expect(document.body.textContent).toContain('−1.0 to 1.0')
    fireEvent.click(screen.getByRole('button', { name: 'Gradient' }))
    expect(screen.getByRole('button', { name: 'Gradient' }).getAttribute('aria-pressed')).toBe('true')
    expect(document.body.textContent).toContain('12 NaN or ∞')
  })
  test('says why there is nothing to see', () => {
    show({ answer: answer({ step: null, layers: [], steps: [] }) })
    expect(document.body.textContent).toContain('No close look at the layers was recorded')
    cleanup()
    show({ answer: answer({ step: null, layers: [], steps: [50] }) })
    expect(document.body.textContent).toContain('The first close look is at step 50.')
    cleanup()
    show({ answer: null, failed: true })
    expect(document.body.textContent).toContain('The server did not answer')
  })
  test('keeps the last look when the server does not answer', () => {
    show({ answer: answer(), failed: true })
    expect(screen.getAllByRole('listitem')).toHaveLength(2)
    expect(screen.getByRole('status').textContent).toContain('the last look')
  })
})
