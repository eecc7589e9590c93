'use client'

import { memo, type PointerEvent, useMemo } from 'react'
import { useWidth } from '#app/hooks/use-width.ts'
import { peakWithin, saturatedZones } from '#lib/nn/slope-shape.ts'
import { axisFor, type CurveAxis, curveAt, drawn, pathOf, sampleCurve } from './curves.ts'
import { bounds, type ChosenActivation, type Order } from './explore-state.ts'
import { fixed } from './reading.ts'

/** Room around the plot, in pixels: ticks at the left and below, half a label at the right. */
const margin = { left: 40, right: 10, top: 8, bottom: 24 }

/** How the three curves are told apart, whatever their colour. */
export const dashes: Readonly<Record<Order, string | undefined>> = { 0: undefined, 1: '6 3', 2: '1 3.5' }

/** An activation and the colours of its curves. */
export interface DrawnActivation {
  chosen: ChosenActivation
  colours: Readonly<Record<Order, string>>
}

interface CurvePlotProps {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  z: number
  /** What it shows in a sentence. */
  finding: string
  onMove: (z: number) => void
}

/** Places on the plot, in pixels. */
interface Scales {
  width: number
  height: number
  x: (z: number) => number
  y: (value: number) => number
}

function scalesFor(width: number, height: number, { low, high }: CurveAxis): Scales {
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom }
  return {
    width,
    height,
    x: (z) => margin.left + ((z - drawn[0]) / (drawn[1] - drawn[0])) * inner.width,
    y: (value) => margin.top + ((high - value) / (high - low)) * inner.height,
  }
}

/** f, f′ and f″ of the chosen activations; the line through z follows the pointer that is pressed. */
export function CurvePlot({ shown, orders, z, finding, onMove }: CurvePlotProps) {
  const { box, width } = useWidth<HTMLDivElement>()
  const height = width > 0 && width < 480 ? 280 : 336
  const axis = useMemo(
    () =>
      axisFor(
        shown.map(({ chosen }) => chosen),
        orders,
      ),
    [shown, orders],
  )
  const scales = useMemo(() => scalesFor(width, height, axis), [width, height, axis])

  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - left - margin.left) / (width - margin.left - margin.right)
    const [least, most] = bounds.z
    const place = least + Math.min(1, Math.max(0, share)) * (most - least)
    onMove(Math.round(place * 20) / 20)
  }
  return (
    <div
      ref={box}
      className="plot relative h-[336px] cursor-ew-resize touch-pan-y select-none max-[511px]:h-[280px]"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        follow(event)
      }}
      onPointerMove={(event) => event.buttons > 0 && follow(event)}
    >
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={finding} className="absolute inset-0">
          <Ground scales={scales} axis={axis} />
          <Lines shown={shown} orders={orders} scales={scales} />
          <Readout shown={shown} orders={orders} z={z} scales={scales} />
        </svg>
      )}
    </div>
  )
}

/** Gridlines and ticks. */
const Ground = memo(function Ground({ scales, axis }: { scales: Scales; axis: CurveAxis }) {
  const { x, y, width, height } = scales
  const digits = axis.ticks.some((tick) => !Number.isInteger(tick * 10)) ? 2 : 1
  const whole = axis.ticks.every(Number.isInteger)
  return (
    <g>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${margin.left} ${y(tick)}H${width - margin.right}`}
            stroke={tick === 0 ? 'var(--line-strong)' : 'var(--grid)'}
            shapeRendering="crispEdges"
          />
          <text x={margin.left - 8} y={y(tick) + 4} textAnchor="end">
            {fixed(tick, whole ? 0 : digits)}
          </text>
        </g>
      ))}
      <path
        d={`M${x(0)} ${margin.top}V${height - margin.bottom}`}
        stroke="var(--line-strong)"
        shapeRendering="crispEdges"
      />
      {[-6, -4, -2, 0, 2, 4, 6].map((tick) => (
        <text key={tick} x={x(tick)} y={height - 7} textAnchor="middle">
          {fixed(tick, 0)}
        </text>
      ))}
      <text x={x(5)} y={height - 7} textAnchor="middle">
        z
      </text>
    </g>
  )
})

/** The curves, where they jump, where f′ peaks, and where it is as good as nothing. */
const Lines = memo(function Lines({
  shown,
  orders,
  scales,
}: Pick<CurvePlotProps, 'shown' | 'orders'> & { scales: Scales }) {
  const { x, y, width, height } = scales
  const curves = useMemo(
    () =>
      shown.flatMap(({ chosen, colours }) =>
        orders.map((order) => ({
          key: `${chosen.name} ${order}`,
          order,
          colour: colours[order],
          dashed: shown.length > 1 || order === 2 ? dashes[order] : undefined,
          curve: sampleCurve(chosen, order, 240),
        })),
      ),
    [shown, orders],
  )
  return (
    <g>
      <clipPath id="curve-box">
        <rect
          x={margin.left}
          y={margin.top - 2}
          width={width - margin.left - margin.right}
          height={height - margin.top - margin.bottom + 4}
        />
      </clipPath>
      <Saturated shown={shown} scales={scales} />
      <g clipPath="url(#curve-box)" fill="none" strokeLinejoin="round" strokeLinecap="round">
        {curves.map(({ key, order, colour, dashed, curve }) => (
          <path
            key={key}
            d={pathOf(curve, x, y)}
            stroke={colour}
            strokeWidth={order === 2 ? 2 : 1.75}
            strokeDasharray={dashed}
          />
        ))}
      </g>
      {curves.flatMap(({ key, colour, curve }) =>
        curve.ends.map(({ z, value, held }, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: two ends share a place
            key={`${key} ${i}`}
            cx={x(z)}
            cy={y(value)}
            r="3"
            fill={held ? colour : 'var(--bg)'}
            stroke={colour}
            strokeWidth="1.5"
          />
        )),
      )}
      {orders.includes(1) &&
        shown.map((one) => (
          <PeakMark key={one.chosen.name} one={one} named={shown.length === 1} scales={scales} />
        ))}
    </g>
  )
})

/** Where |f′| is below 5 % of its peak: behind the curves of one activation, a bar at the foot for each of several. */
function Saturated({ shown, scales }: { shown: readonly DrawnActivation[]; scales: Scales }) {
  const { x, height } = scales
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
      const silent = curveAt(chosen, 1, (from + to) / 2) === 0
      return (
        <g key={from}>
          <rect x={left} y={margin.top} width={wide} height={foot - margin.top} fill="var(--warn-wash)" />
          {wide > 56 && (
            <text x={left + wide / 2} y={foot - 8} textAnchor="middle" style={{ fill: 'var(--warn)' }}>
              {silent ? 'silent, f′ = 0' : 'saturated'}
            </text>
          )}
        </g>
      )
    }),
  )
}

interface PeakMarkProps {
  one: DrawnActivation
  /** Whether its height is written beside it; names of several would cover each other. */
  named: boolean
  scales: Scales
}

/** The peak of f′: a ring and its height, or along a flat one the height alone. */
function PeakMark({ one, named, scales }: PeakMarkProps) {
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
function Readout({
  shown,
  orders,
  z,
  scales,
}: Pick<CurvePlotProps, 'shown' | 'orders' | 'z'> & { scales: Scales }) {
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
