'use client'

import { useEffect, useRef } from 'react'
import { useWidth } from '#app/hooks/use-width.ts'
import { cssOf, paintCells, type ToyColours } from './paint.ts'
import { reach, type ToyPoints } from './toy-training.ts'

/** Cells over the plane, and how a cell becomes a number from −1 to 1. */
export interface Field {
  cells: Float32Array<ArrayBuffer>
  signed: (cell: number) => number
}

interface SurfaceProps {
  field: Field
  points: ToyPoints
  colours: ToyColours
  /** What it shows in a sentence. */
  finding: string
}

/** What a network, or one unit of it, answers over the plane, and the points that it learns. */
export function Surface({ field, points, colours, finding }: SurfaceProps) {
  const { box, width } = useWidth<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || width === 0) return
    const scale = window.devicePixelRatio || 1
    const size = Math.round(width * scale)
    if (context.canvas.width !== size) context.canvas.width = context.canvas.height = size
    paintField(context, field, colours)
    paintPoints(context, points, colours, scale)
  }, [field, points, colours, width])
  return (
    <div ref={box} className="aspect-square w-full overflow-hidden rounded-2">
      <canvas ref={canvas} role="img" aria-label={finding} className="block size-full" />
    </div>
  )
}

function paintField(context: CanvasRenderingContext2D, field: Field, colours: ToyColours): void {
  const side = Math.sqrt(field.cells.length)
  const image = new ImageData(side, side)
  paintCells(image.data, field.cells, field.signed, colours)
  const small = new OffscreenCanvas(side, side)
  small.getContext('2d')?.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = true
  context.drawImage(small, 0, 0, context.canvas.width, context.canvas.height)
}

function paintPoints(
  context: CanvasRenderingContext2D,
  { features, labels }: ToyPoints,
  colours: ToyColours,
  scale: number,
): void {
  const place = (value: number) => ((value + reach) / (2 * reach)) * context.canvas.width
  context.lineWidth = scale
  context.strokeStyle = cssOf(colours['--bg'])
  for (const [i, label] of labels.entries()) {
    context.beginPath()
    context.arc(place(features[2 * i]!), place(-features[2 * i + 1]!), 2.6 * scale, 0, 2 * Math.PI)
    context.fillStyle = cssOf(label === 0 ? colours['--run-2'] : colours['--run-1'])
    context.fill()
    context.stroke()
  }
}
