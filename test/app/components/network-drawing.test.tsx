// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { MomentRun } from '#app/components/run/moment-run.ts'
import { NetworkPart } from '#app/components/run/network-part.tsx'
import { drawEdges, drawLayers, pictureHeight, strengthOf } from '#app/components/run/network-picture.ts'
import { deathWords } from '#app/components/run/network-words.ts'
import type { EvaluationAnswer } from '#app/hooks/use-evaluation.ts'
import { layerUnits, makeEvaluation } from '../helpers/evaluations.ts'
import { makeRun } from '../helpers/runs.ts'

afterEach(cleanup)

const small = makeRun(
  {},
  { dataset: 'two_spirals', network: { hidden: [{ units: 3, activation: 'relu' }], initializer: 'auto' } },
).config
const wide = makeRun(
  {},
  { network: { hidden: [{ units: 4096, activation: 'relu' }], initializer: 'auto' } },
).config

describe('a picture of a network', () => {
  test('has a column a layer, its units shaded by their mean, the dead ones told', () => {
    const [input, hidden, output] = drawLayers(small, makeEvaluation())
    expect([input!.units, hidden!.units, output!.units]).toEqual([2, 3, 1])
    expect(hidden!.drawn.map(({ index, shade, dead }) => [index, shade, dead])).toEqual([
      [0, 1, false],
      [1, 5, false],
      [2, 8, true],
    ])
    expect([input!.dead, hidden!.dead, output!.dead]).toEqual([null, 1, null])
  })
  test('stays in its height, however many units a layer has, and before anything is known', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4096 }), { maxLength: 6 }), (sizes) => {
        const hidden = sizes.map((units) => ({ units, activation: 'relu' as const }))
        const { config } = makeRun({}, { network: { hidden, initializer: 'auto' } })
        for (const { drawn } of drawLayers(config, null)) {
          expect(drawn.length).toBeLessThanOrEqual(24)
          expect(drawn.every(({ y }) => y > 0 && y < pictureHeight(config))).toBe(true)
        }
      }),
      { seed: 5, numRuns: 30 },
    )
  })
  test('draws weights by sign and strength, none that is no number, none at a dead unit', () => {
    const evaluation = makeEvaluation()
    const edges = drawEdges(drawLayers(small, evaluation), evaluation)
    expect(edges.map(({ column, shade }) => [column, shade])).toEqual([
      [0, 6],
      [0, 0],
      [1, 5],
    ])
    const fromSecond = drawEdges(drawLayers(small, evaluation), evaluation, ({ from }) => from === 1)
    expect(fromSecond.map(({ column, shade }) => [column, shade])).toEqual([[0, 6]])
  })
  test('measures a weight by what its layer begins with', () => {
    expect(strengthOf(0.5, 2)).toBe(0)
    expect(strengthOf(-0.5, 800)).toBe(3)
    expect(strengthOf(Number.NaN, 2)).toBe(-1)
    expect(strengthOf(0, 2)).toBe(-1)
  })
  test('says how many units are dead, and where most', () => {
    const units = [layerUnits('hidden_1', 3, 0), layerUnits('hidden_2', 2, 1), layerUnits('output', 1, 0)]
    const { config } = makeRun(
      {},
      {
        dataset: 'two_spirals',
        network: {
          hidden: [
            { units: 3, activation: 'relu' },
            { units: 2, activation: 'relu' },
          ],
          initializer: 'auto',
        },
      },
    )
    const words = (part: Parameters<typeof makeEvaluation>[0]) =>
      deathWords(drawLayers(config, makeEvaluation({ edges: [], ...part })), 500)
    expect(words({ units })).toBe(
      '1 of 5 hidden units is dead: no validation sample moves it. Most are in hidden_2: 50 %.',
    )
    expect(words({ units: units.map(({ layer, mean }) => layerUnits(layer, mean.length, 0)) })).toBe(
      'None of 5 hidden units is dead on the 500 validation samples.',
    )
  })
})

describe('the part of the page', () => {
  const show = (
    answer: EvaluationAnswer | null,
    part: Partial<MomentRun> = {},
    failure: string | null = null,
  ) => {
    const run: MomentRun = { id: 'aaaaaaaaaaaaaaa0', config: small, ended: true, colour: 'red', ...part }
    const retry = vi.fn()
    render(<NetworkPart run={run} look={{ held: answer && { runId: run.id, answer }, failure, retry }} />)
    return retry
  }
  const known = { step: 100, steps: [100], evaluation: makeEvaluation() }

  test('tells of each unit that has the focus, and arrow keys go from one to the next', () => {
    show(known)
    expect(document.body.textContent).toContain('step 100')
    const first = screen.getByRole('button', {
      name: 'hidden_1, unit 1: mean 0, responds to 50 % of samples',
    })
    act(() => first.focus())
    expect(document.body.textContent).toContain('Strongest weights: in −4.0 (unit 1), out 0.50 (unit 3)')
    const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key })
    press('ArrowDown')
    press('ArrowDown')
    expect(document.activeElement!.getAttribute('aria-label')).toBe(
      'hidden_1, unit 3: dead, no validation sample moves it',
    )
    press('ArrowLeft')
    expect(document.activeElement!.getAttribute('aria-label')).toBe('Input 2')
    // One stop of the Tab key.
    expect(document.querySelectorAll('[data-unit][tabindex="0"]')).toHaveLength(1)
  })
  test('is heard as a whole', () => {
    show(known)
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      'Drawing of the network: 2 inputs; hidden_1 3 units, 1 dead; output 1 unit. 1 of 3 hidden units is dead: no validation sample moves it.',
    )
  })
  test('shows the empty network before the first checkpoint, and why it is empty', () => {
    show({ step: null, steps: [], evaluation: null }, { ended: false, config: wide })
    expect(document.body.textContent).toContain('filled in at the first checkpoint')
    expect(document.body.textContent).toContain('up to 24 units a layer')
    expect(document.querySelectorAll('[data-unit]')).toHaveLength(24 + 24 + 10)
    cleanup()
    show({ step: null, steps: [938], evaluation: null })
    expect(document.body.textContent).toContain('The first checkpoint that is kept is at step 938.')
  })
  test('keeps what it has where the server fails, and tries again when told to', () => {
    const retry = show(known, {}, 'The server cannot be reached')
    expect(screen.getByRole('status').textContent).toContain('The server cannot be reached')
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
    expect(screen.getAllByRole('img')).toHaveLength(1)
  })
})
