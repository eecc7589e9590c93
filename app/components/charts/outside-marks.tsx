'use client'

import { plotInset } from './axes.ts'
import { type Geometry, leftOf } from './line-path.ts'
import type { PlotLine } from './plot-line.ts'

/** Marks at the edges of an axis where points lie beyond it, so that a clipped chart does not hide that it is one. */
export function OutsideMarks({
  lines,
  geometry,
  width,
}: {
  lines: readonly PlotLine[]
  geometry: Geometry
  width: number
}) {
  const { height } = geometry
  const [low, high] = geometry.axis.domain
  const places = { above: new Set<number>(), below: new Set<number>() }
  for (const line of lines) {
    if (line.faint) continue
    for (const [i, x] of line.xs.entries()) {
      if (x < geometry.horizontal.from || x > geometry.horizontal.to) continue
      const values = [line.values[i]!, line.min?.[i] ?? Number.NaN, line.max?.[i] ?? Number.NaN]
      if (values.some((value) => value > high)) places.above.add(Math.round(leftOf(geometry, x)))
      if (values.some((value) => value < low)) places.below.add(Math.round(leftOf(geometry, x)))
    }
  }
  const marks = (lefts: Set<number>, top: number, tip: number) =>
    [...lefts].map((left) => `M${left - 3} ${top}L${left} ${top + tip}L${left + 3} ${top}Z`).join('')
  return (
    <svg width={width} height={height} className="absolute inset-0" aria-hidden="true">
      <path
        d={marks(places.above, plotInset - 2, -4) + marks(places.below, height - plotInset + 2, 4)}
        fill="var(--warn)"
        className="plot-outside"
      />
    </svg>
  )
}
