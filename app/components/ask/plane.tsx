'use client'

import { type PointerEvent, useRef } from 'react'
import { cellPaths } from '#app/components/marks/cell-paths.ts'
import { surfaceSize, toPicture, toPlane } from '#app/inference/decision-surface.ts'
import { shadeOf, shades } from '#app/inference/shading.ts'
import type { Point } from '#app/inference/strokes.ts'
import type { PickedSample } from './question.ts'

interface PlaneProps {
  label: string
  /** Share of the second class at each point of the surface, from 0 to 1; null where there is no surface. */
  surface: Float32Array | null
  samples: readonly PickedSample[]
  point: Point | null
  onPoint: (point: Point) => void
}

/** Half of both classes is zero, so that undecided places sink into the page. */
const scale = { kind: 'div', most: 0.5 } as const

/** The plane of two spirals: what a network says everywhere, samples, and the point that is asked about. */
export function Plane({ label, surface, samples, point, onPoint }: PlaneProps) {
  const pen = useRef<number | null>(null)
  const place = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    onPoint(toPlane({ x: (event.clientX - left) / width, y: (event.clientY - top) / height }))
  }
  const marked = point && toPicture(point)
  return (
    <svg
      viewBox="0 0 1 1"
      role="img"
      aria-label={label}
      className="block aspect-square w-full cursor-crosshair touch-none rounded-2 border border-line-control bg-bg select-none"
      onPointerDown={(event) => {
        if (pen.current !== null || event.button !== 0) return
        pen.current = event.pointerId
        event.currentTarget.setPointerCapture(event.pointerId)
        place(event)
      }}
      onPointerMove={(event) => event.pointerId === pen.current && place(event)}
      onPointerUp={() => {
        pen.current = null
      }}
      onPointerCancel={() => {
        pen.current = null
      }}
    >
      {surface && <Surface values={surface} />}
      {samples.map((sample) => {
        const { x, y } = toPicture({ x: sample.values[0] ?? 0, y: sample.values[1] ?? 0 })
        return (
          <circle
            key={sample.index}
            cx={x}
            cy={y}
            r="0.008"
            fill={sample.label === 0 ? 'var(--div-0)' : 'var(--div-8)'}
            stroke="var(--bg)"
            strokeWidth="0.002"
          />
        )
      })}
      {marked && (
        <path
          d={`M${marked.x - 0.05} ${marked.y}h0.1M${marked.x} ${marked.y - 0.05}v0.1`}
          stroke="var(--ink)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {marked && (
        <circle
          cx={marked.x}
          cy={marked.y}
          r="0.022"
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}

function Surface({ values }: { values: Float32Array }) {
  const cells = Array.from(values, (value) => shadeOf(scale, value - 0.5))
  return (
    <g transform={`scale(${1 / surfaceSize})`} shapeRendering="crispEdges">
      {cellPaths(cells, surfaceSize, shades).map(
        // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
        (path, shade) => path && <path key={shade} d={path} fill={`var(--div-${shade})`} />,
      )}
    </g>
  )
}
