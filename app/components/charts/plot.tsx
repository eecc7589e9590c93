'use client'

import { memo, useMemo } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts'
import { type PlotAxis, plotInset } from './axes.ts'
import { BreakMarks } from './break-marks.tsx'
import type { PlotLine } from './plot-line.ts'
import { Readings } from './readings.tsx'
import { useStack } from './stack-context.ts'

/** A level to measure lines by, named in the plot. */
export interface Yardstick {
  value: number
  label: string
}

interface PlotProps {
  axis: PlotAxis
  lines: readonly PlotLine[]
  height: number
  /** What stands in the right gutter: the values at the crosshair, or the lines' names, or both. */
  gutter: 'values' | 'names' | 'both'
  formatValue: (value: number) => string
  /** What the lines show, in a sentence, instead of the picture. */
  finding: string
  yardstick?: Yardstick | undefined
  /** Only values in this range, lower bound included, are written in the gutter; all where absent. */
  written?: readonly [number, number] | undefined
}

/** One plot over the stack's horizontal scale: Recharts draws axes, grid and lines; readings stand at the crosshair. */
export function Plot(props: PlotProps) {
  const { axis, lines, height, gutter, formatValue, finding, yardstick, written } = props
  const { width } = useStack()
  return (
    <div className="plot relative" style={{ height }}>
      <div role="img" aria-label={finding} className="absolute inset-0">
        {width > 0 && <Lines axis={axis} lines={lines} height={height} yardstick={yardstick} />}
        {width > 0 && <BreakMarks axis={axis} lines={lines} height={height} />}
      </div>
      {width > 0 && (
        <Readings
          axis={axis}
          lines={lines}
          height={height}
          gutter={gutter}
          formatValue={formatValue}
          written={written}
        />
      )}
    </div>
  )
}

interface Row {
  x: number
  value: number | null
  band: [number, number] | null
}

/** A line's points as Recharts wants them: null breaks a line; on a log axis, zero lies on its floor. */
function rowsOf(line: PlotLine, axis: PlotAxis): Row[] {
  const floor = (value: number) => (axis.scale === 'log' ? Math.max(value, axis.domain[0]) : value)
  return line.xs.map((x, i) => {
    const value = line.values[i]!
    const min = line.min?.[i] ?? Number.NaN
    const max = line.max?.[i] ?? Number.NaN
    const banded = Number.isFinite(min) && Number.isFinite(max)
    return {
      x,
      value: Number.isFinite(value) ? floor(value) : null,
      band: banded ? [floor(min), floor(max)] : null,
    }
  })
}

const Lines = memo(function Lines(props: Pick<PlotProps, 'axis' | 'lines' | 'height' | 'yardstick'>) {
  const { axis, lines, height, yardstick } = props
  const { width, gutters, end } = useStack()
  const rows = useMemo(() => lines.map((line) => rowsOf(line, axis)), [lines, axis])
  // Bands of many lines would cover each other.
  const banded = lines.filter(({ quiet }) => !quiet).length <= 3
  return (
    <ComposedChart
      width={width}
      height={height}
      margin={{ top: plotInset, bottom: plotInset, left: 0, right: gutters.right }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" shapeRendering="crispEdges" />
      <XAxis dataKey="x" type="number" domain={[0, end || 1]} allowDataOverflow hide />
      <YAxis
        width={gutters.left}
        type="number"
        scale={axis.scale}
        domain={[...axis.domain]}
        ticks={[...axis.ticks]}
        tickFormatter={axis.format}
        allowDataOverflow
        interval={0}
        axisLine={false}
        tickLine={false}
        tickMargin={8}
      />
      <ReferenceLine y={axis.domain[0]} stroke="var(--line-strong)" shapeRendering="crispEdges" />
      {yardstick && (
        <ReferenceLine
          y={yardstick.value}
          stroke="var(--ink-3)"
          strokeDasharray="4 3"
          label={{ value: yardstick.label, position: 'insideTopRight', offset: 4 }}
        />
      )}
      {lines.map(
        (line, i) =>
          banded &&
          !line.quiet &&
          line.min && (
            <Area
              key={`${line.id} band`}
              data={rows[i]!}
              dataKey="band"
              type="linear"
              stroke="none"
              fill={line.colour}
              fillOpacity={0.16}
              isAnimationActive={false}
              activeDot={false}
            />
          ),
      )}
      {lines.map((line, i) => (
        <Line
          key={line.id}
          data={rows[i]!}
          dataKey="value"
          type="linear"
          stroke={line.colour}
          strokeWidth={line.thin || line.quiet ? 1.25 : 1.75}
          strokeOpacity={line.quiet ? 0.7 : 1}
          strokeLinejoin="round"
          strokeLinecap="round"
          {...(line.dashed ? { strokeDasharray: '4 3' } : {})}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </ComposedChart>
  )
})
