import { hasManyAlphas } from '../nn/activations.ts'
import type { Kernels } from '../nn/kernels.ts'
import { hiddenActivationNames } from '../nn/names.ts'
import { createScalarKernels } from './scalar.ts'

/** Sizes of the trial: neither is a multiple of any tile. */
const rows = 7
const inputs = 37
const units = 21
const region = 16_384
/** Elements of the trials that know no rows: a multiple of every tile. */
const plainCount = 48
const place = (index: number) => 1024 + index * region

/** Where the trial's operands lie. */
const [x, weights, biases, z, a, delta, panels, gradient, transposed, dx, losses, targets] = Array.from(
  { length: 12 },
  (_, index) => place(index),
) as [number, number, number, number, number, number, number, number, number, number, number, number]

/**
 * Runs every operation of one training step on a small problem and compares with the scalar reference. Throws an
 * Error that names the first operation whose result is off, or whose rounding isn't that of the numeric class.
 */
export function checkKernels(kernels: Kernels): void {
  const reference = createScalarKernels(1 << 20)
  const expected = { ...trial(reference), ...trialOfOptions(reference) }
  const actual: Record<string, Float32Array> = { ...trial(kernels), ...trialOfOptions(kernels) }
  for (const [operation, values] of Object.entries(expected)) {
    const worst = greatestError(values, actual[operation]!)
    if (!(worst < 1e-4)) throw new Error(`${operation} differs from the reference by ${worst}`)
  }
  checkRounding(kernels)
}

/** Every operation's result on the same operands, without padding. */
function trial(kernels: Kernels): Record<string, Float32Array> {
  const { floats, columnTile: tile } = kernels
  const stride = Math.ceil(units / tile) * tile
  const inputStride = Math.ceil(inputs / tile) * tile
  fillPattern(floats, x / 4, rows, inputs, inputs)
  fillPanels(kernels, weights, inputs)
  fillPattern(floats, biases / 4, 1, units, units)
  for (let row = 0; row < rows; row++) floats[targets / 4 + row] = row % units
  kernels.affine(rows, inputs, units, x, inputs, weights, biases, z)
  const affine = matrix(floats, z, rows, units, stride)
  const activated = hiddenActivationNames
    .filter((name) => !hasManyAlphas(name))
    .map((name) => {
      kernels.activate(name, 0.3, rows * stride, z, a)
      floats.fill(1, delta / 4, delta / 4 + rows * stride)
      kernels.differentiate(name, 0.3, rows * stride, z, a, delta)
      return [
        [name, matrix(floats, a, rows, units, stride)],
        [`${name}, its derivative`, matrix(floats, delta, rows, units, stride)],
      ] as const
    })
  kernels.activate('relu', 0, rows * stride, z, a)
  kernels.loss(
    { units, activation: 'softmax', loss: 'cross_entropy' },
    rows,
    a,
    targets,
    1 / rows,
    losses,
    delta,
  )
  const loss = matrix(floats, losses, 1, rows, rows)
  kernels.differentiate('relu', 0, rows * stride, z, a, delta)
  const deltas = matrix(floats, delta, rows, units, stride)
  kernels.packDelta(rows, units, delta, -0.5, panels)
  kernels.weightGradient(rows, inputs, units, x, inputs, panels, gradient, false)
  kernels.weightGradient(rows, inputs, units, x, inputs, panels, gradient, true)
  const gradients = unpack(kernels, gradient, inputs)
  kernels.sumRows(rows, units, panels, biases, true)
  const sums = matrix(floats, biases, 1, units, units)
  kernels.transposeWeights(inputs, units, weights, transposed)
  kernels.inputGradient(rows, inputs, units, delta, transposed, dx)
  const inputGradient = matrix(floats, dx, rows, inputs, inputStride)
  floats.fill(0, z / 4, z / 4 + stride)
  floats.fill(0, a / 4, a / 4 + stride)
  kernels.adamStep(stride, biases, delta, z, a, 0.01, 0.9, 0.999, 1e-4, 1.5, 1)
  const adam = matrix(floats, biases, 1, units, units)
  return {
    affine,
    ...Object.fromEntries(activated.flat()),
    loss,
    deltas,
    gradients,
    sums,
    inputGradient,
    adam,
  }
}

/** What only some networks need: normalization, α for each element, dropout, other optimizers, bytes that are mostly zero. */
function trialOfOptions(kernels: Kernels): Record<string, Float32Array> {
  const { floats, columnTile: tile } = kernels
  const stride = Math.ceil(units / tile) * tile
  const whole = (at: number) => matrix(floats, at, rows, units, stride)
  const plain = (at: number) => floats.slice(at / 4, at / 4 + plainCount)
  fillPattern(floats, z / 4, rows, units, stride)
  fillPattern(floats, biases / 4, 1, units, stride)

  kernels.columnMoments(rows, units, z, losses, targets)
  kernels.normalizeColumns(rows, units, z, losses, targets, biases, biases, panels, a)
  const columns = whole(a)
  fillPattern(floats, delta / 4, rows, units, stride)
  kernels.normalizeColumnsBackward(rows, units, panels, targets, biases, delta, dx, gradient)
  const columnsBack = whole(delta)
  kernels.normalizeRows(rows, units, z, biases, biases, losses, panels, a)
  const normalizedRows = whole(a)
  fillPattern(floats, delta / 4, rows, units, stride)
  kernels.normalizeRowsBackward(rows, units, panels, losses, biases, delta, dx, gradient)
  const rowsBack = whole(delta)

  floats.fill(0.25, panels / 4, panels / 4 + rows * stride)
  kernels.activateEach('rrelu', panels, rows * stride, z, a)
  const each = whole(a)
  kernels.differentiateEach('rrelu', panels, rows * stride, z, a, delta)
  const eachBack = whole(delta)
  kernels.respond({ units, activation: 'softmax', loss: 'cross_entropy', temperature: 2 }, rows, z, a)
  const outputs = whole(a)

  fillPattern(floats, gradient / 4, 1, plainCount, plainCount)
  for (const at of [weights, dx, x, delta]) floats.fill(0.5, at / 4, at / 4 + plainCount)
  kernels.regularize(plainCount, weights, gradient, 0.01, 0.02)
  kernels.momentumStep(plainCount, weights, gradient, dx, 0.1, 0.9, true)
  kernels.rmspropStep(plainCount, x, gradient, delta, 0.1, 0.9, 1e-6)
  const [momentum, rmsprop] = [plain(weights), plain(x)]
  kernels.dropOut(7, 0.5, plainCount, gradient, dx)
  return {
    columns,
    columnsBack,
    normalizedRows,
    rowsBack,
    each,
    eachBack,
    outputs,
    momentum,
    rmsprop,
    dropOut: plain(dx),
    ...trialOfBytes(kernels),
  }
}

