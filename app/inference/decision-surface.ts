/** The square of the plane that is shown: both coordinates from −`planeReach` to `planeReach`. */
export const planeReach = 1.2

/** Points of the surface in each direction. */
export const surfaceSize = 56

/** The middles of the surface's cells, `[size · size, 2]`, row by row from the upper left corner. */
export function surfacePoints(size = surfaceSize): Float32Array {
  const points = new Float32Array(2 * size * size)
  const place = (i: number) => planeReach * ((2 * (i + 0.5)) / size - 1)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      points[2 * (row * size + column)] = place(column)
      points[2 * (row * size + column) + 1] = -place(row)
    }
  }
  return points
}

/** A point of the plane as shares of the picture's width and height, from the upper left corner. */
export function toPicture({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: (x / planeReach + 1) / 2, y: (1 - y / planeReach) / 2 }
}

/** The inverse of `toPicture`, to the picture's edge at most, in hundredths. */
export function toPlane({ x, y }: { x: number; y: number }): { x: number; y: number } {
  const coordinate = (part: number) =>
    Math.round(100 * planeReach * (2 * Math.min(1, Math.max(0, part)) - 1)) / 100
  return { x: coordinate(x), y: -coordinate(y) || 0 }
}
