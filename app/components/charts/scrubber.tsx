'use client'

import { ChevronsRight } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { shortCount } from '#app/format/numbers.ts'
import { neighbours } from './crosshair.ts'
import { isPart, panned, placeAt, shareAt, zoomed } from './horizontal.ts'
import { ScaleTicks } from './scale-ticks.tsx'
import { type Stack, useCrosshair, usePinned, useStack } from './stack-context.ts'

export interface ScrubberProps {
  /** Recorded places, ascending: where arrow keys go. */
  stops: readonly number[]
  /** What the scale counts: "Step", "Epoch". */
  unit: string
  formatX: (x: number) => string
  /** Ticks of the scale; counts in short where absent. */
  formatTick?: (x: number) => string
  /** Readings at a place in words, for those who hear the slider. */
  describe: (x: number) => string
}

/** The stack's slider and the ticks of its horizontal scale. Arrow keys go from one recorded place to the next. */
export function Scrubber({ stops, unit, formatX, formatTick = shortCount, describe }: ScrubberProps) {
  const stack = useStack()
  const { horizontal, end, latest, crosshair, show } = stack
  const x = useCrosshair(stack)
  const pinned = usePinned(stack)
  const share = Math.min(1, Math.max(0, shareAt(horizontal, x)))
  const log = horizontal.scale === 'log'

  const step = (event: KeyboardEvent<HTMLInputElement>) => {
    const part = partAfter(event, stack)
    if (part !== undefined) {
      event.preventDefault()
      show?.(part && isPart(part, stack.whole) ? part : null)
      return
    }
    const { before, after } = neighbours(stops, x)
    const target = {
      ArrowLeft: before,
      ArrowDown: before,
      ArrowRight: after,
      ArrowUp: after,
      PageDown: placeAt(horizontal, Math.max(0, share - 0.1)),
      PageUp: Math.min(latest, placeAt(horizontal, share + 0.1)),
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
          min={log ? 0 : horizontal.from}
          max={log ? 1 : horizontal.to}
          step="any"
          value={log ? share : x}
          disabled={stops.length === 0}
          aria-valuetext={stops.length === 0 ? 'Nothing recorded yet' : `${formatX(x)}: ${describe(x)}`}
          style={{ '--fill': `calc(8px + (100% - 16px) * ${share})` } as Record<string, string>}
          onKeyDown={step}
          onChange={(event) => {
            const value = Number(event.target.value)
            const place = log ? placeAt(horizontal, value) : value
            crosshair.pin(place >= latest ? null : place)
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
            className="-ml-1 flex min-h-6 items-center gap-0.5 rounded-2 px-1 text-12 text-ink-2 hover:text-ink"
            aria-label={latest < end ? 'Back to now' : 'To the end'}
            title="The playhead follows the latest reading again"
            onClick={() => crosshair.pin(null)}
          >
            {latest < end ? 'Now' : 'End'}
            <ChevronsRight size={14} aria-hidden="true" />
          </button>
        )}
      </span>
      <div className="col-start-2">
        <ScaleTicks formatTick={formatTick} />
      </div>
    </div>
  )
}

/** What a key makes visible: + and − zoom around the crosshair's side, Shift and arrows move, Escape shows all. */
function partAfter(event: KeyboardEvent, { show, horizontal, whole, crosshair }: Stack) {
  if (!show) return undefined
  const { hovered, pinned } = crosshair.snapshot()
  const at = hovered ?? pinned
  const around = at === null ? 0.5 : Math.min(1, Math.max(0, shareAt(horizontal, at)))
  if (event.key === '+' || event.key === '=') return zoomed(horizontal, whole, 2, around)
  if (event.key === '-') return zoomed(horizontal, whole, 0.5, around)
  if (event.shiftKey && event.key === 'ArrowLeft') return panned(horizontal, whole, -0.25)
  if (event.shiftKey && event.key === 'ArrowRight') return panned(horizontal, whole, 0.25)
  return event.key === 'Escape' && isPart(horizontal, whole) ? null : undefined
}
