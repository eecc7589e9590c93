'use client'

import { memo } from 'react'
import type { Span } from './histogram.ts'
import { boxWidth, Grid, Ticks } from './ridge-axis.tsx'
import { halved, ridgePaths } from './ridge-path.ts'
import type { RidgeRow } from './ridge-rows.ts'

/** Of the plot with its numbers, in pixels. */
const overlaidHeight = 208
const bottom = overlaidHeight - 20

interface OverlaidChartProps {
  rows: readonly RidgeRow[]
  spans: readonly Span[]
  /** The layer that stands out, with its yardstick. */
  chosen: string
  onChoose: (layer: string) => void
  finding: string
}

/** The histograms of all layers in one plot, each up to its own peak. */
export const OverlaidChart = memo(function OverlaidChart(props: OverlaidChartProps) {
  const { rows, spans, chosen, onChoose, finding } = props
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  )
  const front = rows[at]
  if (!front) return <div style={{ height: overlaidHeight }} />
  return (
    <figure
      className="plot grid grid-cols-[minmax(0,1fr)_80px] gap-3 text-11"
      style={{ height: overlaidHeight }}
    >
      <div className="relative">
        <svg
          role="img"
          aria-label={finding}
          width="100%"
          height={overlaidHeight}
          viewBox={`0 0 ${boxWidth} ${overlaidHeight}`}
          preserveAspectRatio="none"
          className="absolute inset-0 overflow-visible"
        >
          {front.flat.map(([low, high]) => (
            <rect
              key={low}
              x={place(low, spans[at]!)}
              y={0}
              width={place(high, spans[at]!) - place(low, spans[at]!)}
              height={bottom}
              fill="var(--bg-sunken)"
            />
          ))}
          <Grid span={spans[at]!} bottom={bottom} />
          {rows.map((row, i) => i !== at && <Shape key={row.id} row={row} span={spans[i]!} front={false} />)}
          <Shape row={front} span={spans[at]!} front />
          <path
            d={`M0 ${bottom}H${boxWidth}`}
            stroke="var(--line-strong)"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <Ticks span={spans[at]!} />
      </div>
      <ul aria-label="Layer that stands out" className="min-h-0 overflow-y-auto">
        {rows.map(({ id, label, colour }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onChoose(id)}
              className="flex h-6 w-full items-center gap-1.5 rounded-2 px-1 text-ink-2 hover:bg-hover aria-pressed:font-medium aria-pressed:text-ink pointer-coarse:h-9"
            >
              <span className="swatch" style={{ '--c': colour } as Record<string, string>} />
              <code>{label}</code>
            </button>
          </li>
        ))}
      </ul>
    </figure>
  )
})

function place(value: number, [low, high]: Span): number {
  return ((value - low) / (high - low)) * boxWidth
}

function Shape({ row, span, front }: { row: RidgeRow; span: Span; front: boolean }) {
  const { histogram, yardstick, colour } = row
  const drawn = (front && yardstick ? [histogram, yardstick] : [histogram]).map(halved)
  const { outlines } = ridgePaths(drawn, span, { width: boxWidth, base: bottom, height: bottom - 12 })
  return (
    <g>
      {front && outlines[0] && <path d={`${outlines[0]}Z`} fill={colour} fillOpacity="0.22" />}
      {outlines[1] && (
        <path
          d={outlines[1]}
          fill="none"
          stroke="var(--ink-3)"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path
        d={outlines[0]}
        fill="none"
        stroke={colour}
        strokeWidth={front ? 2 : 1.25}
        strokeOpacity={front ? 1 : 0.75}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </g>
  )
}
