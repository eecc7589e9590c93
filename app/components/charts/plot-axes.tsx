'use client'

import { memo } from 'react'
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts'
import { type PlotAxis, plotInset } from './axes.ts'

/** A level to measure lines by, named in the plot. */
export interface Yardstick {
  value: number
  label: string
}

/** Recharts places nothing on an axis without data. */
const ends = [{ x: 0 }, { x: 1 }]

interface PlotAxesProps {
  axis: PlotAxis
  width: number
  height: number
  gutters: { left: number; right: number }
  yardstick?: Yardstick | undefined
}

/**
 * Grid, vertical axis and yardstick of a plot. Recharts draws them, and only again where they change: the lines, which
 * change eight times a second, are a layer of their own.
 */
export const PlotAxes = memo(function PlotAxes({ axis, width, height, gutters, yardstick }: PlotAxesProps) {
  return (
    <ComposedChart
      width={width}
      height={height}
      data={ends}
      margin={{ top: plotInset, bottom: plotInset, left: 0, right: gutters.right }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" shapeRendering="crispEdges" />
      <XAxis dataKey="x" type="number" domain={[0, 1]} allowDataOverflow hide />
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
    </ComposedChart>
  )
})
