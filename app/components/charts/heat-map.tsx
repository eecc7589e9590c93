'use client'

import { memo, type ReactNode, useMemo } from 'react'
import { nameOfNonFinite } from '#app/format/numbers.ts'
import type { ColumnSpan, HeatCells, HeatSeries } from './heat-cells.ts'
import { brokenColumns, cellPath, columnEdges, type HeatFrame, heatPaths } from './heat-paths.ts'
import { type HeatScale, heatColour } from './heat-scale.ts'
import { readingOf } from './plot-line.ts'
import { useCrosshair, useStack } from './stack-context.ts'

/** How loud an outline, or a reading, is. */
export type HeatTone = 'warn' | 'bad'

/** A stretch of a row that is outlined, because a threshold is crossed there. */
export interface HeatOutline extends ColumnSpan {
  row: number
  tone: HeatTone
}

interface HeatMapProps {
  /** What the rows are called, in full and where there is hardly room. */
  names: readonly { name: string; short: string }[]
  /** What is read at the playhead, by row. */
  parts: readonly (readonly HeatSeries[])[]
  cells: readonly HeatCells[]
  scale: HeatScale
  outlines: readonly HeatOutline[]
  formatValue: (value: number) => string
  /** How loud readings at one place are, by row. */
  tonesOf: (x: number, values: readonly (number | null)[]) => readonly (HeatTone | null)[]
  /** What the map shows, in a sentence or a few, instead of the picture. */
  finding: string
  /** What is marked over the cells. */
  children?: ReactNode
}

const tallRow = 20
const lowRow = 14
const mostTallRows = 12
/** Left gutters narrower than this have no room for a layer's whole name. */
const nameWidth = 60

/** Height of a row, in pixels. */
export const heightOfRows = (rows: number) => (rows > mostTallRows ? lowRow : tallRow)

/** Values over the stack's horizontal scale as colours, a row each; what is read at the playhead stands at the right. */
export function HeatMap(props: HeatMapProps) {
  const { names, cells, scale, outlines, finding, children } = props
  const { width, gutters } = useStack()
  const rowHeight = heightOfRows(names.length)
  const columns = cells[0]?.values.length ?? 0
  const frame = useMemo(
    () => ({ edges: columnEdges(gutters.left, width - gutters.left - gutters.right, columns), rowHeight }),
    [gutters, width, columns, rowHeight],
  )
  return (
    <div className="plot relative mb-1" style={{ height: names.length * rowHeight }}>
      <div role="img" aria-label={finding} className="absolute inset-0">
        {width > 0 && <Cells cells={cells} scale={scale} outlines={outlines} frame={frame} />}
      </div>
      {children}
      <Names {...props} />
      {width > 0 && <HeatReadings {...props} />}
    </div>
  )
}

function Names({ names }: HeatMapProps) {
  const { gutters } = useStack()
  const rowHeight = heightOfRows(names.length)
  return (
    <ol aria-hidden="true" className="absolute inset-y-0 left-0">
      {names.map(({ name, short }) => (
        <li
          key={name}
          className="font-mono text-11 tracking-[-0.02em] text-ink-2"
          style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}
        >
          {gutters.left < nameWidth ? short : name}
        </li>
      ))}
    </ol>
  )
}

interface CellsProps extends Pick<HeatMapProps, 'cells' | 'scale' | 'outlines'> {
  frame: HeatFrame
}

/** A path a colour, however many cells there are, so that a live run redraws it eight times a second for little. */
const Cells = memo(function Cells({ cells, scale, outlines, frame }: CellsProps) {
  const { width } = useStack()
  const { edges, rowHeight } = frame
  const middle = (row: number) => row * rowHeight + rowHeight / 2
  const paths = heatPaths(cells, scale, frame)
  return (
    <svg
      width={width}
      height={cells.length * rowHeight}
      className="absolute inset-0 overflow-visible"
      aria-hidden="true"
    >
      <path
        d={cells.map((_, row) => `M${edges[0]} ${middle(row)}H${edges.at(-1)}`).join('')}
        stroke="var(--grid)"
        shapeRendering="crispEdges"
      />
      {paths.map(({ index, quiet, path }) => (
        <path
          key={`${index} ${quiet}`}
          d={path}
          fill={heatColour(scale.ramp, index)}
          fillOpacity={quiet ? 0.45 : 1}
          shapeRendering="crispEdges"
        />
      ))}
      {outlines.map(({ row, from, to, tone }) => (
        <path
          key={`${row} ${from} ${tone}`}
          d={cellPath(frame, row, from, to)}
          fill="none"
          stroke={`var(--${tone})`}
          strokeWidth="1.5"
        />
      ))}
      {brokenCells(cells).map((place) => (
        <Broken key={`${place.row} ${place.from}`} place={place} frame={frame} />
      ))}
    </svg>
  )
})

interface BrokenCells extends ColumnSpan {
  row: number
  /** NaN or an infinity. */
  value: number
}

const brokenCells = (cells: readonly HeatCells[]): BrokenCells[] =>
  cells.flatMap((line, row) =>
    brokenColumns(line).map((span) => ({ ...span, row, value: line.values[span.from]! })),
  )

/** Cells that are no number: a cross where that begins, and the word where there is room for it. */
function Broken({ place, frame }: { place: BrokenCells; frame: HeatFrame }) {
  const { row, from, to, value } = place
  const left = frame.edges[from]!
  const width = frame.edges[to]! - left
  const size = Math.min(4, frame.rowHeight / 2 - 3)
  const x = left + Math.min(width / 2, 9)
  const y = row * frame.rowHeight + frame.rowHeight / 2
  return (
    <g>
      <path d={cellPath(frame, row, from, to)} fill="var(--bad-wash)" stroke="var(--bad)" strokeWidth="1.5" />
      <path
        d={`M${x - size} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`}
        stroke="var(--bad)"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      {width > 48 && (
        <text x={left + 18} y={y + 4} style={{ fill: 'var(--bad)', fontWeight: 500 }}>
          {nameOfNonFinite(value)}
        </text>
      )}
    </g>
  )
}

/** Values of all rows at the playhead: of each the recorded point that is nearest. */
function HeatReadings({ names, parts, formatValue, tonesOf }: HeatMapProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const rowHeight = heightOfRows(names.length)
  const values = parts.map((row) => valueAt(row, x))
  const tones = tonesOf(x, values)
  return (
    <ol
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 z-[3]"
      style={{ left: stack.width - stack.gutters.right + 10 }}
    >
      {names.map(({ name }, row) => {
        const value = values[row] ?? null
        const tone = value !== null && !Number.isFinite(value) ? 'bad' : tones[row]
        const look = tone
          ? { warn: 'font-medium text-warn', bad: 'font-medium text-bad' }[tone]
          : 'text-ink-2'
        return (
          <li
            key={name}
            className={`text-11 whitespace-nowrap ${look}`}
            style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}
          >
            {value === null ? '' : formatValue(value)}
          </li>
        )
      })}
    </ol>
  )
}

/** The recorded point of a row that is nearest to a place; null where none is read there. */
export function valueAt(row: readonly HeatSeries[], x: number): number | null {
  for (const part of row) {
    const index = readingOf(part, x)
    if (index >= 0) return part.values[index]!
  }
  return null
}
