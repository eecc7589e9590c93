'use client'

import { planeReach } from '#app/inference/decision-surface.ts'
import type { Point } from '#app/inference/strokes.ts'

interface PlanePointProps {
  point: Point | null
  onPoint: (point: Point) => void
}

/** The point's coordinates as sliders: the way to it with a keyboard. */
export function PlanePoint({ point, onPoint }: PlanePointProps) {
  const at = point ?? { x: 0, y: 0 }
  return (
    <div className="mt-3 grid gap-1">
      {(['x', 'y'] as const).map((axis) => (
        <div key={axis} className="grid grid-cols-[12px_minmax(0,1fr)_44px] items-center gap-2">
          <label htmlFor={`point-${axis}`} className="text-ink-3">
            {axis}
          </label>
          <input
            id={`point-${axis}`}
            type="range"
            className="range"
            min={-planeReach}
            max={planeReach}
            step={0.01}
            value={at[axis]}
            aria-valuetext={at[axis].toFixed(2)}
            style={
              {
                '--fill': `calc(8px + (100% - 16px) * ${(at[axis] / planeReach + 1) / 2})`,
              } as Record<string, string>
            }
            onChange={(event) => onPoint({ ...at, [axis]: Number(event.target.value) })}
          />
          <span className="text-right font-medium">
            {point ? at[axis].toFixed(2).replace('-', '−') : '–'}
          </span>
        </div>
      ))}
    </div>
  )
}
