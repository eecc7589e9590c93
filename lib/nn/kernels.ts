import type { HiddenActivationName, LossName, NumericClass, OutputActivationName } from './names.ts'
import type { Samples } from './spec.ts'

/** The widest column tile of any implementation; memory is planned for it. */
export const widestTile = 16

/** Bytes at the start of the memory that belong to the implementation; operands lie behind them. */
export const reservedBytes = 1024

/** Where `gather` puts a batch, as byte offsets. */
export interface BatchPlace {
  /** float32 `[count, inputs]`, without padding. */
  features: number
  /** Room for count × inputs bytes, used on the way. */
  staging: number
  /** bytes `[count]`. */
  labels: number
}

/**
 * The port to the hardware. Every implementation owns one linear memory that never grows; operands are named
 * by their **byte offset** in it (64-byte aligned, not overlapping unless said so), sizes are in elements.
 *
 * - A *matrix* is row-major float32 `[rows, padded(columns)]`, columns rounded up to a multiple of `columnTile`.
 *   What its padding holds is unspecified, but in a delta, where it is zero.
 * - *Panels* are a matrix cut into strips of `columnTile` columns, one strip after the other, each row-major:
 *   element (r, c) of `[rows, columns]` is at (⌊c/tile⌋·rows + r)·tile + c mod tile; padding is zero. Weights
 *   `[inputs, units]`, their gradients and their optimizer's state are panels.
 * - A *vector* is padded like one row of a matrix, with zeros.
 *
 * Results depend on the operands and on `numericClass` alone, bit for bit; NaN and infinities travel on.
 */
export interface Kernels {
  readonly variant: string
  readonly numericClass: NumericClass
  /** Columns are padded to a multiple of this; at most `widestTile`. */
  readonly columnTile: number
  readonly floats: Float32Array
  readonly bytes: Uint8Array

  /** Copies samples `rows[start … start+count)` into the memory; byte features become value / 255. */
  gather(samples: Samples, rows: Uint32Array, start: number, count: number, into: BatchPlace): void

  /** Z = X·W + b. X `[rows, inputs]` has rows of `xStride` elements; W panels, b vector, Z matrix. */
  affine(
    rows: number,
    inputs: number,
    units: number,
    x: number,
    xStride: number,
    weights: number,
    biases: number,
    z: number,
  ): void

  /** A = f(Z) on `count` elements (a multiple of `columnTile`); `a` may be `z`. */
  activate(activation: HiddenActivationName, alpha: number, count: number, z: number, a: number): void

  /** delta ∘= f′(Z), where A = f(Z) is at hand. */
  differentiate(
    activation: HiddenActivationName,
    alpha: number,
    count: number,
    z: number,
    a: number,
    delta: number,
  ): void

  /**
   * Loss of each sample into the float32 `losses` `[rows]`, and delta = scale · ∂loss/∂Z into a matrix.
   * Reads the output layer's pre-activations Z and the class of each sample from the bytes at `labels`. A single
   * unit has the target 0 or 1, several a one-hot one.
   */
  loss(
    loss: LossName,
    output: OutputActivationName,
    rows: number,
    units: number,
    z: number,
    labels: number,
    scale: number,
    losses: number,
    delta: number,
  ): void

  /**
   * How many rows are classified correctly: the greatest of Z, or for one unit Z > threshold meaning class 1.
   * A row with a NaN is wrong.
   */
  countCorrect(rows: number, units: number, z: number, labels: number, threshold: number): number

  /** Wᵀ as panels `[units, inputs]` from W as panels `[inputs, units]`. */
  transposeWeights(inputs: number, units: number, weights: number, transposed: number): void

  /** dX = delta·Wᵀ: matrix `[rows, inputs]` from a matrix `[rows, units]` and what `transposeWeights` made. */
  inputGradient(
    rows: number,
    inputs: number,
    units: number,
    delta: number,
    transposed: number,
    dx: number,
  ): void

  /** scale · delta, as panels `[rows, units]`. */
  packDelta(rows: number, units: number, delta: number, scale: number, panels: number): void

  /** Sums of the columns of panels `[rows, units]` into a vector, or added to it. */
  sumRows(rows: number, units: number, panels: number, into: number, accumulate: boolean): void

  /** Xᵀ·D as panels `[inputs, units]`, or added to them, for D as panels `[rows, units]`. */
  weightGradient(
    rows: number,
    inputs: number,
    units: number,
    x: number,
    xStride: number,
    panels: number,
    into: number,
    accumulate: boolean,
  ): void

  /** v = momentum·v + gradient; w −= learningRate·v, on `count` elements (a multiple of `columnTile`). */
  momentumStep(
    count: number,
    weights: number,
    gradient: number,
    velocity: number,
    learningRate: number,
    momentum: number,
  ): void

  /** Σ x² in float64 over `count` elements (a multiple of `columnTile`). */
  sumOfSquares(count: number, at: number): number
}

/** Columns with their padding. */
export function padded(columns: number, columnTile: number): number {
  return Math.ceil(columns / columnTile) * columnTile
}

/** Place of element (row, column) in panels of `rows` rows. */
export function panelIndex(row: number, column: number, rows: number, columnTile: number): number {
  return (Math.floor(column / columnTile) * rows + row) * columnTile + (column % columnTile)
}
