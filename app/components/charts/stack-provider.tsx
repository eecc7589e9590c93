'use client'

import { type ReactNode, useMemo, useState } from 'react'
import { shortCount } from '#app/format/numbers.ts'
import { Crosshair } from './crosshair.ts'
import type { Horizontal } from './horizontal.ts'
import { type Highlight, StackContext, type StackSize } from './stack-context.ts'

interface StackProviderProps {
  /** Beginning of the shared horizontal scale; 0 where absent. */
  start?: number
  /** End of the shared horizontal scale. */
  end: number
  scale?: Horizontal['scale']
  latest: number
  /** What the scale counts; steps where absent. */
  unit?: string
  formatX?: (x: number) => string
  /** The part of the scale to show; all of it where null. Without `onShow` the charts cannot be zoomed. */
  visible?: readonly [from: number, to: number] | null
  onShow?: (part: readonly [from: number, to: number] | null) => void
  highlight?: Highlight | null
  /** Where the crosshair is put before anybody moves it; null for the latest point. */
  pinned?: number | null
  children: ReactNode
}

/** Gives a PlotStack, and what stands beside it, one scale and one crosshair. */
export function StackProvider(props: StackProviderProps) {
  const { start = 0, end, scale = 'linear', latest, unit = 'step', formatX = shortCount } = props
  const { visible = null, onShow, highlight = null, pinned = null, children } = props
  const [crosshair] = useState(() => new Crosshair(pinned))
  const [size, measured] = useState<StackSize>({ width: 0, gutters: { left: 64, right: 72 } })
  const stack = useMemo(() => {
    const whole: Horizontal = { scale, from: start, to: end > start ? end : start + 1 }
    const from = Math.max(start, visible?.[0] ?? start)
    const to = Math.min(whole.to, visible?.[1] ?? whole.to)
    const horizontal = from < to ? { scale, from, to } : whole
    const show = onShow && ((part: Horizontal | null) => onShow(part && [part.from, part.to]))
    return { whole, horizontal, show: show ?? null }
  }, [start, end, scale, visible, onShow])
  const value = useMemo(
    () => ({ ...stack, end, unit, formatX, latest, crosshair, highlight, tall: 1, measured, ...size }),
    [stack, end, unit, formatX, latest, crosshair, highlight, size],
  )
  return <StackContext value={value}>{children}</StackContext>
}
