import { memo } from 'react'
import { nameOfNonFinite } from '#app/format/numbers.ts'
import type { ColumnSpan, HeatCells } from './heat-cells.ts'
import { brokenColumns, cellPath, type HeatFrame, heatPaths } from './heat-paths.ts'
import { type HeatScale, heatColour } from './heat-scale.ts'

/** How loud an outline, or a reading, is. */
export type HeatTone = 'warn' | 'bad'

/** A stretch of a row that is outlined, because a threshold is crossed there. */
export interface HeatOutline extends ColumnSpan {
  row: number
  tone: HeatTone
}

interface HeatPictureProps {
  cells: readonly HeatCells[]
  scale: HeatScale
  outlines: readonly HeatOutline[]
  frame: HeatFrame
  /** Of the whole picture, in pixels. */
  width: number
}

/** The cells of a heat map: a path a colour, however many cells there are, so that a live run redraws it eight times a second for little. */
export const HeatPicture = memo(function HeatPicture(props: HeatPictureProps) {
  const { cells, scale, outlines, frame, width } = props
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
