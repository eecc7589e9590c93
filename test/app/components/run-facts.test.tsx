// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { Crosshair } from '#app/components/charts/crosshair.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import { StackContext } from '#app/components/charts/stack-context.ts'
import { AllFields } from '#app/components/run/all-fields.tsx'
import { scaleEnd } from '#app/components/run/scale-end.ts'
import { addressAt, StepInAddress } from '#app/components/run/step-in-address.tsx'
import { worstLayer } from '#app/components/run/worst-layer.ts'
import { comparedFields } from '#app/format/unusual-fields.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'
import { makeStack } from '../helpers/stack.ts'

afterEach(cleanup)

/** On a busy machine a moment is long. */
const patience = { timeout: 10_000 }

describe('all fields of a configuration', () => {
  const unusual = (request: Parameters<typeof makeRun>[1]) =>
    comparedFields(makeRun({}, request).config).flatMap((field) => (field.unusual ? field.name : []))

  test('none is marked where nothing was asked for', () => {
    expect(unusual({})).toEqual([])
    render(<AllFields config={makeRun().config} />)
    expect(document.querySelector('summary')?.textContent).toContain('all as they are by default')
  })
  test('what is not the default is marked beside the default', () => {
    expect(unusual({ optimizer: { name: 'adam' }, seed: 7 })).toEqual(['optimizer', 'seed'])
    expect(unusual({ optimizer: { name: 'adam', learningRate: 0.5 } })).toEqual(['optimizer', 'learningRate'])
    expect(unusual({ earlyStopping: { patience: 9 } })).toEqual(['patience', 'minDelta'])
    render(<AllFields config={makeRun({}, { seed: 7 }).config} />)
    expect(document.body.textContent).toContain('7 · by default 1')
  })
})

describe('the scale of the charts', () => {
  const end = (state: Run['state'], latest: number) =>
    scaleEnd({ state, progress: { ...makeRun().progress, steps: 6400 } }, latest)
  test('ends at the last reading of an ended run', () => {
    expect(end('completed', 6400)).toBe(6400)
    expect(end('failed', 40)).toBe(40)
  })
  test('of a run that goes on is halved while all that is recorded fits, but not for ever', () => {
    expect(end('queued', 0)).toBe(6400)
    expect([1, 100, 101, 1600, 1601, 3201, 6400].map((latest) => end('running', latest))).toEqual([
      100, 100, 200, 1600, 3200, 6400, 6400,
    ])
    expect(end('paused', 8000)).toBe(8000)
  })
})

describe('the worst layer', () => {
  const series = (...values: number[]) => ({ steps: values.map((_, i) => i), values, total: values.length })
  test('is the hidden one with most dead units at the last count', () => {
    const held = {
      'dead_units/hidden_1': series(0.9, 0.1),
      'dead_units/hidden_2': series(0, 0.5),
      'dead_units/output': series(1, 1),
    }
    expect(worstLayer({ run: makeRun(), series: held })).toEqual({
      layer: 'hidden_2',
      dead: 0.5,
      dying: true,
    })
    expect(worstLayer({ run: makeRun(), series: {} })).toBeNull()
  })
})

describe('the step in the address', () => {
  test('stands beside whatever else is there', () => {
    expect(addressAt('https://a.example/runs/x?tab=1', 249.6)).toBe('/runs/x?tab=1&step=250')
    expect(addressAt('https://a.example/runs/x?step=4&tab=1', null)).toBe('/runs/x?tab=1')
  })
  test('follows where the playhead is put; a button leads back to now', async () => {
    const crosshair = new Crosshair(40)
    const stack = makeStack({ latest: 800, crosshair, width: 0 })
    render(
      <StackContext value={stack}>
        <StepInAddress />
        <PlotStack stops={[0, 800]} unit="Step" formatX={String} describe={() => ''}>
          {null}
        </PlotStack>
      </StackContext>,
    )
    expect((screen.getByRole('slider') as HTMLInputElement).value).toBe('40')
    act(() => crosshair.pin(250))
    await waitFor(() => expect(window.location.search).toBe('?step=250'), patience)
    act(() => screen.getByRole('button', { name: 'Back to now' }).click())
    await waitFor(() => expect(window.location.search).toBe(''), patience)
    expect(screen.queryByRole('button', { name: 'Back to now' })).toBeNull()
    expect((screen.getByRole('slider') as HTMLInputElement).value).toBe('800')
  })
})
