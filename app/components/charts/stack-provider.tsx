'use client'

import { type ReactNode, useMemo, useState } from 'react'
import { Crosshair } from './crosshair.ts'
import { StackContext, type StackSize } from './stack-context.ts'

interface StackProviderProps {
  /** End of the shared horizontal scale. */
  end: number
  latest: number
  /** Where the crosshair is put before anybody moves it; null for the latest point. */
  pinned?: number | null
  children: ReactNode
}

/** Gives a PlotStack, and what stands beside it, one scale and one crosshair. */
export function StackProvider({ end, latest, pinned = null, children }: StackProviderProps) {
  const [crosshair] = useState(() => new Crosshair(pinned))
  const [size, measured] = useState<StackSize>({ width: 0, gutters: { left: 64, right: 72 } })
  const stack = useMemo(() => ({ end, latest, crosshair, measured, ...size }), [end, latest, crosshair, size])
  return <StackContext value={stack}>{children}</StackContext>
}
