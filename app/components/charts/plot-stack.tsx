'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { PlotSurface } from './plot-surface.tsx'
import { Scrubber, type ScrubberProps } from './scrubber.tsx'
import { useStack } from './stack-context.ts'
import { MarkLines, type StackMark } from './stack-marks.tsx'

interface PlotStackProps extends ScrubberProps {
  /** Right gutter of wide screens in pixels, where readings carry names. */
  wideGutter?: number
  /** What happened on the way, drawn through all charts. */
  marks?: readonly StackMark[]
  children: ReactNode
}

/** Charts on one horizontal scale with one playhead, and the slider that moves it. */
export function PlotStack({ wideGutter, marks = [], children, ...scrubber }: PlotStackProps) {
  const box = useRef<HTMLDivElement>(null)
  const { measured } = useStack()

  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const style = getComputedStyle(element)
      const pixels = (name: string) => Number.parseFloat(style.getPropertyValue(name))
      const gutters = { left: pixels('--gutter-l'), right: pixels('--gutter-r') }
      measured({ width: Math.floor(element.clientWidth), gutters })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [measured])

  return (
    <div
      className={wideGutter ? 'min-w-0 [--gutter-r:88px] tablet:[--gutter-r:var(--wide-gutter)]' : 'min-w-0'}
      style={wideGutter ? ({ '--wide-gutter': `${wideGutter}px` } as Record<string, string>) : undefined}
    >
      <PlotSurface box={box}>
        {children}
        <MarkLines marks={marks} />
      </PlotSurface>
      <Scrubber {...scrubber} />
    </div>
  )
}
