'use client'

import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef, useState } from 'react'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import type { MomentRun } from './moment-run.ts'
import { ClassNames, ColumnWords, side } from './network-labels.tsx'
import { columnWidth, type DrawnEdges, type DrawnLayer, drawEdges, pictureHeight } from './network-picture.ts'
import { Units } from './network-units.tsx'

/** Room right of the outermost column where classes are named there, in pixels. */
const sideOfNames = 24
/** Narrowest distance of two columns; more layers than fit scroll within themselves. */
const leastDistance = 26
/** Most units of an output layer whose classes are named beside them. */
const mostNamed = 12

/** Where a unit stands: its column, and its place in it. */
export interface UnitPlace {
  column: number
  place: number
}

interface NetworkDrawingProps {
  run: MomentRun
  layers: readonly DrawnLayer[]
  evaluation: Evaluation | null
  /** The drawing in words. */
  words: string
  chosen: UnitPlace | null
  onChoose: (place: UnitPlace | null) => void
}

/** A network's layers as columns of units, with the strongest weights between them; units answer to pointer and arrow keys. */
export function NetworkDrawing(props: NetworkDrawingProps) {
  const { run, layers, evaluation, words, chosen, onChoose } = props
  const [left, setLeft] = useState<UnitPlace>({ column: 1, place: 0 })
  // Another run's network may be smaller.
  const home = layers[left.column]?.drawn[left.place] ? left : { column: 0, place: 0 }
  const box = useRef<HTMLDivElement>(null)
  const height = pictureHeight(run.config)
  const named =
    evaluation !== null && layers.at(-1)!.drawn.length <= mostNamed && evaluation.labels.length > 2
  const right = named ? sideOfNames : side
  const gaps = layers.length - 1
  const edges = useMemo(() => drawEdges(layers, evaluation), [layers, evaluation])
  const own = useMemo(() => edgesAt(layers, evaluation, chosen), [layers, evaluation, chosen])

  const nearest = (event: PointerEvent<HTMLDivElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const part = (event.clientX - bounds.left - side) / (bounds.width - side - right)
    const column = Math.min(gaps, Math.max(0, Math.round(part * gaps)))
    const y = event.clientY - bounds.top
    const { drawn } = layers[column]!
    const distances = drawn.map((unit) => Math.abs(unit.y - y))
    onChoose({ column, place: distances.indexOf(Math.min(...distances)) })
  }
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = step(layers, home, event.key)
    if (!next) return
    event.preventDefault()
    setLeft(next)
    box.current?.querySelector<HTMLElement>(`[data-unit="${next.column} ${next.place}"]`)?.focus()
  }

  return (
    <div className="-mx-1 overflow-x-auto overflow-y-hidden px-1 pt-1">
      <div
        ref={box}
        className="relative text-11"
        style={{ minWidth: gaps * leastDistance + side + right, height: height + 38 }}
      >
        <div className="absolute inset-y-0" style={{ left: side, right }}>
          <Edges edges={edges} gaps={gaps} height={height} words={words} faint={chosen !== null} />
          {own.length > 0 && <Edges edges={own} gaps={gaps} height={height} words={null} faint={false} />}
          {layers.map((layer, column) => (
            <ColumnWords
              key={layer.name}
              layer={layer}
              place={column / gaps}
              roomy={gaps <= 4}
              crowded={gaps > 9}
            />
          ))}
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls of a form */}
          <div
            role="group"
            aria-label="Units, arrow keys move"
            onKeyDown={walk}
            onBlur={() => onChoose(null)}
          >
            {layers.map((layer, column) => (
              <Units
                key={layer.name}
                layer={layer}
                column={column}
                left={`${(column / gaps) * 100}%`}
                home={home.column === column ? home.place : null}
                chosen={chosen?.column === column ? chosen.place : null}
                onFocus={(place) => {
                  setLeft({ column, place })
                  onChoose({ column, place })
                }}
              />
            ))}
          </div>
        </div>
        {named && <ClassNames layer={layers.at(-1)!} labels={evaluation.labels} />}
        <div
          className="absolute inset-x-0 top-0"
          style={{ height }}
          onPointerMove={nearest}
          onPointerDown={nearest}
          onPointerLeave={() => onChoose(null)}
        />
      </div>
    </div>
  )
}

/** The unit next to one in the direction of an arrow key; null for any other key. */
function step(layers: readonly DrawnLayer[], { column, place }: UnitPlace, key: string): UnitPlace | null {
  const within = (at: number, length: number) => Math.min(length - 1, Math.max(0, at))
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const next = place + (key === 'ArrowUp' ? -1 : 1)
    return { column, place: within(next, layers[column]!.drawn.length) }
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null
  const next = within(column + (key === 'ArrowLeft' ? -1 : 1), layers.length)
  const part = (place + 0.5) / layers[column]!.drawn.length
  const { length } = layers[next]!.drawn
  return { column: next, place: within(Math.floor(part * length), length) }
}

/** The weights at one unit. */
function edgesAt(
  layers: readonly DrawnLayer[],
  evaluation: Evaluation | null,
  chosen: UnitPlace | null,
): DrawnEdges[] {
  const index = chosen && layers[chosen.column]?.drawn[chosen.place]?.index
  if (typeof index !== 'number') return []
  return drawEdges(layers, evaluation, (weight, column) =>
    column === chosen!.column ? weight.from === index : column === chosen!.column - 1 && weight.to === index,
  )
}

interface EdgesProps {
  edges: readonly DrawnEdges[]
  gaps: number
  height: number
  words: string | null
  faint: boolean
}

const Edges = memo(function Edges({ edges, gaps, height, words, faint }: EdgesProps) {
  return (
    <svg
      role="img"
      aria-label={words ?? undefined}
      aria-hidden={words === null}
      width="100%"
      height={height}
      viewBox={`0 0 ${gaps * columnWidth} ${height}`}
      preserveAspectRatio="none"
      fill="none"
      className="absolute inset-x-0 top-0"
      opacity={faint ? 0.35 : 1}
    >
      {edges.map(({ column, shade, width, path }) => (
        <path
          key={`${column} ${shade}`}
          d={path}
          stroke={`var(--div-${shade})`}
          strokeWidth={width}
          strokeOpacity={opacityOf(width)}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
})

/** The thinner, the fainter: what is strong is to be followed with the eye. */
function opacityOf(width: number): number {
  return Math.min(1, 0.25 + 0.45 * width)
}
