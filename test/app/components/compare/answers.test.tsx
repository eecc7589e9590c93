// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DifferencesTable } from '#app/components/compare/differences-table.tsx'
import { setsOf } from '#app/components/compare/run-sets.ts'
import { SeedQuestion } from '#app/components/compare/seed-question.tsx'
import { timedSets } from '#app/components/compare/time-to-accuracy.ts'
import { TimesTable } from '#app/components/compare/times-table.tsx'
import { layersOf, makeCompared, seriesOf } from '../../helpers/compared.ts'
import { makeRun } from '../../helpers/runs.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const names = (label: string) =>
  within(screen.getByRole('region', { name: label }))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

describe('the table of what differs', () => {
  const many = makeCompared(
    Array.from({ length: 12 }, (_, i) => ({ request: { optimizer: { learningRate: (i + 1) / 10 } } })),
  )

  it('folds, and opens; orders by size, not by letters', () => {
    render(<DifferencesTable runs={many} />)
    expect(names('Differing fields')).toHaveLength(8)
    fireEvent.click(screen.getByRole('button', { name: 'All 12' }))
    expect(names('Differing fields')).toHaveLength(12)
    const rate = screen.getByRole('button', { name: 'learningRate' })
    fireEvent.click(rate)
    fireEvent.click(rate)
    expect(names('Differing fields').slice(0, 3)).toEqual(['run-12', 'run-11', 'run-10'])
    expect(rate.closest('th')?.getAttribute('aria-sort')).toBe('descending')
  })

  it('says where there is nothing', () => {
    const [one] = makeCompared([{}])
    render(<DifferencesTable runs={[one!, one!]} />)
    expect(screen.getByText('Nothing: these runs were set up alike.')).toBeDefined()
  })
})

describe('the table of times', () => {
  const runs = makeCompared([
    { run: { name: 'a' } },
    { run: { name: 'b', state: 'running' } },
    { run: { name: 'c' } },
  ])
  const reached = (step: number | null, seconds: number | null) => [{ accuracy: 0.9, step, seconds }]
  const show = (answers: Parameters<typeof timedSets>[2], failed = false) =>
    render(
      <TimesTable
        timed={timedSets(setsOf(runs, null), [0.9], answers)}
        accuracies={[0.9]}
        known={answers !== null}
        failed={failed}
      />,
    )
  const cells = () => screen.getAllByRole('cell').map((cell) => cell.textContent)

  it('tells never from not yet, and what no times were recorded of', () => {
    const [a, b, c] = runs.map(({ run }) => run.id)
    show({ [a!]: reached(938, 1.25), [b!]: reached(null, null), [c!]: reached(1876, null) })
    expect(cells()).toEqual(['938 (least)1.3 s', 'not yet', '1,876–'])
    expect(screen.getByText(/No times recorded/)).toBeDefined()
  })

  it('is as large before the server has answered, and says where it did not', () => {
    show(null, true)
    expect(cells()).toEqual(['', '', ''])
    expect(screen.getByRole('status').textContent).toBe('The server did not answer.')
  })
})

describe('whether it is the seed', () => {
  const pair = makeCompared([
    { request: layersOf('relu'), series: { 'val/accuracy': seriesOf([0.9]) } },
    { request: layersOf('tanh'), series: { 'val/accuracy': seriesOf([0.8]) } },
  ])

  it('cannot be told of one each; more are queued once that was confirmed', async () => {
    const fetched = vi.fn(async (_path: string, _init: RequestInit) =>
      Response.json(makeRun({ id: 'bbbbbbbbbbbbbbb1' }), { status: 201 }),
    )
    vi.stubGlobal('fetch', fetched)
    render(<SeedQuestion runs={pair} />)
    expect(screen.getByText(/^It cannot be told/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Queue more seeds' }))
    expect(fetched).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: 'Queue 8 runs' }))
    const link = await screen.findByRole('link', { name: 'Compare them too' })
    expect(link.getAttribute('href')).toContain('bbbbbbbbbbbbbbb1')
    expect(fetched).toHaveBeenCalledTimes(8)
    const seeds = fetched.mock.calls.map(([, init]) => JSON.parse(String(init.body)).seed)
    expect(seeds).toEqual([2, 3, 4, 5, 1, 3, 4, 5])
  })

  it('says why where they cannot be queued', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('no network')
    })
    render(<SeedQuestion runs={pair} />)
    fireEvent.click(screen.getByRole('button', { name: 'Queue more seeds' }))
    fireEvent.click(screen.getByRole('button', { name: 'Queue 8 runs' }))
    await waitFor(() => expect(screen.getByText('The server cannot be reached')).toBeDefined())
  })
})
