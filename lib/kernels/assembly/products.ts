import { affine as affineStrip, columnTile, outer, outerAdd, plain } from './tiles'

/** Bytes of `columns` float32 with their padding. */
// @ts-ignore: decorator
@inline
export function rowBytes(columns: i32): usize {
  return <usize>((columns + columnTile - 1) / columnTile) * (columnTile * 4)
}

/**
 * Rows of the left operand that go through all panels of the right one before the next rows do: few enough to
 * stay in a core's second-level cache meanwhile, and a multiple of every tile's rows.
 */
const blockRows: i32 = 96

/** Z = X·W + b; operands as in lib/nn/kernels.ts. */
export function affine(
  rows: i32, inputs: i32, units: i32, x: usize, xStride: i32, weights: usize, biases: usize, z: usize,
): void {
  const aStep = <usize>xStride << 2
  const cStep = rowBytes(units)
  for (let i = 0; i < rows; i += blockRows) {
    const count = min(blockRows, rows - i)
    for (let j = 0; j < units; j += columnTile) {
      const at = <usize>j << 2
      affineStrip(count, x, aStep, weights + at * inputs, z + at, cStep, inputs, biases + at)
    }
    x += blockRows * aStep
    z += blockRows * cStep
  }
}

/** dX = delta·Wᵀ. */
export function inputGradient(
  rows: i32, inputs: i32, units: i32, delta: usize, transposed: usize, dx: usize,
): void {
  const aStep = rowBytes(units)
  const cStep = rowBytes(inputs)
  for (let i = 0; i < rows; i += blockRows) {
    const count = min(blockRows, rows - i)
    for (let j = 0; j < inputs; j += columnTile) {
      const at = <usize>j << 2
      plain(count, delta, aStep, transposed + at * units, dx + at, cStep, units, 0)
    }
    delta += blockRows * aStep
    dx += blockRows * cStep
  }
}

/** Xᵀ·D into panels. */
export function weightGradient(
  rows: i32, inputs: i32, units: i32, x: usize, xStride: i32, panels: usize, into: usize,
): void {
  const aStep = <usize>xStride << 2
  for (let i = 0; i < inputs; i += blockRows) {
    const count = min(blockRows, inputs - i)
    for (let j = 0; j < units; j += columnTile) {
      const at = <usize>j << 2
      outer(count, x, aStep, panels + at * rows, into + at * inputs, columnTile * 4, rows, 0)
    }
    x += blockRows * 4
    into += blockRows * columnTile * 4
  }
}

/** Xᵀ·D added to panels. */
export function addWeightGradient(
  rows: i32, inputs: i32, units: i32, x: usize, xStride: i32, panels: usize, into: usize,
): void {
  const aStep = <usize>xStride << 2
  for (let i = 0; i < inputs; i += blockRows) {
    const count = min(blockRows, inputs - i)
    for (let j = 0; j < units; j += columnTile) {
      const at = <usize>j << 2
      outerAdd(count, x, aStep, panels + at * rows, into + at * inputs, columnTile * 4, rows, 0)
    }
    x += blockRows * 4
    into += blockRows * columnTile * 4
  }
}
