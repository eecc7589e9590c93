import { histogramBins, type Kernels, padded } from '../../nn/kernels.ts'

type Diagnostics = Pick<
  Kernels,
  'sumOfSquares' | 'sumOfSquaredDifferences' | 'countBelow' | 'columnPeaks' | 'describe' | 'histogram'
>

const { fround } = Math

/** What is measured: norms at every step, counts, peaks and distributions at a reading. */
export function scalarDiagnostics(floats: Float32Array, tile: number): Diagnostics {
  const float64 = new Float64Array(floats.buffer)
  const counters = new Uint32Array(floats.buffer)

  /** Calls `visit` with each element of a matrix `[rows, columns]` with rows of `stride` elements. */
  function visitAll(
    rows: number,
    columns: number,
    stride: number,
    at: number,
    visit: (x: number) => void,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) visit(floats[at / 4 + row * stride + column]!)
    }
  }

  return {
    sumOfSquares(count, at) {
      let sum = 0
      for (let i = 0; i < count; i++) sum += floats[at / 4 + i]! ** 2
      return sum
    },
    sumOfSquaredDifferences(count, x, y) {
      let sum = 0
      for (let i = 0; i < count; i++) sum += (floats[x / 4 + i]! - floats[y / 4 + i]!) ** 2
      return sum
    },
    countBelow(rows, columns, stride, at, threshold) {
      const bound = fround(threshold)
      let count = 0
      visitAll(rows, columns, stride, at, (x) => {
        if (Math.abs(x) < bound) count++
      })
      return count
    },
    columnPeaks(rows, units, at, into) {
      const width = padded(units, tile)
      for (let unit = 0; unit < units; unit++) {
        let peak = floats[into / 4 + unit]!
        for (let row = 0; row < rows; row++) {
          const size = Math.abs(floats[at / 4 + row * width + unit]!)
          if (size > peak) peak = size
        }
        floats[into / 4 + unit] = peak
      }
    },
    describe(rows, columns, stride, at, into) {
      const sums = float64.subarray(into / 8, into / 8 + 5)
      let [count, sum, squares, least, greatest] = sums as unknown as [number, number, number, number, number]
      visitAll(rows, columns, stride, at, (x) => {
        if (!Number.isFinite(x)) return
        count++
        sum += x
        squares += x * x
        least = Math.min(least, x)
        greatest = Math.max(greatest, x)
      })
      sums.set([count, sum, squares, least, greatest])
    },
    histogram(rows, columns, stride, at, low, scale, into) {
      const [least, factor] = [fround(low), fround(scale)]
      visitAll(rows, columns, stride, at, (x) => {
        if (!Number.isFinite(x)) return
        const position = fround(fround(x - least) * factor)
        const bin = position > 0 ? Math.min(Math.floor(position), histogramBins - 1) : 0
        counters[into / 4 + bin]!++
      })
    },
  }
}
