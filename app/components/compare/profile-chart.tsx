'use client'

import { useMemo } from 'react'
import { heightOn, logAxis, type PlotAxis, plotInset } from '#app/components/charts/axes.ts'
import { sample, spread } from '#app/components/charts/spread.ts'
import { magnitude } from '#app/format/numbers.ts'
import { useWidth } from '#app/hooks/use-width.ts'
import { type Profile, sigmoidPeak } from './profile.ts'

const height = 296
/** Room for the names of layers under the plot, in pixels. */
const footer = 36
const inner = height - footer
const labelHeight = 14
/** Least width of a layer's name, in pixels. */
const nameWidth = 62

/** Profiles on one log scale, the output at the left, with the bound of the sigmoid for reference. */
export function ProfileChart({ profiles, finding }: { profiles: readonly Profile[]; finding: string }) {
  const { box, width } = useWidth<HTMLDivElement>()
  const depth = Math.max(1, ...profiles.map(({ points }) => points.at(-1)?.distance ?? 0))
  const bound = useMemo(() => Array.from({ length: depth + 1 }, (_, i) => sigmoidPeak ** i), [depth])
  const axis = axisOf(profiles, bound)
  return (
    <div ref={box} className="plot relative" style={{ height }}>
      <div
        role="img"
        aria-label={`Layers from the output back to the input. ${finding}`}
        className="absolute inset-0"
      >
        {width > 0 && <Drawing {...{ profiles, axis, bound, depth, width }} />}
      </div>
      {width > 0 && <Names {...{ profiles, axis, width }} />}
    </div>
  )
}

/** From the least value on, the bound's too as far as it is no smaller than that by far, up to 1 and beyond. */
function axisOf(profiles: readonly Profile[], bound: readonly number[]): PlotAxis {
  const values = profiles.flatMap(({ points }) =>
    points.map(({ value }) => value).filter((value) => value > 0),
  )
  const floor = Math.min(1e-3, ...values) / 100
  const shown = [1, ...values, ...bound.filter((value) => value >= floor)]
  const line = { id: 'all', label: '', colour: '', xs: [], values: shown, total: 0 }
  return logAxis([line], [0.001, 1])
}

interface Frame {
  profiles: readonly Profile[]
  axis: PlotAxis
  width: number
}

const gutters = (width: number) => ({ left: 44, right: width < 480 ? 84 : 168 })
const y = (axis: PlotAxis, value: number) =>
  plotInset + (1 - (heightOn(axis, Math.max(value, axis.domain[0])) ?? 0)) * (inner - 2 * plotInset)

function Drawing({
  profiles,
  axis,
  bound,
  depth,
  width,
}: Frame & { bound: readonly number[]; depth: number }) {
  const { left, right } = gutters(width)
  const x = (distance: number) => left + 12 + (distance / depth) * (width - left - right - 24)
  const path = (points: readonly { distance: number; value: number }[]) =>
    points
      .map(
        ({ distance, value }, i) =>
          `${i === 0 ? 'M' : 'L'}${x(distance).toFixed(1)} ${y(axis, value).toFixed(1)}`,
      )
      .join('')
  const reference = bound
    .map((value, distance) => ({ value, distance }))
    .filter(({ value }) => value >= axis.domain[0])
  const same = new Set(profiles.map(({ points }) => points.at(-1)?.distance)).size === 1
  const every = Math.ceil(nameWidth / ((width - left - right - 24) / depth))
  return (
    <svg width={width} height={height} className="absolute inset-0 overflow-visible" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${left} ${y(axis, tick)}H${width - right}`}
            stroke={tick === axis.domain[0] ? 'var(--line-strong)' : 'var(--grid)'}
            shapeRendering="crispEdges"
          />
          <text x={left - 8} y={y(axis, tick) + 4} textAnchor="end">
            {axis.format(tick)}
          </text>
        </g>
      ))}
      <path d={path(reference)} fill="none" stroke="var(--ink-3)" strokeDasharray="4 3" />
      {profiles.map(({ id, measure, colour, dashed, points }) => (
        <g key={id}>
          <path
            d={path(points)}
            fill="none"
            stroke={colour}
            strokeWidth={measure === 'grad_norm' ? 1.25 : 1.75}
            strokeLinejoin="round"
            {...(dashed ? { strokeDasharray: '4 3' } : {})}
          />
          {points.map(({ distance, value }) => (
            <circle
              key={distance}
              cx={x(distance)}
              cy={y(axis, value)}
              r="2.75"
              fill={measure === 'grad_norm' ? 'var(--bg)' : colour}
              stroke={measure === 'grad_norm' ? colour : 'none'}
              strokeWidth="1.25"
            />
          ))}
        </g>
      ))}
      <path d={`M0 ${inner + 28}h16`} stroke="var(--ink-3)" strokeDasharray="4 3" />
      <text x="22" y={inner + 32}>
        {width < 480 ? '0.25ⁿ, sigmoid’s bound' : '0.25ⁿ, the sigmoid’s bound, weights aside'}
      </text>
      {Array.from({ length: depth + 1 }, (_, distance) => distance).map(
        (distance) =>
          (distance === 0 || distance % every === 0) && (
            <text
              key={distance}
              x={x(distance)}
              y={inner + 14}
              textAnchor={distance === 0 ? 'start' : 'middle'}
              dx={distance === 0 ? -12 : 0}
            >
              {distance === 0 ? 'output' : same ? `hidden_${depth - distance + 1}` : distance}
            </text>
          ),
      )}
      <text x={width - right} y={inner + 32} textAnchor="end">
        {same || width < 480 ? 'to the input →' : 'layers back from the output →'}
      </text>
    </svg>
  )
}

/** Names at the height at which lines end, with what comes to their first layers. */
function Names({ profiles, axis, width }: Frame) {
  const { right } = gutters(width)
  const ends = profiles
    .flatMap((profile) => {
      const end = profile.points.at(-1)
      return end ? [{ profile, value: end.value, top: y(axis, end.value) }] : []
    })
    .sort((a, b) => a.top - b.top)
  const labels = sample(ends, Math.floor(inner / labelHeight))
  const tops = labels.map(({ top }) => top)
  const places = spread(tops, labelHeight, plotInset, inner - plotInset)
  const both = new Set(profiles.map(({ measure }) => measure)).size > 1
  return (
    <ol aria-hidden="true" className="pointer-events-none absolute inset-0 text-11">
      {labels.map(({ profile: { id, name, colour, dashed, measure }, value }, i) => (
        <li
          key={id}
          className="absolute right-0 flex -translate-y-1/2 items-center gap-1.5 whitespace-nowrap"
          style={{ top: places[i]!, left: width - right + 8 }}
        >
          <span
            className="swatch w-2!"
            data-dashed={dashed || undefined}
            style={{ '--c': colour } as Record<string, string>}
          />
          <span className="min-w-0 flex-1 truncate text-ink-2">
            {both && (measure === 'grad_norm' ? '∇ ' : 'δ ')}
            {name}
          </span>
          <span className="font-medium text-ink">{magnitude(value)}</span>
        </li>
      ))}
    </ol>
  )
}
