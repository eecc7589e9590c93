import type { Kernels } from '../../nn/kernels.ts'

type Products = Pick<
  Kernels,
  'affine' | 'transposeWeights' | 'inputGradient' | 'packDelta' | 'sumRows' | 'weightGradient'
>

/**
 * The products, as plain as their definitions: float32 multiply, then add, in the order of the summed index.
 * Operands are byte offsets into `floats`.
 */
export function scalarProducts(floats: Float32Array, tile: number): Products {
  const pad = (columns: number) => Math.ceil(columns / tile) * tile
  const panel = (row: number, column: number, rows: number) =>
    (Math.floor(column / tile) * rows + row) * tile + (column % tile)

  /** Σₖ a[k·aStep]·b[k·tile], on top of `sum`; elements from `a` and `b`. */
  function dot(depth: number, a: number, aStep: number, b: number, sum: number): number {
    let total = sum
    for (let k = 0; k < depth; k++) {
      total = Math.fround(total + Math.fround(floats[a + k * aStep]! * floats[b + k * tile]!))
    }
    return total
  }

  return {
    affine(rows, inputs, units, x, xStride, weights, biases, z) {
      const width = pad(units)
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < width; unit++) {
          const b = weights / 4 + panel(0, unit, inputs)
          const bias = floats[biases / 4 + unit]!
          floats[z / 4 + row * width + unit] = dot(inputs, x / 4 + row * xStride, 1, b, bias)
        }
      }
    },
    transposeWeights(inputs, units, weights, transposed) {
      const width = pad(inputs)
      for (let unit = 0; unit < units; unit++) {
        for (let input = 0; input < width; input++) {
          const value = input < inputs ? floats[weights / 4 + panel(input, unit, inputs)]! : 0
          floats[transposed / 4 + panel(unit, input, units)] = value
        }
      }
    },
    inputGradient(rows, inputs, units, delta, transposed, dx) {
      const width = pad(inputs)
      for (let row = 0; row < rows; row++) {
        for (let input = 0; input < width; input++) {
          const b = transposed / 4 + panel(0, input, units)
          floats[dx / 4 + row * width + input] = dot(units, delta / 4 + row * pad(units), 1, b, 0)
        }
      }
    },
    packDelta(rows, units, delta, scale, panels) {
      const width = pad(units)
      const factor = Math.fround(scale)
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < width; unit++) {
          floats[panels / 4 + panel(row, unit, rows)] = floats[delta / 4 + row * width + unit]! * factor
        }
      }
    },
    sumRows(rows, units, panels, into, accumulate) {
      for (let unit = 0; unit < pad(units); unit++) {
        let total = 0
        for (let row = 0; row < rows; row++) {
          total = Math.fround(total + floats[panels / 4 + panel(row, unit, rows)]!)
        }
        const at = into / 4 + unit
        floats[at] = accumulate ? floats[at]! + total : total
      }
    },
    weightGradient(rows, inputs, units, x, xStride, panels, into, accumulate) {
      for (let unit = 0; unit < pad(units); unit++) {
        for (let input = 0; input < inputs; input++) {
          const at = into / 4 + panel(input, unit, inputs)
          const b = panels / 4 + panel(0, unit, rows)
          const sum = dot(rows, x / 4 + input, xStride, b, 0)
          floats[at] = accumulate ? floats[at]! + sum : sum
        }
      }
    },
  }
}
