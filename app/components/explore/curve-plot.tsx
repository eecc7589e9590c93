'use client'

import { memo, type PointerEvent, useMemo } from 'react'
import { useWidth } from '#app/hooks/use-width.ts'
import { PeakMark, Readout, Saturated } from './curve-marks.tsx'
import { margin, type Scales, scalesFor } from './curve-scales.ts'
import { axisFor, type CurveAxis, type DrawnActivation, dashOf, pathOf, sampleCurve } from './curves.ts'
import { bounds, type Order } from './explore-state.ts'
import { fixed } from './reading.ts'

interface CurvePlotProps {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  z: number
  /** What it shows in a sentence. */
  finding: string
  onMove: (z: number) => void
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
          dashed: dashOf(order, shown.length === 1),
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
      <Saturated shown={shown} orders={orders} scales={scales} />
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
