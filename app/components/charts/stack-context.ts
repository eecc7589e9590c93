'use client'

import { createContext, use, useSyncExternalStore } from 'react'
import type { Latest } from '#app/stream/latest.ts'
import type { Crosshair } from './crosshair.ts'
import type { Horizontal } from './horizontal.ts'

/** Measured size of a stack's charts, in pixels; width 0 until measured. */
export interface StackSize {
  width: number
  gutters: { left: number; right: number }
}

/** Which line is brought forward: the one that is pointed at, else the one that was chosen. */
export interface Highlight {
  hovered: Latest<string>
  chosen: string | null
  choose: (id: string | null) => void
}

/** What all charts of a stack, and what stands beside it, share: one horizontal scale, one crosshair. */
export interface Stack extends StackSize {
  /** The whole horizontal scale, and the part of it that is visible. */
  whole: Horizontal
  horizontal: Horizontal
  /** Shows a part of the scale, or all of it for null; null where the stack cannot be zoomed. */
  show: ((part: Horizontal | null) => void) | null
  /** End of the whole scale. */
  end: number
  /** What the scale counts, as one word: "step". */
  unit: string
  formatX: (x: number) => string
  /** Last recorded place; the crosshair's when nobody moved it. */
  latest: number
  crosshair: Crosshair
  /** Null where lines are not brought forward. */
  highlight: Highlight | null
  /** How many times as tall as usual charts stand. */
  tall: number
  measured: (size: StackSize) => void
}

export const StackContext = createContext<Stack | null>(null)

/** @throws outside a StackProvider. */
export function useStack(): Stack {
  const stack = use(StackContext)
  if (!stack) throw new Error('A chart stands in a StackProvider')
  return stack
}

/** Where the stack is read now: always in its visible part. */
export function useCrosshair(stack: Stack): number {
  const { crosshair, latest, horizontal } = stack
  const { hovered, pinned } = useSyncExternalStore(
    crosshair.subscribe,
    crosshair.snapshot,
    crosshair.snapshot,
  )
  return Math.max(horizontal.from, Math.min(hovered ?? pinned ?? latest, horizontal.to))
}

const never = () => () => {}
const none = () => null

/** Id of the line that is brought forward; null where none is. */
export function useHighlighted({ highlight }: Stack): string | null {
  const hovered = useSyncExternalStore(
    highlight?.hovered.subscribe ?? never,
    highlight?.hovered.snapshot ?? none,
    none,
  )
  return hovered ?? highlight?.chosen ?? null
}

/** Whether somebody put the crosshair somewhere, so that it does not follow the latest point. */
export function usePinned({ crosshair }: Stack): boolean {
  const pinned = () => crosshair.snapshot().pinned !== null
  return useSyncExternalStore(crosshair.subscribe, pinned, pinned)
}
