'use client'

import { heightOn, type PlotAxis, plotInset } from './axes.ts'
import { shareAt } from './horizontal.ts'
import { type PlotLine, readingOf } from './plot-line.ts'
import { fitted, spread } from './spread.ts'
import { type Highlight, useCrosshair, useStack } from './stack-context.ts'

interface ReadingsProps {
  axis: PlotAxis
  lines: readonly PlotLine[]
  height: number
  gutter: 'values' | 'names' | 'both'
  formatValue: (value: number) => string
  /** Only values in this range, lower bound included, are written; all where absent. */
  written?: readonly [number, number] | undefined
  /** Id of the line that is brought forward. */
  highlighted: string | null
}

/** Least distance between two readings, in pixels. */
const lineHeight = 14
/** Dots on more lines than this would hide them. */
const mostDots = 16

interface Reading {
  line: PlotLine
  value: number
  top: number
  left: number
  /** Whether the line ended before the crosshair. */
  over: boolean
  runs: number | null
}

/** At the crosshair: a dot on every line at the recorded point that is read, and in the right gutter what it says. */
export function Readings(props: ReadingsProps) {
  const { axis, lines, height, gutter, formatValue, written, highlighted } = props
  const stack = useStack()
  const x = useCrosshair(stack)
  const { width, gutters, horizontal, highlight } = stack
  const inner = width - gutters.left - gutters.right
  const readings = lines
    .flatMap((line): Reading[] => {
      const index = line.faint ? -1 : readingOf(line, x)
      if (index < 0) return []
      const value = line.values[index]!
      const share = heightOn(axis, value)
      const top = share === null ? height - plotInset : plotInset + (1 - share) * (height - 2 * plotInset)
      const left = gutters.left + shareAt(horizontal, line.xs[index]!) * inner
      // A line that ended before the crosshair is read at its end, and told so by a fainter figure.
      const span = horizontal.to - horizontal.from
      const over = index === line.xs.length - 1 && x - line.xs[index]! > span / 20
      return [{ line, value, top, left, over, runs: line.runs?.[index] ?? null }]
    })
    .sort((a, b) => a.top - b.top || b.value - a.value)
  const [low, high] = axis.domain
  const dots = readings.filter(
    ({ line, value, left }) =>
      Number.isFinite(value) &&
      (axis.scale === 'log' || value >= low) &&
      value <= high &&
      left >= gutters.left - 1 &&
      left <= gutters.left + inner + 1 &&
      (readings.length <= mostDots || line.id === highlighted),
  )
  const inRange = readings.filter(
    ({ value }) =>
      !written || (Number.isNaN(value) ? written[0] <= 0 : value >= written[0] && value < written[1]),
  )
  const dims = highlighted !== null && lines.some(({ id }) => id.startsWith(highlighted))
  const room = Math.floor((height - 2 * plotInset) / lineHeight) + 1
  const { kept, more } = fitted(inRange, room, ({ line }) => line.id === highlighted)
  const places = spread(
    [...kept.map(({ top }) => top), ...(more > 0 ? [height] : [])],
    lineHeight,
    plotInset,
    height - plotInset,
  )
  return (
    <div className="pointer-events-none absolute inset-0 z-[3]" aria-hidden="true">
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
      {kept.map((reading, i) => (
        <Label
          key={reading.line.id}
          reading={reading}
          gutter={gutter}
          value={gutter === 'names' ? null : formatValue(reading.value)}
          top={places[i]!}
          left={width - gutters.right + 10}
          quiet={dims && !reading.line.id.startsWith(highlighted!)}
          highlight={highlight}
        />
      ))}
      {more > 0 && (
        <span
          className="absolute -translate-y-1/2 text-11 whitespace-nowrap text-ink-3"
          style={{ top: places.at(-1)!, left: width - gutters.right + 10 }}
        >
          and {more} more
        </span>
      )}
    </div>
  )
}

interface LabelProps {
  reading: Reading
  gutter: ReadingsProps['gutter']
  value: string | null
  top: number
  left: number
  /** Whether another line is brought forward. */
  quiet: boolean
  highlight: Highlight | null
}

/** Name and value of a line; where lines are brought forward, pointing at it does that, and pressing keeps it so. */
function Label({ reading, gutter, value, top, left, quiet, highlight }: LabelProps) {
  const { line, over, runs } = reading
  const id = line.id.split(' ')[0]!
  return (
    <span
      className={`absolute flex -translate-y-1/2 items-center gap-1.5 text-11 whitespace-nowrap ${highlight ? 'pointer-events-auto cursor-pointer' : ''} ${quiet ? 'opacity-60' : ''}`}
      style={{ top, left, right: 0 }}
      {...(highlight && {
        onPointerEnter: () => highlight.hovered.set(id),
        onPointerLeave: () => highlight.hovered.set(null),
        onClick: () => highlight.choose(highlight.chosen === id ? null : id),
      })}
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
        <span className="hidden min-w-0 flex-1 truncate text-ink-2 tablet:block" title={line.label}>
          {line.label}
        </span>
      )}
      {runs !== null && <span className="text-ink-3">N {runs}</span>}
      {value !== null && (
        <span className={over ? 'text-ink-3' : line.thin ? 'text-ink-2' : 'font-medium text-ink'}>
          {value}
        </span>
      )}
    </span>
  )
}
