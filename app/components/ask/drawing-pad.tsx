'use client'

import { Trash2, Undo2 } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import { button } from '#app/components/marks/button.ts'
import { type Point, penRadius, type Stroke } from '#app/inference/strokes.ts'

interface DrawingPadProps {
  strokes: readonly Stroke[]
  onChange: (strokes: readonly Stroke[]) => void
}

/** A square to draw in with mouse, finger or pen. */
export function DrawingPad({ strokes, onChange }: DrawingPadProps) {
  /** The pointer that draws; a second finger does not. */
  const pen = useRef<number | null>(null)

  const begin = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current !== null || event.button !== 0) return
    pen.current = event.pointerId
    event.currentTarget.setPointerCapture(event.pointerId)
    onChange([...strokes, pointsOf(event)])
  }
  const draw = (event: PointerEvent<SVGSVGElement>) => {
    if (event.pointerId !== pen.current) return
    onChange([...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), ...pointsOf(event)]])
  }
  const end = (event: PointerEvent<SVGSVGElement>) => {
    if (event.pointerId === pen.current) pen.current = null
  }

  return (
    <div>
      <svg
        viewBox="0 0 1 1"
        role="img"
        aria-label="Drawing pad for mouse, finger or pen; with the keyboard, pick a test image instead"
        className="block aspect-square w-full cursor-crosshair touch-none rounded-3 border border-line-control bg-bg select-none"
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <path
          d="M0.5 0.14V0.86M0.14 0.5H0.86M0.14 0.14H0.86V0.86H0.14Z"
          fill="none"
          stroke="var(--grid)"
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
        {strokes.map((stroke, i) => (
          <polyline
            // biome-ignore lint/suspicious/noArrayIndexKey: strokes come and go at the end only
            key={i}
            points={[...stroke, stroke[0]!]
              .slice(0, Math.max(2, stroke.length))
              .map(({ x, y }) => `${x},${y}`)
              .join(' ')}
            fill="none"
            stroke="var(--ink)"
            strokeWidth={2 * penRadius}
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ))}
        {strokes.length === 0 && (
          <text
            x="0.5"
            y="0.08"
            textAnchor="middle"
            fontSize="0.048"
            fill="var(--ink-3)"
            className="pointer-events-none"
          >
            Draw a digit, large, in the square
          </text>
        )}
      </svg>
      <div className="mt-2 flex gap-2">
        <button
          type="button"
          className={button()}
          disabled={strokes.length === 0}
          onClick={() => onChange(strokes.slice(0, -1))}
        >
          <Undo2 size={16} strokeWidth={1.75} aria-hidden="true" />
          Undo
        </button>
        <button
          type="button"
          className={button()}
          disabled={strokes.length === 0}
          onClick={() => onChange([])}
        >
          <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
          Clear
        </button>
      </div>
    </div>
  )
}

/** Where the pointer has been since the last event, as shares of the pad: a quick pen is seen more often than told of. */
function pointsOf(event: PointerEvent<SVGSVGElement>): Point[] {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
  const between = event.type === 'pointermove' ? event.nativeEvent.getCoalescedEvents?.() : undefined
  const places = between?.length ? between : [event.nativeEvent]
  return places.map(({ clientX, clientY }) => ({ x: (clientX - left) / width, y: (clientY - top) / height }))
}
