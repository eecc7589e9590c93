import type { HiddenActivationName, NumericClass } from './names.ts'
import type { OutputSpec, Samples } from './spec.ts'

/** The widest column tile of any implementation; memory is planned for it. */
export const widestTile = 16

/** Bytes at the start of the memory that belong to the implementation; operands lie behind them. */
export const reservedBytes = 1024

/** Where `gather` puts a batch, as byte offsets. */
export interface BatchPlace {
  /**
   * float32 `[count, inputs]`, without padding; or, where most of them are zero, whatever the implementation finds
   * faster. For `affine` and `weightGradient` alone to read.
   */
  features: number
  /** Room of `indexBytes` for an index of the features that are not zero; 0 where there is none. */
  index: number
  /** Room for count × inputs bytes, used on the way. */
  staging: number
  /** float32 `[count]`: classes, or numbers to predict. */
  targets: number
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
 * Results depend on the operands and on `numericClass` alone, bit for bit; NaN and infinities travel on, but for a
 * feature that is zero, whose product with them may be passed over.
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

  /** A = f(Z) on `count` elements (a multiple of `columnTile`). */
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

  /** As `activate`, with an α for every element in the matrix `alphas`; for learned and random α only. */
  activateEach(activation: HiddenActivationName, alphas: number, count: number, z: number, a: number): void

  /** As `differentiate`, with an α for every element. */
  differentiateEach(
    activation: HiddenActivationName,
    alphas: number,
    count: number,
    z: number,
    a: number,
    delta: number,
  ): void

  /** A vector as every row of a matrix `[rows, units]`. */
  repeatRow(rows: number, units: number, vector: number, into: number): void

  /** Σ over the rows of delta·min(z, 0) into a vector: the gradient of a learned slope below zero. */
  slopeGradient(rows: number, units: number, z: number, delta: number, into: number): void

  /** `count` numbers in [low, high), a pure function of `key` and the place: the same in every implementation. */
  fillUniform(key: number, low: number, high: number, count: number, into: number): void

  /** Dropout: x / (1 − rate), or 0 with probability `rate`; a pure function of `key` and the place. `to` may be `from`. */
  dropOut(key: number, rate: number, count: number, from: number, to: number): void

  /** Mean and (biased) variance over the rows of each column of a matrix, into vectors. */
  columnMoments(rows: number, units: number, z: number, mean: number, variance: number): void

  /** X̂ = (Z − mean) / √(variance + ε) by columns, Y = gain·X̂ + shift; `y` may be `z`. */
  normalizeColumns(
    rows: number,
    units: number,
    z: number,
    mean: number,
    variance: number,
    gain: number,
    shift: number,
    normalized: number,
    y: number,
  ): void

  /**
   * Back through `normalizeColumns` with the batch's own moments: delta becomes ∂loss/∂Z, the gradients of gain
   * and shift become vectors.
   */
  normalizeColumnsBackward(
    rows: number,
    units: number,
    normalized: number,
    variance: number,
    gain: number,
    delta: number,
    gainGradient: number,
    shiftGradient: number,
  ): void

  /** X̂ = (Z − mean) / deviation by rows, Y = gain·X̂ + shift; the deviations √(variance + ε) into `[rows]`. */
  normalizeRows(
    rows: number,
    units: number,
    z: number,
    gain: number,
    shift: number,
    deviations: number,
    normalized: number,
    y: number,
  ): void

  /** Back through `normalizeRows`. */
  normalizeRowsBackward(
    rows: number,
    units: number,
    normalized: number,
    deviations: number,
    gain: number,
    delta: number,
    gainGradient: number,
    shiftGradient: number,
  ): void

  /** into = into + rate·(from − into), on `count` elements: a running mean. */
  blend(count: number, rate: number, from: number, into: number): void

  /**
   * Loss of each sample into the float32 `losses` `[rows]`, and delta = scale · ∂loss/∂Z into a matrix.
   * Reads the output layer's pre-activations Z and the float32 targets `[rows]`. A single unit has the target
   * itself, several a one-hot one of that class.
   */
  loss(
    output: OutputSpec,
    rows: number,
    z: number,
    targets: number,
    scale: number,
    losses: number,
    delta: number,
  ): void

