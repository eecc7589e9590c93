// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { Crosshair } from '#app/components/charts/crosshair.ts'
import { StackContext } from '#app/components/charts/stack-context.ts'
import { VerdictBadges } from '#app/components/marks/verdict-badges.tsx'
import { EvidenceProvider } from '#app/components/run/evidence-context.tsx'
import { RowMarks } from '#app/components/run/evidence-marks.tsx'
import { Verdicts } from '#app/components/run/verdicts.tsx'
import { byGravity, measuredWords, verdictGroups, verdictKinds, verdictLooks } from '#app/format/verdicts.ts'
import type { Run } from '#lib/contracts/run.ts'
import { verdictNames } from '#lib/nn/names.ts'
import { makeRun, makeVerdict } from '../helpers/runs.ts'
import { makeStack } from '../helpers/stack.ts'

afterEach(cleanup)

describe('order', () => {
  test('the gravest come first, of one kind the earliest', () => {
    const verdicts = [
      makeVerdict('healthy'),
      makeVerdict('overfitting'),
      makeVerdict('dying', { layer: 'hidden_2', step: 900 }),
      makeVerdict('vanishing'),
      makeVerdict('dying', { layer: 'hidden_1', step: 100 }),
      makeVerdict('exploding'),
    ]
    expect(byGravity(verdicts).map(({ name, layer }) => layer ?? name)).toEqual([
      'exploding',
      'hidden_1',
      'hidden_2',
      'vanishing',
      'overfitting',
      'healthy',
    ])
    expect(verdictKinds(verdicts)).toEqual(['exploding', 'dying', 'vanishing', 'overfitting', 'healthy'])
    expect(verdictGroups(verdicts)[1]!.others.map(({ layer }) => layer)).toEqual(['hidden_2'])
  })
  test('every verdict has words, and healthy is the last', () => {
    expect(Object.keys(verdictLooks).toSorted()).toEqual([...verdictNames].sort())
    expect(Object.keys(verdictLooks).at(-1)).toBe('healthy')
  })
  test('shares are written as shares, what is no number by its name', () => {
    expect(measuredWords({ name: 'dying', value: 0.4375 })).toBe('44 %')
    expect(measuredWords({ name: 'vanishing', value: 0.00002 })).toBe('2.0·10⁻⁵')
    expect(measuredWords({ name: 'exploding', value: 'NaN' })).toBe('NaN')
  })
})

describe('badges', () => {
  test('name two kinds and count the others', () => {
    const verdicts = (['exploding', 'dying', 'dying', 'vanishing', 'overfitting'] as const).map((name) =>
      makeVerdict(name),
    )
    const { container } = render(<VerdictBadges verdicts={verdicts} />)
    expect(container.textContent).toBe('explodingdying+2')
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('and vanishing, overfitting')
  })
  test('nothing stands where there is no verdict', () => {
    expect(render(<VerdictBadges verdicts={[]} />).container.textContent).toBe('')
  })
})

describe('cards', () => {
  const crosshair = new Crosshair()
  const stack = makeStack({ width: 0, crosshair })
  const show = (run: Run) =>
    render(
      <StackContext value={stack}>
        <Verdicts run={run} />
      </StackContext>,
    )

  test('say what, by which rule, since when, where else, and what to try', () => {
    show(
      makeRun({
        verdicts: [
          makeVerdict('dying', { layer: 'hidden_3', value: 0.4375 }),
          makeVerdict('dying', { layer: 'hidden_4', step: 500, value: 0.9 }),
        ],
      }),
    )
    const card = screen.getByRole('article')
    expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('Layer hidden_3 is dying')
    for (const words of [
      'what dying means',
      'the rule of dying',
      '44 %, threshold 40 %',
      'step 250 until step 400',
      'hidden_4 90 %',
      'what to try',
    ]) {
      expect(card.textContent).toContain(words)
    }
  })
  test('a step puts the playhead there', () => {
    show(makeRun({ verdicts: [makeVerdict('vanishing', { step: 250, lastStep: 250 })] }))
    fireEvent.click(screen.getByRole('button', { name: 'step 250' }))
    expect(crosshair.snapshot().pinned).toBe(250)
  })
  test('lead to a form with the change filled in', () => {
    show(makeRun({ verdicts: [makeVerdict('dying', { layer: 'hidden_1' })] }))
    const link = screen.getByRole('link', { name: 'Fork with learning rate 0.033' })
    expect(link.getAttribute('href')).toBe('/new?fork=aaaaaaaaaaaaaaa0&step=249&learningRate=0.033')
    expect(screen.getByRole('link', { name: 'Fork with leaky_relu' })).toBeTruthy()
  })
  test('mark their evidence in the charts: the gravest always, another while somebody points at it', () => {
    const verdicts = [
      makeVerdict('dying', { layer: 'hidden_2', evidence: { 'dead_units/hidden_2': 0.5 } }),
      makeVerdict('saturated', { layer: 'hidden_1', evidence: { 'saturation/hidden_1': 0.6 } }),
    ]
    const measured = { ...stack, width: 500, gutters: { left: 64, right: 72 } }
    const { container } = render(
      <StackContext value={measured}>
        <EvidenceProvider verdicts={verdicts}>
          <Verdicts run={makeRun({ verdicts })} />
          {(['dead_units', 'saturation'] as const).map((chart) => (
            <RowMarks key={chart} chart={chart} layers={['hidden_1', 'hidden_2']} />
          ))}
        </EvidenceProvider>
      </StackContext>,
    )
    const marked = () =>
      [...container.querySelectorAll('[data-evidence]')].map((mark) => mark.getAttribute('data-evidence'))
    expect(marked()).toEqual(['dying'])
    fireEvent.focus(screen.getByRole('link', { name: 'Fork with leaky_relu' }))
    expect(marked()).toEqual(['dying'])
    fireEvent.pointerEnter(screen.getAllByRole('article')[1]!)
    expect(marked()).toEqual(['saturated'])
    fireEvent.pointerLeave(screen.getAllByRole('article')[1]!)
    expect(marked()).toEqual(['dying'])
  })
  test('more than two kinds fold', () => {
    const kinds = ['exploding', 'dying', 'vanishing', 'overfitting'] as const
    show(makeRun({ verdicts: kinds.map((name) => makeVerdict(name)) }))
    expect(screen.getAllByRole('article')).toHaveLength(2)
    fireEvent.click(screen.getByRole('button', { name: 'Show 2 more' }))
    expect(screen.getAllByRole('article')).toHaveLength(4)
  })
  test('healthy is a calm line without rule and threshold', () => {
    show(makeRun({ state: 'completed', verdicts: [makeVerdict('healthy')] }))
    expect(screen.getByRole('article').textContent).toBe('Healthywhat healthy means')
  })
  test('a run that goes on says that there is none yet, an ended one nothing', () => {
    expect(show(makeRun()).container.textContent).toContain('None yet')
    cleanup()
    expect(show(makeRun({ state: 'failed' })).container.textContent).toBe('')
  })
})
