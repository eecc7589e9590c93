'use client'

import { shareAt } from './horizontal.ts'
import { useCrosshair, useStack } from './stack-context.ts'

/** The line through all charts of a stack at the place where they are read. */
export function Playhead() {
  const stack = useStack()
  const x = useCrosshair(stack)
  const { width, gutters, horizontal, latest } = stack
  if (width === 0 || latest <= 0) return null
  const left = gutters.left + shareAt(horizontal, x) * (width - gutters.left - gutters.right)
  if (!Number.isFinite(left)) return null
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 z-[2] w-px bg-accent"
      style={{ left: Math.round(left) }}
    />
  )
}
