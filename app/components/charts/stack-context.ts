'use client'

import { createContext, use, useSyncExternalStore } from 'react'
import type { Crosshair } from './crosshair.ts'

/** Measured size of a stack's charts, in pixels; width 0 until measured. */
export interface StackSize {
  width: number
  gutters: { left: number; right: number }
}

/** What all charts of a stack, and what stands beside them, share: one horizontal scale, one crosshair. */
export interface Stack extends StackSize {
  /** End of the horizontal scale, which starts at 0. */
  end: number
  /** Last recorded place; the crosshair's when nobody moved it. */
  latest: number
  crosshair: Crosshair
  measured: (size: StackSize) => void
}

export const StackContext = createContext<Stack | null>(null)

/** @throws outside a StackProvider. */
export function useStack(): Stack {
  const stack = use(StackContext)
  if (!stack) throw new Error('A chart stands in a StackProvider')
  return stack
}

/** Where the stack is read now. */
export function useCrosshair(stack: Stack): number {
  const { crosshair, latest, end } = stack
  const { hovered, pinned } = useSyncExternalStore(
    crosshair.subscribe,
    crosshair.snapshot,
    crosshair.snapshot,
  )
  return Math.min(hovered ?? pinned ?? latest, end)
}

/** Whether somebody put the crosshair somewhere, so that it does not follow the latest point. */
export function usePinned({ crosshair }: Stack): boolean {
  const pinned = () => crosshair.snapshot().pinned !== null
  return useSyncExternalStore(crosshair.subscribe, pinned, pinned)
}
