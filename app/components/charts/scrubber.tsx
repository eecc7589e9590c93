'use client'

import type { KeyboardEvent } from 'react'
import { shortCount } from '#app/format/numbers.ts'
import { horizontalTicks } from './axes.ts'
import { neighbours } from './crosshair.ts'
import { useCrosshair, usePinned, useStack } from './stack-context.ts'

export interface ScrubberProps {
  /** Recorded places, ascending: where arrow keys go. */
  stops: readonly number[]
  /** What the scale counts: "Step", "Epoch". */
  unit: string
  formatX: (x: number) => string
  /** Readings at a place in words, for those who hear the slider. */
  describe: (x: number) => string
}

/** The stack's slider and the ticks of its horizontal scale. Arrow keys go from one recorded place to the next. */
export function Scrubber({ stops, unit, formatX, describe }: ScrubberProps) {
  const stack = useStack()
  const { end, latest, width, gutters, crosshair } = stack
  const x = useCrosshair(stack)
  const pinned = usePinned(stack)
  const inner = width - gutters.left - gutters.right
  const share = end > 0 ? x / end : 0

  const step = (event: KeyboardEvent<HTMLInputElement>) => {
    const { before, after } = neighbours(stops, x)
    const target = {
      ArrowLeft: before,
      ArrowDown: before,
      ArrowRight: after,
      ArrowUp: after,
      PageDown: Math.max(0, x - end / 10),
      PageUp: Math.min(latest, x + end / 10),
      Home: stops[0] ?? 0,
      End: latest,
      Escape: latest,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    crosshair.pin(target >= latest ? null : target)
  }

  return (
    <div className="sticky bottom-[calc(var(--tabs)+env(safe-area-inset-bottom))] z-[4] grid grid-cols-[var(--gutter-l)_minmax(0,1fr)_var(--gutter-r)] items-center border-t border-line-strong bg-bg pt-1.5 pb-2 tablet:bottom-0">
      <label htmlFor="playhead" className="text-12 text-ink-3">
        {unit}
      </label>
      <div className="-mx-2">
        <input
          id="playhead"
          type="range"
          className="range"
          min={0}
          max={end || 1}
          step="any"
          value={x}
          disabled={stops.length === 0}
          aria-valuetext={stops.length === 0 ? 'Nothing recorded yet' : `${formatX(x)}: ${describe(x)}`}
          style={{ '--fill': `calc(8px + (100% - 16px) * ${share})` } as Record<string, string>}
          onKeyDown={step}
          onChange={(event) => {
            const value = Number(event.target.value)
            crosshair.pin(value >= latest ? null : value)
          }}
        />
      </div>
      <span className="row-span-2 self-start pl-2.5 whitespace-nowrap">
        <span aria-hidden="true" className="block font-medium text-accent">
          {latest > 0 ? formatX(x) : ''}
        </span>
        {pinned && (
          <button
            type="button"
            className="-ml-1 block min-h-6 rounded-2 px-1 text-12 text-ink-2 hover:text-ink"
            title="The playhead follows the latest reading"
            onClick={() => crosshair.pin(null)}
          >
            {latest < end ? 'Back to now' : 'To the end'}
          </button>
        )}
      </span>
      <div aria-hidden="true" className="relative col-start-2 h-3.5 text-11 text-ink-3">
        {horizontalTicks(end, inner < 480 ? 4 : 7).map((tick) => (
          <span
            key={tick}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            style={{ left: `${end > 0 ? (tick / end) * 100 : 0}%` }}
          >
            {shortCount(tick)}
          </span>
        ))}
      </div>
    </div>
  )
}
