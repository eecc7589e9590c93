// @vitest-environment happy-dom

import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { linearAxis } from '#app/components/charts/axes.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import { toLine } from '#app/components/charts/plot-line.ts'
import { type Stack, StackContext } from '#app/components/charts/stack-context.ts'
import { Latest } from '#app/stream/latest.ts'
import { makeStack } from '../helpers/stack.ts'

afterEach(cleanup)

const lines = Array.from({ length: 100 }, (_, i) =>
  toLine(
    { id: `run${i}`, label: `line ${i}`, colour: 'red', dashed: i >= 8 },
    { steps: [0, 500, 1000], values: [0, i / 2, i], total: 3 },
  ),
)
const show = (stack: Stack) =>
  render(
    <StackContext value={stack}>
      <Plot
        axis={linearAxis(lines)}
        lines={lines}
        height={136}
        gutter="both"
        formatValue={String}
        finding="a hundred lines"
      />
    </StackContext>,
  )

describe('a plot', () => {
  test('draws its axis, a path a line, and says what it shows', () => {
    const { container } = show(makeStack())
    expect(screen.getByRole('img', { name: 'a hundred lines' })).toBeTruthy()
    expect(container.querySelectorAll('path.plot-line')).toHaveLength(100)
    expect(container.querySelectorAll('path.plot-line[stroke-dasharray]')).toHaveLength(92)
    expect(container.querySelectorAll('.recharts-cartesian-axis-tick').length).toBeGreaterThan(2)
    expect(container.querySelectorAll('.recharts-reference-line')).toHaveLength(1)
  })

  test('names as many lines as fit, the best first, and says how many more there are', () => {
    show(makeStack())
    const names = screen.getAllByTitle(/^line/).map((label) => label.textContent)
    expect([names[0], names.length]).toEqual(['line 99', 8])
    expect(screen.getByText('and 92 more')).toBeTruthy()
  })

  test('brings the line forward whose name is pointed at, and keeps it when it is pressed', () => {
    const chosen: (string | null)[] = []
    const hovered = new Latest<string>()
    const highlight = { hovered, chosen: null, choose: (id: string | null) => chosen.push(id) }
    const { container } = show(makeStack({ highlight }))
    fireEvent.pointerEnter(screen.getByTitle('line 99').parentElement!)
    const groups = container.querySelectorAll('g[opacity]')
    expect(groups[0]!.getAttribute('opacity')).toBe('0.22')
    expect(groups[0]!.querySelectorAll('path.plot-line')).toHaveLength(99)
    fireEvent.click(screen.getByTitle('line 99').parentElement!)
    expect(chosen).toEqual(['run99'])
  })
})
