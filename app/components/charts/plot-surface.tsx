'use client'

import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { isPart, panned, placeAt, visiblePart, zoomed } from './horizontal.ts'
import { Playhead } from './playhead.tsx'
import { type Stack, useStack } from './stack-context.ts'

/** Pixels that a pointer moves before it drags. */
const leastDrag = 6
/** How much one notch of a wheel zooms. */
const notch = 1.25

/** What is being dragged: a part to zoom to, or the charts themselves. */
interface Drag {
  kind: 'zoom' | 'pan'
  /** Shares of the visible width. */
  from: number
  to: number
  moved: boolean
}

interface PlotSurfaceProps {
  box?: RefObject<HTMLDivElement | null>
  children: ReactNode
}

/** Where charts of a stack are read, zoomed (drag, Ctrl and wheel, double click for all) and moved (drag with Shift). */
export function PlotSurface({ box, children }: PlotSurfaceProps) {
  const stack = useStack()
  const own = useRef<HTMLDivElement>(null)
  const element = box ?? own
  const [drag, setDrag] = useState<Drag | null>(null)
  useWheelZoom(element, stack)
  const { horizontal, whole, show, crosshair, gutters, width } = stack

  const down = (event: PointerEvent<HTMLDivElement>) => {
    const share = shareUnder(event, stack)
    if (share === null || !show || event.button !== 0 || event.pointerType === 'touch') return
    setDrag({ kind: event.shiftKey ? 'pan' : 'zoom', from: share, to: share, moved: false })
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const share = shareUnder(event, stack)
    crosshair.hover(share === null || drag?.moved ? null : placeAt(horizontal, share))
    if (!drag || !show) return
    const to = Math.min(1, Math.max(0, freeShare(event, stack)))
    const moved = drag.moved || Math.abs(to - drag.from) * innerWidth(stack) > leastDrag
    if (!moved) return
    if (!drag.moved) event.currentTarget.setPointerCapture(event.pointerId)
    // Charts that are moved lie under the pointer as before: its share of them stays the same.
    if (drag.kind === 'pan') show(panned(horizontal, whole, drag.to - to))
    setDrag({ ...drag, to, moved })
  }
  const up = (event: PointerEvent<HTMLDivElement>) => {
    if (drag?.moved) {
      const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]
      if (drag.kind === 'zoom') show?.(visiblePart(horizontal, whole, from, to))
    } else {
      const share = shareUnder(event, stack)
      if (share !== null) crosshair.pin(placeAt(horizontal, share))
    }
    setDrag(null)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: all that a pointer does here, keys do at the stack's slider
    <div
      ref={element}
      className={`relative touch-pan-y ${drag?.moved ? 'cursor-grabbing select-none' : ''}`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => crosshair.hover(null)}
      onDoubleClick={(event) => {
        if (show && isPart(horizontal, whole) && shareUnder(event, stack) !== null) show(null)
      }}
    >
      {children}
      <Playhead />
      {drag?.moved && drag.kind === 'zoom' && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 z-[2] border-x border-accent bg-accent/10"
          style={{
            left: gutters.left + Math.min(drag.from, drag.to) * innerWidth(stack),
            width: Math.abs(drag.to - drag.from) * (width - gutters.left - gutters.right),
          }}
        />
      )}
    </div>
  )
}

const innerWidth = ({ width, gutters }: Stack): number => width - gutters.left - gutters.right

type Pointed = Pick<PointerEvent<HTMLDivElement>, 'clientX' | 'currentTarget' | 'target'>

/** Share of the visible width under the pointer, however far outside. */
function freeShare({ clientX, currentTarget }: Pointed, stack: Stack): number {
  const left = clientX - currentTarget.getBoundingClientRect().left - stack.gutters.left
  return left / (innerWidth(stack) || 1)
}

/** Share under the pointer; null over the gutters, and over a control that stands among the charts. */
function shareUnder(event: Pointed, stack: Stack): number | null {
  if (
    event.target instanceof Element &&
    event.target.closest('fieldset, button, a, select, input, [role=menu]')
  )
    return null
  const inner = innerWidth(stack)
  const share = freeShare(event, stack)
  if (inner <= 0 || share * inner < -8 || share * inner > inner + 8) return null
  return Math.min(1, Math.max(0, share))
}

/** Ctrl and the wheel, which is also what a pinch on a touchpad comes as, zoom around the pointer. */
function useWheelZoom(element: RefObject<HTMLDivElement | null>, stack: Stack): void {
  const newest = useRef(stack)
  newest.current = stack
  useEffect(() => {
    const box = element.current
    if (!box) return
    const onWheel = (event: WheelEvent) => {
      const { show, horizontal, whole } = newest.current
      if (!show || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      const pointed = { clientX: event.clientX, currentTarget: box, target: box }
      const around = Math.min(1, Math.max(0, freeShare(pointed, newest.current)))
      const part = zoomed(horizontal, whole, notch ** (event.deltaY < 0 ? 1 : -1), around)
      show(isPart(part, whole) ? part : null)
    }
    // Only a listener that is not passive may keep the page from being zoomed.
    box.addEventListener('wheel', onWheel, { passive: false })
    return () => box.removeEventListener('wheel', onWheel)
  }, [element])
}
