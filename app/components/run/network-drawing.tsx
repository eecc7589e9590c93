'use client'

import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef, useState } from 'react'
import { count, share } from '#app/format/numbers.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import type { MomentRun } from './moment-run.ts'
import {
  columnWidth,
  type DrawnEdges,
  type DrawnLayer,
  type DrawnUnit,
  drawEdges,
  pictureHeight,
} from './network-picture.ts'
import { unitWords } from './network-words.ts'

/** Room left and right of the outermost columns, in pixels: for a unit, and for names of classes. */
const side = 8
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
  const [home, setHome] = useState<UnitPlace>({ column: 1, place: 0 })
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
    setHome(next)
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
          <div role="group" aria-label="Units, arrow keys move" onKeyDown={walk}>
            {layers.map((layer, column) => (
              <Units
                key={layer.name}
                layer={layer}
                column={column}
                left={`${(column / gaps) * 100}%`}
                home={home.column === column ? home.place : null}
                chosen={chosen?.column === column ? chosen.place : null}
                onFocus={(place) => {
                  setHome({ column, place })
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

interface UnitsProps {
  layer: DrawnLayer
  column: number
  left: string
  /** The unit that the Tab key reaches; null where it is in another column. */
  home: number | null
  chosen: number | null
  onFocus: (place: number) => void
}

function Units({ layer, column, left, home, chosen, onFocus }: UnitsProps) {
  const size = layer.drawn.length > 18 ? 8 : 10
  return layer.drawn.map((unit, place) => (
    <button
      key={unit.index}
      type="button"
      data-unit={`${column} ${place}`}
      tabIndex={home === place ? 0 : -1}
      aria-label={unitWords(layer, unit)}
      onFocus={() => onFocus(place)}
      className={`absolute -translate-1/2 rounded-full! ${chosen === place ? 'shadow-[0_0_0_2px_var(--bg),0_0_0_3.5px_var(--ink)]' : ''}`}
      style={{ left, top: unit.y, width: size, height: size }}
    >
      <UnitMark unit={unit} input={column === 0} />
    </button>
  ))
}

/** A disc shaded by its mean activation; a dead one is hollow and crossed out. */
const UnitMark = memo(function UnitMark({ unit, input }: { unit: DrawnUnit; input: boolean }) {
  if (unit.dead) {
    return (
      <svg viewBox="0 0 10 10" className="block size-full overflow-visible" aria-hidden="true">
        <circle cx="5" cy="5" r="4.5" fill="var(--bg)" stroke="var(--bad)" strokeWidth="1.25" />
        <path d="M3 3L7 7M7 3L3 7" stroke="var(--bad)" strokeWidth="1.25" />
      </svg>
    )
  }
  const fill = input ? 'var(--seq-2)' : unit.shade > 0 ? `var(--seq-${unit.shade})` : 'var(--bg)'
  return (
    <span
      className="block size-full rounded-full border border-line-control"
      style={{ background: fill, ...(unit.shade > 3 || input ? { borderColor: 'transparent' } : {}) }}
    />
  )
})

interface ColumnWordsProps {
  layer: DrawnLayer
  /** 0 at the left, 1 at the right. */
  place: number
  roomy: boolean
  crowded: boolean
}

/** Below a column: how many units it has, how many of them are drawn, and how many are dead. */
function ColumnWords({ layer, place, roomy, crowded }: ColumnWordsProps) {
  const { units, drawn, dead } = layer
  const shift =
    place === 0 ? '' : place === 1 ? '-translate-x-full text-right' : '-translate-x-1/2 text-center'
  const part = (dead ?? 0) / units
  if (crowded && place > 0 && place < 1 && !dead) return null
  return (
    <p
      aria-hidden="true"
      className={`absolute bottom-0 h-8 leading-4 whitespace-nowrap text-ink-2 ${shift}`}
      style={{ left: `calc(${place * 100}% + ${place === 0 ? -side : place === 1 ? side : 0}px)` }}
    >
      {!crowded && (roomy && drawn.length < units ? `${drawn.length} of ${count(units)}` : count(units))}
      {dead !== null && (
        <span className={`block ${part > 0.4 ? 'font-medium text-bad' : 'text-ink-3'}`}>
          {share(part)}
          {roomy && ' dead'}
        </span>
      )}
    </p>
  )
}

/** The classes beside the output's units. */
function ClassNames({ layer, labels }: { layer: DrawnLayer; labels: readonly string[] }) {
  return (
    <ol aria-hidden="true" className="absolute top-0 right-0">
      {layer.drawn.map(({ index, y }) => (
        <li key={index} className="absolute right-0 leading-4 text-ink-2" style={{ top: y - 8 }}>
          {labels[index]}
        </li>
      ))}
    </ol>
  )
}
