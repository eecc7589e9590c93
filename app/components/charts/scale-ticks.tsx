'use client'

import { horizontalTicks } from './axes.ts'
import { shareAt } from './horizontal.ts'
import { useStack } from './stack-context.ts'

/** The ticks of a stack's visible part, to stand under its charts. */
export function ScaleTicks({ formatTick }: { formatTick?: (x: number) => string }) {
  const { horizontal, formatX, width, gutters } = useStack()
  const inner = width - gutters.left - gutters.right
  const format = formatTick ?? formatX
  return (
    <div aria-hidden="true" className="relative h-3.5 text-11 text-ink-3" data-ticks>
      {horizontalTicks(horizontal, inner < 480 ? 4 : 7).map((tick) => (
        <span
          key={tick}
          className="absolute -translate-x-1/2 whitespace-nowrap"
          style={{ left: `${shareAt(horizontal, tick) * 100}%` }}
        >
          {format(tick)}
        </span>
      ))}
    </div>
  )
}
