'use client'

import { spread as spreadOut } from '#app/components/charts/spread.ts'
import { magnitude, powerTick } from '#app/format/numbers.ts'
import { useWidth } from '#app/hooks/use-width.ts'
import { errorLeft } from '#lib/nn/error-chain.ts'
import { boundName, type ChainLine, sigmoidBound } from './chain.ts'

const margin = { left: 48, right: 148, top: 8, bottom: 40 }
const height = 328

/** Whole powers of ten that hold every line, at least down to 10⁻⁸ and up to 10. */
function decades(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const logs = values.filter((value) => value > 0).map(Math.log10)
  const low = Math.max(-24, Math.floor(Math.min(-8, ...logs)))
  const high = Math.min(16, Math.ceil(Math.max(1, ...logs)))
  const every = Math.ceil((high - low) / 7)
  const ticks = []
  for (let power = low; power <= high; power++) if (power % every === 0) ticks.push(power)
  return { low, high, ticks }
}

interface ChainPlotProps {
  lines: readonly ChainLine[]
  gain: number
  layers: number
  finding: string
}

/** Error left after each layer on a log axis, each line named at its end, the sigmoid's bound dashed. */
export function ChainPlot({ lines, gain, layers, finding }: ChainPlotProps) {
  const { box, width } = useWidth<HTMLDivElement>()
  return (
    <div ref={box} className="plot" style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={finding}>
          <Chart lines={lines} gain={gain} layers={layers} width={width} />
        </svg>
      )}
    </div>
  )
}

function Chart({ lines, gain, layers, width }: Omit<ChainPlotProps, 'finding'> & { width: number }) {
  const bound = errorLeft(sigmoidBound, gain, layers)
  const { low, high, ticks } = decades([...lines.flatMap(({ left }) => left), ...bound])
  const right = width - (width < 480 ? 128 : margin.right)
  const foot = height - margin.bottom
  const x = (layer: number) => margin.left + (layer / layers) * (right - margin.left)
  const y = (value: number) => {
    const power = value > 0 ? Math.log10(value) : low
    return margin.top + ((high - Math.max(low, power)) / (high - low)) * (foot - margin.top)
  }
  const path = (values: readonly number[]) =>
    values
      .map((value, layer) => `${layer === 0 ? 'M' : 'L'}${x(layer).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('')
  const every = layers > 12 ? 4 : layers > 8 ? 2 : 1
  return (
    <>
      {ticks.map((power) => (
        <g key={power}>
          <path
            d={`M${margin.left} ${y(10 ** power)}H${right}`}
            stroke={power === 0 ? 'var(--line-strong)' : 'var(--grid)'}
            shapeRendering="crispEdges"
          />
          <text x={margin.left - 8} y={y(10 ** power) + 4} textAnchor="end">
            {powerTick(10 ** power)}
          </text>
        </g>
      ))}
      {Array.from({ length: layers + 1 }, (_, layer) => layer)
        .filter((layer) => layer % every === 0)
        .map((layer) => (
          <text key={layer} x={x(layer)} y={foot + 16} textAnchor="middle">
            {layer}
          </text>
        ))}
      <text x={margin.left} y={height - 6}>
        output
      </text>
      <text x={right} y={height - 6} textAnchor="end">
        layers back →
      </text>
      <path d={path(bound)} fill="none" stroke="var(--ink-3)" strokeDasharray="4 3" />
      {lines.map(({ name, colour, left, chosen }) => (
        <g key={name}>
          <path d={path(left)} fill="none" stroke={colour} strokeWidth={chosen ? 2 : 1.5} />
          {left.map((value, layer) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: layers are what the points are of
            <circle key={layer} cx={x(layer)} cy={y(value)} r={chosen ? 2.5 : 1.75} fill={colour} />
          ))}
        </g>
      ))}
      <Ends
        lines={lines}
        bound={bound.at(-1)!}
        gain={gain}
        x={right}
        y={y}
        foot={foot}
        narrow={width < 480}
      />
    </>
  )
}

interface EndsProps extends Pick<ChainPlotProps, 'lines' | 'gain'> {
  bound: number
  x: number
  y: (value: number) => number
  foot: number
  /** Without room for long names. */
  narrow: boolean
}

/** Names and what is left at the ends of the lines, apart enough to be read. */
function Ends({ lines, bound, gain, x, y, foot, narrow }: EndsProps) {
  const ends = [
    ...lines.map(({ name, colour, left, chosen }) => ({
      name: name as string,
      colour,
      chosen,
      value: left.at(-1)!,
    })),
    { name: boundName(gain), colour: 'var(--ink-3)', chosen: false, value: bound },
  ].sort((a, b) => y(a.value) - y(b.value))
  const places = spreadOut(
    ends.map(({ value }) => y(value)),
    15,
    margin.top,
    foot,
  )
  return ends.map(({ name, colour, chosen, value }, i) => (
    <g key={name}>
      <path d={`M${x + 3} ${y(value)}L${x + 12} ${places[i]}`} stroke="var(--line-strong)" fill="none" />
      <path d={`M${x + 12} ${places[i]}h7`} stroke={colour} strokeWidth="3" strokeLinecap="round" />
      <text x={x + 24} y={places[i]! + 4} style={{ fill: 'var(--ink-2)', fontWeight: chosen ? 600 : 400 }}>
        {narrow && name.startsWith('(') ? name : `${name} ${magnitude(value)}`}
      </text>
    </g>
  ))
}
