'use client'

import { shortCount } from '#app/format/numbers.ts'
import { useWidth } from '#app/hooks/use-width.ts'
import { fixed } from '../reading.ts'
import type { ToyReading } from './toy-history.ts'

const margin = { left: 32, right: 8, top: 8, bottom: 20 }
const heights = { loss: 132, dead: 64 }

interface ToyCurvesProps {
  history: readonly ToyReading[]
  /** Units of all hidden layers. */
  units: number
}

/** Loss of training and of new points, and under it how many units are dead, on one scale of steps. */
export function ToyCurves({ history, units }: ToyCurvesProps) {
  const { box, width } = useWidth<HTMLDivElement>()
  const last = history.at(-1)
  const end = Math.max(256, last?.step ?? 0)
  const top = lossTop(history)
  const x = (step: number) => margin.left + (step / end) * (width - margin.left - margin.right)
  return (
    <div ref={box} className="plot">
      <p className="mb-1 flex flex-wrap gap-x-4 text-12 text-ink-3">
        <span className="font-medium text-ink-2">Loss</span>
        <span>
          <i className="swatch" style={{ '--c': 'var(--run-3)' } as Record<string, string>} /> new points
        </span>
        <span>
          <i className="swatch" data-dashed style={{ '--c': 'var(--run-3)' } as Record<string, string>} />{' '}
          training
        </span>
      </p>
      <div style={{ height: heights.loss }}>
        {width > 0 && (
          <svg
            width={width}
            height={heights.loss}
            role="img"
            aria-label={`Loss of new points ${last ? fixed(last.heldOutLoss, 3) : ''}, of training ${last ? fixed(last.loss, 3) : ''}`}
          >
            <Strip
              width={width}
              height={heights.loss}
              top={top}
              ticks={[0, top / 2, top]}
              digits={top < 1 ? 2 : 1}
            >
              {(y) => (
                <g fill="none" stroke="var(--run-3)">
                  <path
                    d={pathOf(history, x, y, ({ loss }) => loss)}
                    strokeWidth="1.25"
                    strokeDasharray="4 3"
                  />
                  <path d={pathOf(history, x, y, ({ heldOutLoss }) => heldOutLoss)} strokeWidth="1.75" />
                </g>
              )}
            </Strip>
          </svg>
        )}
      </div>
      <p className="mb-1 text-12 font-medium text-ink-2">Dead units</p>
      <div style={{ height: heights.dead }}>
        {width > 0 && (
          <svg
            width={width}
            height={heights.dead}
            role="img"
            aria-label={`${last?.dead ?? 0} of ${units} units are dead`}
          >
            <Strip width={width} height={heights.dead} top={units} ticks={[0, units]} digits={0}>
              {(y) => (
                <path
                  d={pathOf(history, x, y, ({ dead }) => dead)}
                  fill="none"
                  stroke={history.some(({ dead }) => dead > 0) ? 'var(--bad)' : 'var(--line-control)'}
                  strokeWidth="1.75"
                />
              )}
            </Strip>
            <text x={margin.left} y={heights.dead - 5}>
              step 0
            </text>
            <text x={width - margin.right} y={heights.dead - 5} textAnchor="end">
              {shortCount(end)}
            </text>
          </svg>
        )}
      </div>
    </div>
  )
}

/** A round number above most losses; what explodes leaves the plot. */
function lossTop(history: readonly ToyReading[]): number {
  const most = history.reduce((top, { heldOutLoss }) => (heldOutLoss > top ? heldOutLoss : top), 0)
  return [0.8, 1, 1.6, 4].find((top) => most <= top) ?? 10
}

function pathOf(
  history: readonly ToyReading[],
  x: (step: number) => number,
  y: (value: number) => number,
  of: (reading: ToyReading) => number,
): string {
  return history
    .filter((reading) => Number.isFinite(of(reading)))
    .map((reading, i) => `${i === 0 ? 'M' : 'L'}${x(reading.step).toFixed(1)} ${y(of(reading)).toFixed(1)}`)
    .join('')
}

interface StripProps {
  width: number
  height: number
  /** The value at the upper edge; 0 is at the lower. */
  top: number
  ticks: readonly number[]
  digits: number
  children: (y: (value: number) => number) => React.ReactNode
}

function Strip({ width, height, top, ticks, digits, children }: StripProps) {
  const inner = height - margin.top - margin.bottom
  const y = (value: number) => margin.top + (1 - Math.min(1, value / top)) * inner
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${margin.left} ${y(tick)}H${width - margin.right}`}
            stroke={tick === 0 ? 'var(--line-strong)' : 'var(--grid)'}
            shapeRendering="crispEdges"
          />
          <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end">
            {fixed(tick, digits)}
          </text>
        </g>
      ))}
      {children(y)}
    </>
  )
}
