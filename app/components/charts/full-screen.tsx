'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { PlotSurface } from './plot-surface.tsx'
import { ScaleTicks } from './scale-ticks.tsx'
import { StackContext, useStack } from './stack-context.ts'

interface FullScreenProps {
  title: string
  /** Height of what is shown where it usually stands, in pixels. */
  usualHeight: number
  onClose: () => void
  children: ReactNode
}

/** Pixels of the screen that are not the chart's own. */
const around = 112

/** One chart over the whole screen, with the scale and the crosshair of its stack. Escape closes it. */
export function FullScreen({ title, usualHeight, onClose, children }: FullScreenProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const stack = useStack()

  useEffect(() => {
    dialog.current?.showModal()
    const element = box.current
    if (!element) return
    const measure = () => setSize({ width: element.clientWidth, height: window.innerHeight - around })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const { width, height } = size
  const own = useMemo(
    () => ({
      ...stack,
      width,
      tall: Math.max(1, height / Math.max(1, usualHeight)),
      measured: () => undefined,
    }),
    [stack, width, height, usualHeight],
  )
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      className="m-0 h-dvh max-h-none w-dvw max-w-none bg-bg p-6 text-ink"
      onClose={onClose}
      // What the pointer does here is no matter of the charts behind.
      onPointerMove={(event) => event.stopPropagation()}
      onPointerUp={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <div className="mb-2 flex items-center gap-3">
        <h2 className="text-16">{title}</h2>
        <button
          type="button"
          aria-label="Close"
          className={`${button({ kind: 'ghost' })} ml-auto w-control px-0!`}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      <div ref={box}>
        <StackContext value={own}>
          <PlotSurface>{children}</PlotSurface>
          <div style={{ marginLeft: stack.gutters.left, marginRight: stack.gutters.right }}>
            <ScaleTicks />
          </div>
        </StackContext>
      </div>
    </dialog>
  )
}
