'use client'

import { nameOfNonFinite } from '#app/format/numbers.ts'
import { heightOn, type PlotAxis, plotInset } from './axes.ts'
import { shareAt } from './horizontal.ts'
import { breakOf, type PlotLine } from './plot-line.ts'
import { useStack } from './stack-context.ts'

/** Where a line stops being a number: a cross at its last finite point, and the word. */
export function BreakMarks({
  axis,
  lines,
  height,
}: {
  axis: PlotAxis
  lines: readonly PlotLine[]
  height: number
}) {
  const { width, gutters, horizontal } = useStack()
  const inner = width - gutters.left - gutters.right
  return (
    <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
      {lines.map((line) => {
        const broken = line.faint ? null : breakOf(line, horizontal.from, horizontal.to)
        if (!broken) return null
        const x = gutters.left + shareAt(horizontal, broken.x) * inner
        const y = plotInset + (1 - (heightOn(axis, broken.value) ?? 0)) * (height - 2 * plotInset)
        const left = x > gutters.left + inner - 48
        return (
          <g key={line.id}>
            <path
              d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`}
              stroke="var(--bad)"
              strokeWidth="1.75"
              strokeLinecap="round"
            />
            <text
              x={left ? x - 9 : x + 9}
              y={y + 4}
              textAnchor={left ? 'end' : 'start'}
              style={{ fill: 'var(--bad)', fontWeight: 500 }}
            >
              {nameOfNonFinite(broken.became)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
