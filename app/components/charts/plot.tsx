'use client'

import { type PointerEvent, useMemo, useRef } from 'react'
import type { PlotAxis } from './axes.ts'
import { BreakMarks } from './break-marks.tsx'
import { LineLayer } from './line-layer.tsx'
import { type Geometry, lineAt } from './line-path.ts'
import { OutsideMarks } from './outside-marks.tsx'
import { PlotAxes, type Yardstick } from './plot-axes.tsx'
import type { PlotLine } from './plot-line.ts'
import { Readings } from './readings.tsx'
import { useHighlighted, useStack } from './stack-context.ts'

export type { Yardstick } from './plot-axes.tsx'

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
  /** Whether points beyond the axis are marked at its edges. */
  clipped?: boolean
}

/** One plot over the stack's horizontal scale: Recharts draws axes and grid, a layer the lines; readings stand at the crosshair. */
export function Plot(props: PlotProps) {
  const { lines, gutter, formatValue, finding, yardstick, written, clipped } = props
  const axis = useSame(props.axis)
  const stack = useStack()
  const { width, gutters, horizontal, highlight, tall } = stack
  const height = Math.round(props.height * tall)
  const highlighted = useHighlighted(stack)
  const geometry = useMemo<Geometry>(
    () => ({ horizontal, axis, left: gutters.left, width: width - gutters.left - gutters.right, height }),
    [horizontal, axis, gutters, width, height],
  )
  const point = ({ clientX, clientY, currentTarget, buttons }: PointerEvent) => {
    if (!highlight || buttons !== 0) return
    const { left, top } = currentTarget.getBoundingClientRect()
    const near = lineAt(lines, geometry, { left: clientX - left, top: clientY - top })
    highlight.hovered.set(near ? near.id.split(' ')[0]! : null)
  }
  return (
    <div
      className="plot relative"
      style={{ height }}
      {...(highlight && { onPointerMove: point, onPointerLeave: () => highlight.hovered.set(null) })}
    >
      <div role="img" aria-label={finding} className="absolute inset-0">
        {width > 0 && (
          <>
            <PlotAxes {...{ axis, width, height, gutters, yardstick }} />
            <LineLayer lines={lines} geometry={geometry} boxWidth={width} highlighted={highlighted} />
            {clipped && <OutsideMarks lines={lines} geometry={geometry} width={width} />}
            <BreakMarks axis={axis} lines={lines} height={height} />
          </>
        )}
      </div>
      {width > 0 && (
        <Readings
          axis={axis}
          lines={lines}
          height={height}
          gutter={gutter}
          formatValue={formatValue}
          written={written}
          highlighted={highlighted}
        />
      )}
    </div>
  )
}

/** The axis as it was as long as nobody could tell the new one from it: lines that only grew are not drawn again. */
function useSame(axis: PlotAxis): PlotAxis {
  const held = useRef(axis)
  const { scale, domain, ticks } = held.current
  const same =
    axis.scale === scale && axis.domain.join() === domain.join() && axis.ticks.join() === ticks.join()
  if (!same) held.current = axis
  return held.current
}
