'use client'

import { useMemo } from 'react'
import { figure } from '#app/format/numbers.ts'
import { accuracyAxis, enlargedAxis } from './axes.ts'
import { Plot, type Yardstick } from './plot.tsx'
import type { PlotLine } from './plot-line.ts'
import { useStack } from './stack-context.ts'

interface AccuracyPlotProps {
  lines: readonly PlotLine[]
  height: number
  gutter: 'values' | 'both'
  finding: string
  /** Accuracy of guessing; null where that is not one number. */
  chance: number | null
}

/** Accuracy from 0 to 1. Where lines crowd at the top, an enlarged strip stands above, within the same height. */
export function AccuracyPlot({ lines, height, gutter, finding, chance }: AccuracyPlotProps) {
  const { gutters } = useStack()
  const whole = useMemo(() => accuracyAxis(lines), [lines])
  const top = useMemo(() => enlargedAxis(lines, whole), [lines, whole])
  const yardstick = useMemo<Yardstick | undefined>(
    () =>
      chance !== null && whole.domain[0] < chance
        ? { value: chance, label: `guessing, ${chance.toFixed(2)}` }
        : undefined,
    [whole, chance],
  )
  const upper = top ? Math.round(height * 0.36) : 0
  return (
    <>
      {top && (
        <div className="relative">
          <Plot
            axis={top}
            lines={lines}
            height={upper}
            gutter={gutter}
            formatValue={figure}
            written={[top.domain[0], Number.POSITIVE_INFINITY]}
            finding={`The same, enlarged from ${top.format(top.domain[0])} to 1`}
          />
          <span
            className="pointer-events-none absolute bottom-2.5 halo text-11 text-ink-3"
            style={{ right: gutters.right + 8 }}
          >
            {top.format(top.domain[0])} to 1.00, enlarged
          </span>
        </div>
      )}
      <Plot
        axis={whole}
        lines={lines}
        height={height - upper}
        gutter={gutter}
        formatValue={figure}
        finding={finding}
        written={top ? [Number.NEGATIVE_INFINITY, top.domain[0]] : undefined}
        yardstick={yardstick}
      />
    </>
  )
}
