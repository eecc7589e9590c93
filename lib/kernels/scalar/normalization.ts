import { type Kernels, normalizationEpsilon, padded } from '../../nn/kernels.ts'

type Normalization = Pick<
  Kernels,
  | 'columnMoments'
  | 'normalizeColumns'
  | 'normalizeColumnsBackward'
  | 'normalizeRows'
  | 'normalizeRowsBackward'
  | 'blend'
>

const { fround, sqrt } = Math
const epsilon = fround(normalizationEpsilon)

/** Σ of the terms in their order, each sum rounded; the terms are float32. */
function sumOf(count: number, term: (index: number) => number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum = fround(sum + term(i))
  return sum
}

function deviationOf(variance: number): number {
  return fround(sqrt(fround(variance + epsilon)))
}

/**
 * Batch normalization (Ioffe & Szegedy 2015) by columns and layer normalization (Ba, Kiros & Hinton 2016) by rows,
 * float32 rounded after each step; sums run in the order of the rows, or of a row's units.
 */
export function scalarNormalization(floats: Float32Array, tile: number): Normalization {
  const { columnMoments, normalizeColumns, columnsBackward } = columnOperations(floats, tile)
  const { normalizeRows, rowsBackward } = rowOperations(floats, tile)

  /** Σ delta·X̂ and Σ delta over the rows. */
  function parameterGradients(
    rows: number,
    units: number,
    normalized: number,
    delta: number,
    gainGradient: number,
    shiftGradient: number,
  ): void {
    const width = padded(units, tile)
    for (let unit = 0; unit < width; unit++) {
      const count = unit < units ? rows : 0
      const error = (row: number) => floats[delta / 4 + row * width + unit]!
      const product = (row: number) => fround(error(row) * floats[normalized / 4 + row * width + unit]!)
      floats[gainGradient / 4 + unit] = sumOf(count, product)
      floats[shiftGradient / 4 + unit] = sumOf(count, error)
    }
  }

  return {
    columnMoments,
    normalizeColumns,
    normalizeColumnsBackward(rows, units, normalized, variance, gain, delta, gainGradient, shiftGradient) {
      parameterGradients(rows, units, normalized, delta, gainGradient, shiftGradient)
      columnsBackward(rows, units, normalized, variance, gain, delta, gainGradient, shiftGradient)
    },
    normalizeRows,
    normalizeRowsBackward(rows, units, normalized, deviations, gain, delta, gainGradient, shiftGradient) {
      parameterGradients(rows, units, normalized, delta, gainGradient, shiftGradient)
      rowsBackward(rows, units, normalized, deviations, gain, delta)
    },
    blend(count, rate, from, into) {
      const factor = fround(rate)
      for (let i = 0; i < count; i++) {
        const old = floats[into / 4 + i]!
        floats[into / 4 + i] = old + fround(factor * fround(floats[from / 4 + i]! - old))
      }
    },
  }
}

function columnOperations(floats: Float32Array, tile: number) {
  const columnMoments: Kernels['columnMoments'] = (rows, units, z, mean, variance) => {
    const width = padded(units, tile)
    for (let unit = 0; unit < width; unit++) {
      const count = unit < units ? rows : 0
      const value = (row: number) => floats[z / 4 + row * width + unit]!
      const center = fround(sumOf(count, value) / rows)
      const square = (row: number) => fround(fround(value(row) - center) ** 2)
      floats[mean / 4 + unit] = center
      floats[variance / 4 + unit] = sumOf(count, square) / rows
    }
  }

  const normalizeColumns: Kernels['normalizeColumns'] = (
    rows,
    units,
    z,
    mean,
    variance,
    gain,
    shift,
    normalized,
    y,
  ) => {
    const width = padded(units, tile)
    for (let i = 0; i < rows * width; i++) {
      const unit = i % width
      const deviation = deviationOf(floats[variance / 4 + unit]!)
      const x = fround(fround(floats[z / 4 + i]! - floats[mean / 4 + unit]!) / deviation)
      floats[normalized / 4 + i] = x
      floats[y / 4 + i] = fround(floats[gain / 4 + unit]! * x) + floats[shift / 4 + unit]!
    }
  }

  /** delta ← gain / √(variance + ε) · (delta − mean(delta) − X̂·mean(delta·X̂)), from the sums over the rows. */
  const columnsBackward: Kernels['normalizeColumnsBackward'] = (
    rows,
    units,
    normalized,
    variance,
    gain,
    delta,
    gainGradient,
    shiftGradient,
  ) => {
    const width = padded(units, tile)
    for (let i = 0; i < rows * width; i++) {
      const unit = i % width
      if (unit >= units) continue
      const factor = fround(floats[gain / 4 + unit]! / deviationOf(floats[variance / 4 + unit]!))
      const mean = fround(floats[shiftGradient / 4 + unit]! / rows)
      const product = fround(floats[gainGradient / 4 + unit]! / rows)
      const centred = fround(floats[delta / 4 + i]! - mean)
      floats[delta / 4 + i] = factor * fround(centred - fround(floats[normalized / 4 + i]! * product))
    }
  }

  return { columnMoments, normalizeColumns, columnsBackward }
}

function rowOperations(floats: Float32Array, tile: number) {
  const normalizeRows: Kernels['normalizeRows'] = (
    rows,
    units,
    z,
    gain,
    shift,
    deviations,
    normalized,
    y,
  ) => {
    const width = padded(units, tile)
    for (let row = 0; row < rows; row++) {
      const value = (unit: number) => floats[z / 4 + row * width + unit]!
      const mean = fround(sumOf(units, value) / units)
      const square = (unit: number) => fround(fround(value(unit) - mean) ** 2)
      const deviation = deviationOf(fround(sumOf(units, square) / units))
      floats[deviations / 4 + row] = deviation
      for (let unit = 0; unit < width; unit++) {
        const x = fround(fround(value(unit) - mean) / deviation)
        floats[normalized / 4 + row * width + unit] = x
        floats[y / 4 + row * width + unit] = fround(floats[gain / 4 + unit]! * x) + floats[shift / 4 + unit]!
      }
    }
  }

  /** With g = delta·gain: delta ← (g − mean(g) − X̂·mean(g·X̂)) / deviation, means over the units of a row. */
  function rowsBackward(
    rows: number,
    units: number,
    normalized: number,
    deviations: number,
    gain: number,
    delta: number,
  ): void {
    const width = padded(units, tile)
    for (let row = 0; row < rows; row++) {
      const x = (unit: number) => floats[normalized / 4 + row * width + unit]!
      const g = (unit: number) => fround(floats[delta / 4 + row * width + unit]! * floats[gain / 4 + unit]!)
      const mean = fround(sumOf(units, g) / units)
      const product = fround(sumOf(units, (unit) => fround(g(unit) * x(unit))) / units)
      for (let unit = 0; unit < units; unit++) {
        const centred = fround(fround(g(unit) - mean) - fround(x(unit) * product))
        floats[delta / 4 + row * width + unit] = centred / floats[deviations / 4 + row]!
      }
    }
  }

  return { normalizeRows, rowsBackward }
}
