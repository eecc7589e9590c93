'use client'

import { memo, useEffect, useMemo, useRef } from 'react'
import { greatestSize, paintCells, type ToyColours } from './paint.ts'
import { type ToyLook, unitCells } from './toy-training.ts'

/** A unit of a hidden layer. */
export interface UnitPlace {
  layer: number
  unit: number
}

interface UnitTilesProps {
  look: ToyLook
  colours: ToyColours
  pinned: UnitPlace | null
  onHover: (place: UnitPlace | null) => void
  onPin: (place: UnitPlace) => void
}

/** What every unit computes over the plane, a row a layer; the dead crossed out and counted. */
export function UnitTiles({ look, colours, pinned, onHover, onPin }: UnitTilesProps) {
  return (
    <ol className="grid gap-3">
      {look.units.map((cells, layer) => {
        const flags = look.dead[layer]!
        const dead = flags.reduce((sum, flag) => sum + flag, 0)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer's place is what it is
          <li key={layer}>
            <p className="mb-1 flex justify-between gap-3 text-12">
              <code className="text-ink">hidden_{layer + 1}</code>
              {dead > 0 ? (
                <span className="flex items-center gap-1.5 font-medium text-bad">
                  <i className="mark" data-tone="bad" />
                  {dead} of {flags.length} dead
                </span>
              ) : (
                <span className="text-ink-3">{flags.length} units, all alive</span>
              )}
            </p>
            <div className="grid grid-cols-8 gap-1">
              <LayerTiles
                layer={layer}
                cells={cells}
                flags={flags}
                colours={colours}
                pinned={pinned?.layer === layer ? pinned.unit : null}
                onHover={onHover}
                onPin={onPin}
              />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

interface LayerTilesProps extends Pick<UnitTilesProps, 'colours' | 'onHover' | 'onPin'> {
  layer: number
  cells: Float32Array<ArrayBuffer>
  flags: Uint8Array
  pinned: number | null
}

function LayerTiles({ layer, cells, flags, colours, pinned, onHover, onPin }: LayerTilesProps) {
  const most = useMemo(() => greatestSize(cells), [cells])
  const size = unitCells * unitCells
  return Array.from(flags, (flag, unit) => (
    <Tile
      // biome-ignore lint/suspicious/noArrayIndexKey: a unit's place is what it is
      key={unit}
      layer={layer}
      unit={unit}
      cells={cells.subarray(unit * size, (unit + 1) * size)}
      most={most}
      dead={flag === 1}
      colours={colours}
      pinned={pinned === unit}
      onHover={onHover}
      onPin={onPin}
    />
  ))
}

interface TileProps extends Pick<UnitTilesProps, 'colours' | 'onHover' | 'onPin'>, UnitPlace {
  cells: Float32Array
  most: number
  dead: boolean
  pinned: boolean
}

const Tile = memo(function Tile(props: TileProps) {
  const { layer, unit, cells, most, dead, colours, pinned, onHover, onPin } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = new ImageData(unitCells, unitCells)
    paintCells(image.data, cells, (cell) => cell / most, colours)
    context.putImageData(image, 0, 0)
  }, [cells, most, colours])
  return (
    <button
      type="button"
      aria-pressed={pinned}
      aria-label={`Unit ${unit + 1} of hidden_${layer + 1}${dead ? ', dead' : ''}`}
      onClick={() => onPin({ layer, unit })}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onHover({ layer, unit })}
      onPointerLeave={() => onHover(null)}
      className="relative aspect-square overflow-hidden rounded-1 border border-line-strong hover:border-ink aria-pressed:border-accent aria-pressed:ring-2 aria-pressed:ring-accent"
    >
      <canvas ref={canvas} width={unitCells} height={unitCells} className="block size-full" />
      {dead && (
        <svg
          viewBox="0 0 24 24"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
          aria-hidden="true"
        >
          <path
            d="M3 3L21 21M21 3L3 21"
            stroke="var(--bad)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
            strokeLinecap="round"
          />
        </svg>
      )}
    </button>
  )
})
