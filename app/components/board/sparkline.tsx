'use client'

import { runColour } from '#app/components/charts/run-colours.ts'
import { useSparkline } from '#app/hooks/use-sparkline.ts'
import type { Curve } from '#app/requests/curves.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

const width = 124
const height = 24

/** Points of the curve in the box, up to the first that is not a number. */
function pointsOf(curve: Curve, end: number): { x: number; y: number }[] {
  const broken = curve.values.findIndex((value) => !Number.isFinite(value))
  const values = broken < 0 ? curve.values : curve.values.slice(0, broken)
  // What it started from, before the first step, says nothing of how it learned.
  const low = values.every((value, i) => value >= 0.6 || curve.steps[i] === 0) ? 0.6 : 0
  return values.map((value, i) => ({
    x: 2 + (curve.steps[i]! / end) * (width - 6),
    y: 22 - ((Math.min(1, Math.max(low, value)) - low) / (1 - low)) * 20,
  }))
}

/** Validation accuracy over the whole length of a run, so that an unfinished one ends on the way. */
export function Sparkline({ run }: { run: Run }) {
  const { ref, curve } = useSparkline(run)
  const points = curve ? pointsOf(curve, run.progress.steps || 1) : []
  const broken = curve !== null && points.length < curve.values.length
  const last = points.at(-1)
  const path = points.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  const waiting = run.state === 'queued' || run.state === 'paused'
  const colour = runColour(run.id)
  return (
    <div ref={ref} className="h-6">
      <svg width={width} height={height} aria-hidden="true">
        <path
          d={`M2 22.5H${width - 4}`}
          stroke="var(--line-strong)"
          shapeRendering="crispEdges"
          {...(waiting ? { strokeDasharray: '2 3' } : {})}
        />
        <path d={path} fill="none" stroke={colour} strokeWidth="1.5" strokeLinejoin="round" />
        {last && !broken && (!endedStates.includes(run.state) || points.length === 1) && (
          <circle cx={last.x} cy={last.y} r="2.5" fill={colour} stroke="var(--bg)" />
        )}
        {broken && (
          <path
            d={`M${(last?.x ?? 4) - 3} ${(last?.y ?? 19) - 3}l6 6m0-6l-6 6`}
            stroke="var(--bad)"
            strokeWidth="1.5"
          />
        )}
      </svg>
    </div>
  )
}