/** A batch of bytes that are mostly zero, through both products of a first layer. */
function trialOfBytes(kernels: Kernels): Record<string, Float32Array> {
  const { floats, columnTile: tile } = kernels
  const wide = 80
  const features = Uint8Array.from({ length: rows * wide }, (_, i) => (i % 7 === 0 ? 1 + (i % 255) : 0))
  const samples = { count: rows, inputs: wide, features, labels: new Uint8Array(rows) }
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  // Not at x: what lies there once a batch was gathered is for products with that batch alone.
  const into = { features: dx, index: transposed, staging: losses, targets }
  kernels.gather(samples, order, 0, rows, into)
  fillPanels(kernels, weights, wide)
  kernels.affine(rows, wide, units, dx, wide, weights, biases, z)
  const stride = Math.ceil(units / tile) * tile
  const bytesForward = matrix(floats, z, rows, units, stride)
  fillPattern(floats, delta / 4, rows, units, stride)
  kernels.packDelta(rows, units, delta, 1, panels)
  kernels.weightGradient(rows, wide, units, dx, wide, panels, gradient, false)
  kernels.weightGradient(rows, wide, units, dx, wide, panels, gradient, true)
  return { bytesForward, bytesBack: unpack(kernels, gradient, wide) }
}

/** x·w + b with x = w = 1 + 2⁻¹²: its last bit survives only if multiply and add are rounded together. */
function checkRounding(kernels: Kernels): void {
  const { floats, columnTile } = kernels
  floats.fill(0, x / 4, x / 4 + columnTile)
  floats.fill(0, weights / 4, weights / 4 + columnTile)
  floats[x / 4] = floats[weights / 4] = 1 + 2 ** -12
  floats.fill(-1 - 2 ** -11, biases / 4, biases / 4 + columnTile)
  kernels.affine(1, 1, 1, x, 1, weights, biases, z)
  const expected = kernels.numericClass === 'fma' ? 2 ** -24 : 0
  if (floats[z / 4] !== expected)
    throw new Error(`This machine does not round as class ${kernels.numericClass}`)
}

/** GFLOP/s of the forward product of a 128-unit layer: the best of some repetitions in a few milliseconds. */
export function measureGflops(kernels: Kernels, now: () => number = () => performance.now()): number {
  const [batch, depth, width] = [36, 128, 128]
  const [left, right, result] = [place(0), place(8), place(16)]
  const flop = 2 * batch * depth * width
  let best = 0
  const begin = now()
  do {
    const start = now()
    kernels.affine(batch, depth, width, left, depth, right, biases, result)
    kernels.affine(batch, depth, width, left, depth, right, biases, result)
    best = Math.max(best, (2 * flop) / (now() - start) / 1e6)
  } while (now() - begin < 10)
  return best
}

/** Numbers of both signs around 1, the same everywhere. */
function pattern(index: number): number {
  return (((index * 7919) % 257) - 128) / 128
}

function fillPattern(floats: Float32Array, at: number, height: number, width: number, stride: number): void {
  floats.fill(0, at, at + height * stride)
  for (let i = 0; i < height * width; i++)
    floats[at + Math.floor(i / width) * stride + (i % width)] = pattern(i)
}

function panelPlace(at: number, index: number, height: number, tile: number): number {
  const column = index % units
  return at / 4 + (Math.floor(column / tile) * height + Math.floor(index / units)) * tile + (column % tile)
}

function fillPanels({ floats, columnTile }: Kernels, at: number, height: number): void {
  floats.fill(0, at / 4, (at + region) / 4)
  for (let i = 0; i < height * units; i++) {
    floats[panelPlace(at, i, height, columnTile)] = pattern(3 * i + 1) / 4
  }
}

function unpack({ floats, columnTile }: Kernels, at: number, height: number): Float32Array {
  return Float32Array.from(
    { length: height * units },
    (_, i) => floats[panelPlace(at, i, height, columnTile)]!,
  )
}

function matrix(
  floats: Float32Array,
  at: number,
  height: number,
  width: number,
  stride: number,
): Float32Array {
  return Float32Array.from(
    { length: height * width },
    (_, i) => floats[at / 4 + Math.floor(i / width) * stride + (i % width)]!,
  )
}

/** Greatest difference relative to the greater of 1 and the expected size; NaN counts as infinite. */
function greatestError(expected: Float32Array, actual: Float32Array): number {
  return expected.reduce((worst, value, i) => {
    const error = Math.abs(value - actual[i]!) / Math.max(1, Math.abs(value))
    return Number.isNaN(error) ? Infinity : Math.max(worst, error)
  }, 0)
}
