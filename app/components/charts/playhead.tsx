'use client'

import { useCrosshair, useStack } from './stack-context.ts'

/** The line through all charts of a stack at the place where they are read. */
export function Playhead() {
  const stack = useStack()
  const x = useCrosshair(stack)
  const { width, gutters, end } = stack
  if (width === 0 || end <= 0 || stack.latest <= 0) return null
  const left = gutters.left + (x / end) * (width - gutters.left - gutters.right)
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 z-[2] w-px bg-accent"
      style={{ left: Math.round(left) }}
    />
  )
}
