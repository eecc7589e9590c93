'use client'

import { heightOn, type PlotAxis, plotInset } from './axes.ts'
import { type PlotLine, readingOf } from './plot-line.ts'
import { sample, spread } from './spread.ts'
import { useCrosshair, useStack } from './stack-context.ts'

interface ReadingsProps {
  axis: PlotAxis
  lines: readonly PlotLine[]
  height: number
  gutter: 'values' | 'names' | 'both'
  formatValue: (value: number) => string
  /** Only values in this range, lower bound included, are written; all where absent. */
  written?: readonly [number, number] | undefined
}

/** Least distance between two readings, in pixels. */
const lineHeight = 14

/** At the crosshair: a dot on every line at the recorded point that is read, and in the right gutter what it says. */
export function Readings({ axis, lines, height, gutter, formatValue, written }: ReadingsProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const { width, gutters, end } = stack
  const inner = width - gutters.left - gutters.right
  const readings = lines
    .flatMap((line) => {
      const index = readingOf(line, x)
      if (index < 0) return []
      const value = line.values[index]!
      const share = heightOn(axis, value)
      const top = share === null ? height - plotInset : plotInset + (1 - share) * (height - 2 * plotInset)
      const left = gutters.left + (line.xs[index]! / (end || 1)) * inner
      // A line that ended before the crosshair is read at its end, and told so by a fainter figure.
      const over = index === line.xs.length - 1 && x - line.xs[index]! > end / 20
      return [{ line, value, top, left, over }]
    })
    .sort((a, b) => a.top - b.top || b.value - a.value)
  const dots = readings.filter(
    ({ value }) => Number.isFinite(value) && (axis.scale === 'log' || value >= axis.domain[0]),
  )
  const inRange = readings.filter(
    ({ value }) =>
      !written || (Number.isNaN(value) ? written[0] <= 0 : value >= written[0] && value < written[1]),
  )
  const labels = sample(inRange, Math.floor((height - 2 * plotInset) / lineHeight) + 1)
  const places = spread(
    labels.map((label) => label.top),
    lineHeight,
    plotInset,
    height - plotInset,
  )
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 z-[3]">
      <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
        {dots.map(({ line, left, top }) => (
          <circle
            key={line.id}
            cx={left}
            cy={top}
            r={line.thin ? 3 : 3.5}
            fill={line.thin ? 'var(--bg)' : line.colour}
            stroke={line.thin ? line.colour : 'var(--bg)'}
            strokeWidth="1.5"
          />
        ))}
      </svg>
      {labels.map(({ line, value, over }, i) => (
        <span
          key={line.id}
          className="absolute flex -translate-y-1/2 items-center gap-1.5 text-11 whitespace-nowrap"
          style={{ top: places[i]!, left: width - gutters.right + 10, right: 0 }}
        >
          {gutter === 'both' && (
            <span
              className="swatch max-tablet:w-2!"
              data-dashed={line.dashed || undefined}
              style={{ '--c': line.colour } as Record<string, string>}
            />
          )}
          {gutter === 'names' && <code className="text-11! tracking-[-0.02em] text-ink-2">{line.label}</code>}
          {gutter === 'both' && (
            <span className="hidden min-w-0 flex-1 truncate text-ink-2 tablet:block">{line.label}</span>
          )}
          {gutter !== 'names' && (
            <span className={over ? 'text-ink-3' : line.thin ? 'text-ink-2' : 'font-medium text-ink'}>
              {formatValue(value)}
            </span>
          )}
        </span>
      ))}
    </div>
  )
}
