// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConfusionPart } from '#app/components/run/confusion-part.tsx'
import { confusionShade, confusionWords } from '#app/components/run/confusion-words.ts'
import type { MomentRun } from '#app/components/run/moment-run.ts'
import { SamplePart } from '#app/components/run/sample-part.tsx'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { makeEvaluation } from '../helpers/evaluations.ts'
import { makeRun } from '../helpers/runs.ts'

/** What the server was asked. */
let asked: string[]
let broken: boolean
beforeEach(() => {
  asked = []
  broken = false
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const { pathname, searchParams } = new URL(path, 'http://x')
    if (broken) throw new TypeError('network')
    if (pathname.endsWith('/samples')) {
      const indices = searchParams.get('indices')!.split(',').map(Number)
      const items = indices.map((index) => ({ index, label: index % 3, values: [0.5, -0.5] }))
      return Response.json({ items, shape: [2], total: 500 })
    }
    return Response.json({
      step: Number(searchParams.get('step')),
      epoch: 1,
      weights: 'a',
      labels: ['cat', 'dog', 'owl'],
      truth: [1],
      predicted: [0],
      logits: [[2, 1, 0]],
      outputs: [[0.7, 0.2, 0.1]],
      probabilities: [[0.7, 0.2, 0.1]],
      activations: null,
    })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const run: MomentRun = {
  id: 'aaaaaaaaaaaaaaa0',
  config: makeRun(
    {},
    {
      dataset: 'two_spirals',
      network: { hidden: [], initializer: 'auto', output: { activation: 'softmax', loss: 'cross_entropy' } },
    },
  ).config,
  ended: true,
  colour: 'red',
}
const lookAt = (evaluation: Evaluation | null, failure: string | null = null) => ({
  held: { runId: run.id, answer: { step: evaluation?.step ?? null, steps: [100], evaluation } },
  failure,
  retry: () => {},
})

describe('words of confusion', () => {
  test('say how much is wrong and what is confused most', () => {
    expect(confusionWords(makeEvaluation())).toBe(
      '4 of 20 validation samples are wrong (20 %). Most often dog is taken for cat: 3 times.',
    )
    expect(confusionWords(makeEvaluation({ accuracy: 1, confused: [] }))).toBe(
      'All 20 validation samples are right.',
    )
    expect(confusionWords(makeEvaluation({ accuracy: 0, confused: [], undecided: 20 }))).toBe(
      '20 of 20 validation samples are wrong (100 %). 20 of them are NaN: no class at all.',
    )
  })
  test('have shades by equal ratios, the most frequent the strongest', () => {
    expect([0, 1, 2, 31, 1000].map((number) => confusionShade(number, 1000))).toEqual([0, 1, 1, 3, 8])
    expect(confusionShade(1, 1)).toBe(8)
  })
})

describe('confusions', () => {
  const show = async (evaluation: Evaluation | null) => {
    await act(async () => render(<ConfusionPart run={run} look={lookAt(evaluation)} />))
  }

  test('are a table of counts with recall and precision, what is right without a shade', async () => {
    await show(makeEvaluation())
    const rows = within(screen.getByRole('table')).getAllByRole('row')
    expect(rows.map((row) => [...row.children].map(({ textContent }) => textContent))).toEqual([
      ['', 'cat', 'dog', 'owl', 'recall'],
      ['cat', '5', '1', '0', '83'],
      ['dog', '3', '6', '0', '67'],
      ['owl', '0', '0', '5', '100'],
      ['pr.prec.', '63', '86', '100', '%'],
    ])
    const shades = [...rows[2]!.querySelectorAll('td')].map(({ style }) => style.background)
    expect(shades).toEqual(['var(--seq-8)', 'var(--bg-sunken)', 'var(--bg-sunken)', ''])
    fireEvent.pointerEnter(rows[2]!.querySelectorAll('td')[0]!)
    expect(document.body.textContent).toContain('dog is taken for cat: 3 of 9, 33 %.')
  })
  test('of very many classes are a list of the most frequent, with the classes that fare worst', async () => {
    await show(makeEvaluation({ confusion: null }))
    const list = screen.getByRole('list', { name: 'Most frequent confusions' })
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['dog taken for cat3×', 'cat taken for dog1×'])
    expect(within(screen.getByRole('table')).getAllByRole('row')[1]!.textContent).toBe('cat63 %83 %6')
  })
  test('have pictures of the surest mistakes, which lead to where they are asked about', async () => {
    await show(makeEvaluation())
    const first = screen.getByRole('link', { name: 'Sample 7: dog taken for cat at 0.90. Ask about it' })
    expect(first.getAttribute('href')).toBe(`/ask?runs=${run.id}&sample=7`)
    expect(asked).toEqual(['/api/v1/datasets/two_spirals/samples?split=val&indices=7%2C3'])
    await vi.waitFor(() => expect(first.querySelector('svg circle')).not.toBeNull())
  })
  test('say what is to come before the first checkpoint', async () => {
    await show(null)
    expect(document.body.textContent).toContain('The first checkpoint that is kept is at step 100.')
  })
})

describe('one sample', () => {
  const show = async (evaluation: Evaluation) =>
    act(async () => render(<SamplePart run={run} look={lookAt(evaluation)} />))

  test('is the surest mistake at first, with what each class gets, and stays as the step moves', async () => {
    const { rerender } = await show(makeEvaluation())
    await screen.findByText('Label dog. Says cat: wrong.')
    expect(
      [...document.querySelectorAll('[data-class]')].map((bar) => bar.getAttribute('data-value')),
    ).toEqual(['0.7', '0.2', '0.1'])
    const earlier = makeEvaluation({ step: 50, weights: 'b', mistakes: [] })
    await act(async () => rerender(<SamplePart run={run} look={lookAt(earlier)} />))
    await vi.waitFor(() => expect(asked.at(-1)).toContain('predict?split=val&index=7&step=50'))
  })
  test('can be another one', async () => {
    await show(makeEvaluation())
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Another' })))
    await screen.findByText('validation sample 78')
  })
  test('says where the server did not answer', async () => {
    broken = true
    await show(makeEvaluation())
    await screen.findByText('No answer about this sample.')
    broken = false
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try again' })))
    await vi.waitFor(() => expect(document.querySelectorAll('[data-value]')).toHaveLength(3))
  })
})