  /** The output activation of the pre-activations Z, a matrix; its padding is zero. */
  respond(output: OutputSpec, rows: number, z: number, p: number): void

  /**
   * How many rows are classified correctly: the greatest of Z, or for one unit Z > threshold meaning class 1.
   * A row with a NaN is wrong.
   */
  countCorrect(rows: number, units: number, z: number, targets: number, threshold: number): number

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

  /** gradient += l2·w + l1·sign(w), on `count` elements. */
  regularize(count: number, weights: number, gradient: number, l1: number, l2: number): void

  /** x *= factor, on `count` elements. */
  scale(count: number, factor: number, at: number): void

  /** w −= learningRate·gradient. */
  descend(count: number, weights: number, gradient: number, learningRate: number): void

  /** v = momentum·v + gradient; w −= learningRate·v, or with `nesterov` learningRate·(gradient + momentum·v). */
  momentumStep(
    count: number,
    weights: number,
    gradient: number,
    velocity: number,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
  ): void

  /** v = decay·v + (1 − decay)·gradient²; w −= learningRate·gradient / (√v + ε). */
  rmspropStep(
    count: number,
    weights: number,
    gradient: number,
    square: number,
    learningRate: number,
    decay: number,
    epsilon: number,
  ): void

  /**
   * w *= keep; m = β₁·m + (1 − β₁)·gradient; v = β₂·v + (1 − β₂)·gradient²; w −= rate·m / (√v·rootScale + ε).
   * The caller puts the corrections for the start into `rate` = learningRate / (1 − β₁ᵗ) and
   * `rootScale` = 1 / √(1 − β₂ᵗ), AdamW's decay into `keep` = 1 − learningRate·weightDecay.
   */
  adamStep(
    count: number,
    weights: number,
    gradient: number,
    mean: number,
    square: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    rootScale: number,
    keep: number,
  ): void

  /** Σ x² in float64 over `count` elements (a multiple of `columnTile`). */
  sumOfSquares(count: number, at: number): number

  /** Σ (x − y)² in float64 over `count` elements. */
  sumOfSquaredDifferences(count: number, x: number, y: number): number

  /** How many elements of a matrix `[rows, columns]` with rows of `stride` elements have |x| < threshold. */
  countBelow(rows: number, columns: number, stride: number, at: number, threshold: number): number

  /** into = max(into, |x|) over the rows of a matrix `[rows, units]`, into a vector. */
  columnPeaks(rows: number, units: number, at: number, into: number): void

  /**
   * Count, sum, sum of squares, least and greatest of the finite elements of a matrix `[rows, columns]` with rows of
   * `stride` elements, added to the five float64 numbers at `into`.
   */
  describe(rows: number, columns: number, stride: number, at: number, into: number): void

  /**
   * Adds each finite element of a matrix to one of the `histogramBins` uint32 counters at `into`: the bin of
   * (x − low)·scale, the last one for what lies at the upper end.
   */
  histogram(
    rows: number,
    columns: number,
    stride: number,
    at: number,
    low: number,
    scale: number,
    into: number,
  ): void
}

/** Bins of a histogram. */
export const histogramBins = 64

/** ε of both normalizations, under the root. */
export const normalizationEpsilon = 1e-5

/** Fewer inputs than this are not worth an index. */
const fewestIndexed = 64

/** Bytes that an index of a batch of bytes may take; 0 where none is worth it. */
export function indexBytes(count: number, inputs: number): number {
  return inputs < fewestIndexed ? 0 : 1024 + 8 * (count * inputs + count + inputs + 2)
}

/** Columns with their padding. */
export function padded(columns: number, columnTile: number): number {
  return Math.ceil(columns / columnTile) * columnTile
}

/** Place of element (row, column) in panels of `rows` rows. */
export function panelIndex(row: number, column: number, rows: number, columnTile: number): number {
  return (Math.floor(column / columnTile) * rows + row) * columnTile + (column % columnTile)
}
