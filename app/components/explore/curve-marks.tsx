import { useMemo } from 'react'
import { peakWithin, saturatedZones } from '#lib/nn/slope-shape.ts'
import { margin, type Scales } from './curve-scales.ts'
import { curveAt, type DrawnActivation, drawn } from './curves.ts'
import type { Order } from './explore-state.ts'
import { fixed } from './reading.ts'

interface SaturatedProps {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  scales: Scales
}

/** Where |f′| is below 5 % of its peak: behind the curves of one activation, a bar at the foot for each of several. */
export function Saturated({ shown, orders, scales }: SaturatedProps) {
  const { x, y, height } = scales
  const foot = height - margin.bottom
  return shown.map(({ chosen, colours }, row) =>
    saturatedZones(chosen.name, chosen.alpha, drawn).map(([from, to]) => {
      const [left, wide] = [x(from), x(to) - x(from)]
      if (shown.length > 1)
        return (
          <rect
            key={`${chosen.name} ${from}`}
            x={left}
            y={foot - 4 * (shown.length - row)}
            width={wide}
            height="3"
            fill={colours[1]}
          />
        )
      const middle = (from + to) / 2
      const silent = curveAt(chosen, 1, middle) === 0
      const lines = orders.map((order) => y(curveAt(chosen, order, middle)))
      return (
        <g key={from}>
          <rect x={left} y={margin.top} width={wide} height={foot - margin.top} fill="var(--warn-wash)" />
          {wide > (silent ? 84 : 60) && (
            <text
              x={left + wide / 2}
              y={freePlace(lines, margin.top, foot) + 4}
              textAnchor="middle"
              style={{ fill: 'var(--warn)' }}
            >
              {silent ? 'silent, f′ = 0' : 'saturated'}
            </text>
          )}
        </g>
      )
    }),
  )
}

/** Where between two heights a word is farthest from the lines that pass. */
function freePlace(lines: readonly number[], top: number, foot: number): number {
  const distance = (place: number) => Math.min(...lines.map((line) => Math.abs(line - place)))
  const places = [0.12, 0.3, 0.5, 0.7, 0.88].map((share) => top + share * (foot - top))
  return places.reduce((best, place) => (distance(place) > distance(best) ? place : best))
}

interface PeakMarkProps {
  one: DrawnActivation
  /** Whether its height is written beside it; names of several would cover each other. */
  named: boolean
  scales: Scales
}

/** The peak of f′: a ring and its height, or along a flat one the height alone. */
export function PeakMark({ one, named, scales }: PeakMarkProps) {
  const { chosen, colours } = one
  const { slope, at } = useMemo(() => peakWithin(chosen.name, chosen.alpha, drawn), [chosen])
  const { x, y, width } = scales
  const flat = at[1] > at[0]
  const place = x((at[0] + at[1]) / 2)
  const text = fixed(slope, 2).replace(/\.?0+$/, '')
  const below = y(slope) < margin.top + 24
  return (
    <g>
      {!flat && (
        <circle cx={place} cy={y(slope)} r="4" fill="var(--bg)" stroke={colours[1]} strokeWidth="1.75" />
      )}
      {named && (
        <text
          className="halo"
          x={Math.min(place, width - 64)}
          y={y(slope) + (below ? 18 : -10)}
          textAnchor="middle"
          style={{ fill: 'var(--ink-2)', fontWeight: 500 }}
        >
          peak f′ {text}
        </text>
      )}
    </g>
  )
}

/** The line through z, and a dot on every curve. */
export function Readout({
  shown,
  orders,
  z,
  scales,
}: {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  z: number
  scales: Scales
}) {
  const { x, y, height } = scales
  return (
    <g>
      <path
        d={`M${Math.round(x(z)) + 0.5} ${margin.top}V${height - margin.bottom}`}
        stroke="var(--ink-3)"
        strokeDasharray="2 3"
      />
      <g clipPath="url(#curve-box)">
        {shown.flatMap(({ chosen, colours }) =>
          orders.map((order) => (
            <circle
              key={`${chosen.name} ${order}`}
              cx={x(z)}
              cy={y(curveAt(chosen, order, z))}
              r="4"
              fill={colours[order]}
              stroke="var(--bg)"
              strokeWidth="1.5"
            />
          )),
        )}
      </g>
    </g>
  )
}
