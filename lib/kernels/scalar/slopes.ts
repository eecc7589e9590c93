import { type Kernels, padded } from '../../nn/kernels.ts'

const { fround } = Math

/** A slope for every element, and the gradient of slopes that are learned: product rounded, then sum, by rows. */
export function scalarSlopes(
  floats: Float32Array,
  tile: number,
): Pick<Kernels, 'repeatRow' | 'slopeGradient'> {
  return {
    repeatRow(rows, units, vector, into) {
      const width = padded(units, tile)
      for (let row = 0; row < rows; row++) {
        floats.copyWithin(into / 4 + row * width, vector / 4, vector / 4 + width)
      }
    },
    slopeGradient(rows, units, z, delta, into) {
      const width = padded(units, tile)
      for (let unit = 0; unit < width; unit++) {
        let sum = 0
        for (let row = 0; unit < units && row < rows; row++) {
          const place = row * width + unit
          sum = fround(sum + fround(floats[delta / 4 + place]! * Math.min(floats[z / 4 + place]!, 0)))
        }
        floats[into / 4 + unit] = sum
      }
    },
  }
}
