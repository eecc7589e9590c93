'use client'

import { type ReactNode, useMemo } from 'react'
import type { HeatCells, HeatSeries } from './heat-cells.ts'
import { columnEdges } from './heat-paths.ts'
import { type HeatOutline, HeatPicture, type HeatTone } from './heat-picture.tsx'
import type { HeatScale } from './heat-scale.ts'
import { readingOf } from './plot-line.ts'
import { useCrosshair, useStack } from './stack-context.ts'

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

/** The tallest row of a map that fills the screen. */
const tallestRow = 48

/** Height of a row, in pixels. */
export function useRowHeight(rows: number): number {
  const { tall } = useStack()
  const usual = rows > mostTallRows ? lowRow : tallRow
  return Math.max(usual, Math.min(tallestRow, Math.round(usual * tall)))
}

/** Values over the stack's horizontal scale as colours, a row each; what is read at the playhead stands at the right. */
export function HeatMap(props: HeatMapProps) {
  const { names, cells, scale, outlines, finding, children } = props
  const { width, gutters } = useStack()
  const rowHeight = useRowHeight(names.length)
  const columns = cells[0]?.values.length ?? 0
  const frame = useMemo(
    () => ({ edges: columnEdges(gutters.left, width - gutters.left - gutters.right, columns), rowHeight }),
    [gutters, width, columns, rowHeight],
  )
  return (
    <div className="plot relative mb-1" style={{ height: names.length * rowHeight }}>
      <div role="img" aria-label={finding} className="absolute inset-0">
        {width > 0 && (
          <HeatPicture cells={cells} scale={scale} outlines={outlines} frame={frame} width={width} />
        )}
      </div>
      {children}
      <Names {...props} />
      {width > 0 && <HeatReadings {...props} />}
    </div>
  )
}

function Names({ names }: HeatMapProps) {
  const { gutters } = useStack()
  const rowHeight = useRowHeight(names.length)
  return (
    <svg
      width={gutters.left}
      height={names.length * rowHeight}
      className="absolute inset-y-0 left-0"
      aria-hidden="true"
    >
      {names.map(({ name, short }, row) => (
        <text
          key={name}
          y={baseline(row, rowHeight)}
          className="font-mono tracking-[-0.02em]"
          style={{ fill: 'var(--ink-2)' }}
        >
          {gutters.left < nameWidth ? short : name}
        </text>
      ))}
    </svg>
  )
}

/** Where the text of a row stands, in pixels. */
const baseline = (row: number, rowHeight: number) => row * rowHeight + rowHeight / 2 + 4

/** Values of all rows at the playhead: of each the recorded point that is nearest. */
function HeatReadings({ names, parts, formatValue, tonesOf }: HeatMapProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const rowHeight = useRowHeight(names.length)
  const values = parts.map((row) => valueAt(row, x))
  const tones = tonesOf(x, values)
  return (
    <svg
      width={stack.gutters.right}
      height={names.length * rowHeight}
      className="pointer-events-none absolute top-0 right-0 z-[3]"
      aria-hidden="true"
    >
      {names.map(({ name }, row) => {
        const value = values[row] ?? null
        const tone = value !== null && !Number.isFinite(value) ? 'bad' : tones[row]
        return (
          <text
            key={name}
            x={10}
            y={baseline(row, rowHeight)}
            style={{ fill: `var(--${tone ?? 'ink-2'})`, fontWeight: tone ? 500 : 400 }}
          >
            {value === null ? '' : formatValue(value)}
          </text>
        )
      })}
    </svg>
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
