/** A place on the drawing pad: both from 0 to 1, from the upper left corner. */
export interface Point {
  x: number
  y: number
}

/** What a pen left between touching the pad and leaving it. */
export type Stroke = readonly Point[]

/** Half the width of the pen as a share of the pad: about what a felt pen is to a digit of MNIST. */
export const penRadius = 0.042

/**
 * The ink of all strokes on `size` × `size` pixels, row-major, each 0 to 1: round pens, edges one pixel soft.
 * Overlapping strokes are no darker than one. Linear in the drawn length.
 */
export function rasterize(strokes: readonly Stroke[], size: number, radius = penRadius): Float32Array {
  const ink = new Float32Array(size * size)
  for (const stroke of strokes) {
    stroke.forEach((point, i) => {
      inkSegment(ink, size, stroke[i - 1] ?? point, point, radius)
    })
  }
  return ink
}

function inkSegment(ink: Float32Array, size: number, from: Point, to: Point, radius: number): void {
  const [ax, ay, bx, by] = [from.x * size, from.y * size, to.x * size, to.y * size]
  const reach = radius * size + 0.5
  const first = (low: number) => Math.max(0, Math.floor(low - reach))
  const last = (high: number) => Math.min(size - 1, Math.ceil(high + reach))
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  for (let row = first(Math.min(ay, by)); row <= last(Math.max(ay, by)); row++) {
    for (let column = first(Math.min(ax, bx)); column <= last(Math.max(ax, bx)); column++) {
      // From the pixel's centre to the nearest point of the segment.
      const [px, py] = [column + 0.5 - ax, row + 0.5 - ay]
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square))
      const distance = Math.hypot(px - along * dx, py - along * dy)
      const covered = Math.min(1, reach - distance)
      const place = row * size + column
      if (covered > ink[place]!) ink[place] = covered
    }
  }
}
