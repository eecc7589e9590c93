// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { Crosshair } from '#app/components/charts/crosshair.ts'
import { StackContext } from '#app/components/charts/stack-context.ts'
import { crossingsOf } from '#app/components/run/crossings.ts'
import { heatFinding } from '#app/components/run/heat-findings.ts'
import { HeatStrips } from '#app/components/run/heat-strips.tsx'
import { layerHeat } from '#app/components/run/layer-heat.ts'
import { stretchesOf } from '#app/components/run/run-lines.ts'
import { type MeasureName, measureNames } from '#lib/contracts/diagnostics.ts'
import { makeRun } from '../helpers/runs.ts'
import { makeStack } from '../helpers/stack.ts'

afterEach(cleanup)

const layers = ['hidden_1', 'hidden_2', 'output']
const hidden = (activation: 'relu' | 'sigmoid') => [
  { units: 8, activation },
  { units: 8, activation },
]
const series = (...values: number[]) => ({
  steps: values.map((_, i) => 100 * i),
  values,
  total: values.length,
})
const run = (activation: 'relu' | 'sigmoid') => makeRun({}, { network: { hidden: hidden(activation) } })

describe('thresholds', () => {
  test('of dead units count in hidden layers, of saturation where silence is not the design', () => {
    expect(crossingsOf('dead_units', hidden('relu'), [0.41, 0.4, 0.9])).toEqual(['bad', null, null])
    expect(crossingsOf('saturation', hidden('relu'), [0.9, 0.9, 0.9])).toEqual([null, null, null])
    expect(crossingsOf('saturation', hidden('sigmoid'), [0.51, 0.5, 0.9])).toEqual(['warn', null, null])
  })
  test('of gradients compare the first hidden layer with the last', () => {
    expect(crossingsOf('grad_norm', hidden('sigmoid'), [1e-6, 0.01, 1])).toEqual(['warn', null, null])
    expect(crossingsOf('grad_norm', hidden('sigmoid'), [100, 1, 1])).toEqual(['bad', null, null])
    expect(crossingsOf('grad_norm', hidden('sigmoid'), [0.01, 0.01, 1])).toEqual([null, null, null])
    expect(crossingsOf('grad_norm', hidden('sigmoid'), [null, null, null])).toEqual([null, null, null])
  })
  test('what no rule reads crosses nothing', () => {
    expect(crossingsOf('error_rms', hidden('relu'), [9, 9, 9])).toEqual([null, null, null])
  })
})

describe('a map', () => {
  const held = {
    'dead_units/hidden_1': series(0, 0.1, 0.5, 0.5),
    'dead_units/hidden_2': series(0, 0, 0, 0),
    'dead_units/output': series(1, 1, 1, 1),
  }
  const stretches = stretchesOf(run('relu'), held, [])
  const heat = layerHeat('dead_units', layers, stretches, 300, 30)

  test('outlines where a layer is above its threshold; the output layer stands for nothing bad', () => {
    expect(heat.layers).toEqual(['hidden_1', 'hidden_2'])
    expect(heat.outlines).toEqual([{ row: 0, from: 16, to: 30, tone: 'bad' }])
  })
  test('says in words what it shows', () => {
    expect(heatFinding('dead_units', heat, hidden('relu'), 300, 300)).toBe(
      'Dead units per layer over steps. hidden_1 has most dead units: 50 %. hidden_1 is above 40 % from about step 160 on.',
    )
    const empty = layerHeat('dead_units', layers, stretchesOf(run('relu'), {}, []), 300, 30)
    expect(heatFinding('dead_units', empty, hidden('relu'), 300, 0)).toContain('nothing recorded yet')
    const broken = { 'grad_norm/hidden_1': series(1, Number.NaN, Number.NaN) }
    const diverged = layerHeat('grad_norm', layers, stretchesOf(run('relu'), broken, []), 200, 20)
    expect(heatFinding('grad_norm', diverged, hidden('relu'), 200, 200)).toContain(
      'hidden_1 is NaN from about step',
    )
  })
  test('of every measure of the contract has a scale; a rectifier’s silent side is drawn as no harm', () => {
    const ramp = (activation: 'relu' | 'sigmoid') => (name: MeasureName) =>
      layerHeat(name, layers, stretchesOf(run(activation), {}, []), 300, 30).scale.ramp
    expect(measureNames.map(ramp('sigmoid'))).toEqual(['seq', 'seq', 'seq', 'harm', 'harm', 'div', 'seq'])
    expect(ramp('relu')('saturation')).toBe('seq')
    expect(ramp('relu')('dead_units')).toBe('harm')
  })
  test('tells how many points a cell stands for', () => {
    const many = { 'grad_norm/hidden_1': { ...series(1, 2, 3), total: 3000 } }
    expect(
      Math.round(layerHeat('grad_norm', layers, stretchesOf(run('relu'), many, []), 200, 10).perCell),
    ).toBe(300)
    expect(Math.round(heat.perCell)).toBe(0)
  })
})

describe('the strips', () => {
  const crosshair = new Crosshair()
  const stack = makeStack({ end: 300, crosshair, width: 500 })
  const held = {
    'grad_norm/hidden_1': series(0.1, 0.2, 1e-6, 1e-6),
    'grad_norm/hidden_2': series(0.1, 0.2, 0.1, 0.1),
    'grad_norm/output': series(0.1, 0.2, 0.1, Number.NaN),
  }
  const show = () =>
    render(
      <StackContext value={stack}>
        <HeatStrips layers={layers} stretches={stretchesOf(run('sigmoid'), held, [])} />
      </StackContext>,
    )

  test('show five measures at one glance and two more when asked', () => {
    show()
    expect(screen.getAllByRole('heading').map((heading) => heading.textContent)).toEqual([
      'Gradient norm',
      'Error RMS',
      'Update ratio',
      'Dead units',
      'Saturation',
    ])
    fireEvent.click(screen.getByRole('button', { name: /Show mean and spread/ }))
    expect(screen.getAllByRole('heading')).toHaveLength(7)
  })
  test('read at the playhead, and mark what is no number', () => {
    const { container } = show()
    const figure = container.querySelector('figure')!
    const texts = () =>
      [...figure.querySelectorAll('.plot > svg:last-of-type text')].map((item) => item.textContent)
    expect(texts()).toEqual(['1.0·10⁻⁶', '0.10', 'NaN'])
    expect(figure.querySelectorAll('[stroke="var(--warn)"]')).toHaveLength(1)
    expect(figure.querySelectorAll('[fill="var(--bad-wash)"]')).toHaveLength(1)
    act(() => crosshair.pin(100))
    expect(texts()).toEqual(['0.20', '0.20', '0.20'])
  })
})
