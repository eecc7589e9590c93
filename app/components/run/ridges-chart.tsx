'use client'

import { memo } from 'react'
import { count } from '#app/format/numbers.ts'
import type { Span } from './histogram.ts'
import { boxWidth, Ends, Grid, Ticks } from './ridge-axis.tsx'
import { ridgePaths } from './ridge-path.ts'
import type { RidgeRow } from './ridge-rows.ts'

/** Height of the numbers below a plot, in pixels. */
export const axisHeight = 20

/** How rows stand, in pixels: from base to base, the height of a ridge, and the room above the first base. */
export interface RidgeRhythm {
  gap: number
  height: number
}

/** How far a ridge reaches into the row above it where all stand on one scale. */
const overlap = 1.3

/** Few layers get much room, many little. */
export function rhythmOf(rows: number, shared: boolean): RidgeRhythm {
  const gap = rows <= 7 ? 40 : rows <= 14 ? 28 : 20
  return { gap, height: shared ? gap * overlap : gap - 16 }
}

/** Pixels that so many rows take. */
export function ridgesHeight(rows: number, { gap, height }: RidgeRhythm): number {
  return Math.round(headroom({ gap, height }) + rows * gap + axisHeight)
}

/** Room above the first row: alike whatever the scales, so that nothing moves as they change. */
function headroom({ gap, height }: RidgeRhythm): number {
  return Math.max(height - gap, (overlap - 1) * gap)
}

interface RidgesChartProps {
  rows: readonly RidgeRow[]
  /** The scale of each row. */
  spans: readonly Span[]
  /** Whether all have the same one. */
  shared: boolean
  rhythm: RidgeRhythm
  /** Word over the figures. */
  figureTitle: string
  /** What the picture shows, in a sentence. */
  finding: string
  /** The row at the playhead, where rows are steps; only some of the others are named then. */
  here?: string | null
}

/** Histograms one below the other, each on its base, the last in front. */
export const RidgesChart = memo(function RidgesChart(props: RidgesChartProps) {
  const { rows, spans, shared, rhythm, figureTitle, finding, here } = props
  const total = ridgesHeight(rows.length, rhythm)
  const base = (i: number) => headroom(rhythm) + (i + 1) * rhythm.gap
  const timed = here !== undefined
  const named = (i: number) => !timed || rows[i]!.id === here || isNamed(i, rows, rhythm.gap, here)
  return (
    <figure className="plot relative text-11" style={{ height: total }}>
      <div className="absolute inset-y-0 right-[var(--gutter-r)] left-[var(--gutter-l)]">
        <svg
          role="img"
          aria-label={finding}
          width="100%"
          height={total}
          viewBox={`0 0 ${boxWidth} ${total}`}
          preserveAspectRatio="none"
          className="absolute inset-0 overflow-visible"
        >
          {shared && <Grid span={spans[0]!} bottom={total - axisHeight} />}
          {rows.map((row, i) => (
            <Ridge
              key={row.id}
              row={row}
              span={spans[i]!}
              base={base(i)}
              rhythm={rhythm}
              opaque={timed}
              here={row.id === here}
            />
          ))}
        </svg>
        {shared
          ? rows.length > 0 && <Ticks span={spans[0]!} />
          : rows.map((row, i) => <Ends key={row.id} span={spans[i]!} top={base(i)} />)}
      </div>
      {figureTitle && (
        <span aria-hidden="true" className="absolute top-0 right-0 text-ink-3">
          {figureTitle}
        </span>
      )}
      {rows.map(
        (row, i) =>
          named(i) && <Labels key={row.id} row={row} base={base(i)} here={row.id === here} timed={timed} />,
      )}
    </figure>
  )
})

/** Whether a step is named beside its ridge: the first, the last, and as many between as there is room for. */
function isNamed(
  i: number,
  rows: readonly RidgeRow[],
  gap: number,
  here: string | null | undefined,
): boolean {
  const every = Math.ceil(16 / gap)
  const clear = (other: number) => other < 0 || Math.abs(other - i) >= every
  const last = rows.length - 1
  return i === last || (i % every === 0 && clear(last) && clear(rows.findIndex(({ id }) => id === here)))
}

function Labels({ row, base, here, timed }: { row: RidgeRow; base: number; here: boolean; timed: boolean }) {
  const { label, figure, histogram } = row
  const style = { top: base - 14 }
  return (
    <div aria-hidden="true" className="leading-[14px] whitespace-nowrap">
      <span
        className={`absolute left-0 max-w-[var(--gutter-l)] truncate ${here ? 'font-medium text-accent' : 'text-ink-2'}`}
        style={style}
      >
        {timed ? (
          label
        ) : (
          <code>
            <span className="tablet:hidden">{label.replace('hidden_', '')}</span>
            <span className="max-tablet:hidden">{label}</span>
          </code>
        )}
      </span>
      <span className="absolute right-0 text-right text-ink-2" style={style}>
        {histogram.nonFinite > 0 ? (
          <span className="text-bad" title={`${count(histogram.nonFinite)} values are NaN or infinite`}>
            {count(histogram.nonFinite)} NaN or ∞
          </span>
        ) : (
          figure
        )}
      </span>
    </div>
  )
}

interface RidgeProps {
  row: RidgeRow
  span: Span
  base: number
  rhythm: RidgeRhythm
  opaque: boolean
  here: boolean
}

function Ridge({ row, span, base, rhythm, opaque, here }: RidgeProps) {
  const { histogram, yardstick, colour, flat } = row
  const drawn = yardstick ? [histogram, yardstick] : [histogram]
  const { outlines, cuts } = ridgePaths(drawn, span, { width: boxWidth, base, height: rhythm.height })
  const x = (value: number) => ((value - span[0]) / (span[1] - span[0])) * boxWidth
  const area = outlines[0] && `${outlines[0]}Z`
  return (
    <g>
      {flat.map(([low, high]) => (
        <rect
          key={low}
          x={x(low)}
          y={base - rhythm.gap + 3}
          width={x(high) - x(low)}
          height={rhythm.gap - 3}
          fill="var(--bg-pressed)"
        />
      ))}
      <path
        d={`M0 ${base}H${boxWidth}`}
        stroke={opaque ? 'var(--grid)' : 'var(--line-strong)'}
        vectorEffect="non-scaling-stroke"
      />
      {area && opaque && <path d={area} fill="var(--bg)" />}
      {area && <path d={area} fill={colour} fillOpacity={here ? 0.5 : 0.22} />}
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
        stroke={here ? 'var(--ink)' : colour}
        strokeWidth={here ? 1.75 : opaque ? 1 : 1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      {typeof cuts[0] === 'number' && <Cut x={cuts[0]} y={base - rhythm.height} />}
    </g>
  )
}

/** A mark over a bin that goes on above its row. */
function Cut({ x, y }: { x: number; y: number }) {
  return (
    <path
      d={`M${x - 9} ${y + 1}L${x} ${y - 4}L${x + 9} ${y + 1}`}
      fill="none"
      stroke="var(--ink-2)"
      vectorEffect="non-scaling-stroke"
    />
  )
}
