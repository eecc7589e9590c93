'use client'

import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import { Playhead } from './playhead.tsx'
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
  const { end, width, gutters, crosshair, measured } = useStack()

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

  /** Place under the pointer; null over the gutters, and over a control that stands among the charts. */
  const placeOf = (event: PointerEvent<HTMLDivElement>): number | null => {
    if (event.target instanceof Element && event.target.closest('fieldset')) return null
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - gutters.left
    const inner = width - gutters.left - gutters.right
    if (inner <= 0 || left < -8 || left > inner + 8) return null
    return Math.min(1, Math.max(0, left / inner)) * end
  }

  return (
    <div
      className={wideGutter ? 'min-w-0 [--gutter-r:76px] tablet:[--gutter-r:var(--wide-gutter)]' : 'min-w-0'}
      style={wideGutter ? ({ '--wide-gutter': `${wideGutter}px` } as Record<string, string>) : undefined}
    >
      <div
        ref={box}
        className="relative touch-pan-y"
        onPointerMove={(event) => crosshair.hover(placeOf(event))}
        onPointerLeave={() => crosshair.hover(null)}
        onPointerUp={(event) => {
          const place = placeOf(event)
          if (place !== null) crosshair.pin(place)
        }}
      >
        {children}
        <MarkLines marks={marks} />
        <Playhead />
      </div>
      <Scrubber {...scrubber} />
    </div>
  )
}
