'use client'

import type { KeyboardEvent } from 'react'
import { neighbours } from '#app/components/charts/crosshair.ts'
import { count } from '#app/format/numbers.ts'

interface StepSliderProps {
  /** Steps of all kept checkpoints, ascending. */
  stops: readonly number[]
  /** The chosen one; null stays with the newest. */
  step: number | null
  onChange: (step: number | null) => void
}

/** Goes through the kept checkpoints; arrow keys from one to the next. */
export function StepSlider({ stops, step, onChange }: StepSliderProps) {
  const last = stops.at(-1) ?? 0
  const value = Math.min(step ?? last, last)
  const choose = (target: number) => onChange(target >= last ? null : target)
  const nearest = (x: number) =>
    stops.reduce((best, stop) => (Math.abs(stop - x) < Math.abs(best - x) ? stop : best), last)

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const { before, after } = neighbours(stops, value)
    const target = {
      ArrowLeft: before,
      ArrowDown: before,
      PageDown: before,
      ArrowRight: after,
      ArrowUp: after,
      PageUp: after,
      Home: stops[0] ?? 0,
      End: last,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    choose(target)
  }

  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3">
      <label htmlFor="ask-step" className="text-12 text-ink-3">
        Step
      </label>
      <div className="relative">
        <input
          id="ask-step"
          type="range"
          className="range"
          min={0}
          max={last || 1}
          step="any"
          value={value}
          disabled={stops.length < 2}
          aria-valuetext={stops.length === 0 ? 'No checkpoint yet' : `Step ${count(value)}`}
          style={
            { '--fill': `calc(8px + (100% - 16px) * ${last > 0 ? value / last : 0})` } as Record<
              string,
              string
            >
          }
          onKeyDown={press}
          onChange={(event) => choose(nearest(Number(event.target.value)))}
        />
        {stops.length <= 60 && (
          <div aria-hidden="true" className="pointer-events-none absolute inset-x-2 bottom-0 h-1">
            {stops.map((stop) => (
              <span
                key={stop}
                className="absolute h-1 w-px bg-line-control"
                style={{ left: `${(stop / (last || 1)) * 100}%` }}
              />
            ))}
          </div>
        )}
      </div>
      <span className="min-w-20 text-right font-medium whitespace-nowrap text-accent">
        {stops.length > 0 && count(value)}
        {stops.length > 0 && step === null && <span className="font-normal text-ink-3"> newest</span>}
      </span>
    </div>
  )
}
