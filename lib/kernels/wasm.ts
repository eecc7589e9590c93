import type { BatchPlace, Kernels } from '../nn/kernels.ts'
import {
  type HiddenActivationName,
  hiddenActivationNames,
  type LossName,
  type NumericClass,
  type OutputActivationName,
} from '../nn/names.ts'
import type { Samples } from '../nn/spec.ts'
import { passNames } from './activation-source.ts'
import { createRowCopier, isMostlyZero, viewsOf } from './rows.ts'

/** Operations that a build exports just as the port has them. */
type Direct = Omit<
  Kernels,
  | 'variant'
  | 'numericClass'
  | 'columnTile'
  | 'floats'
  | 'bytes'
  | 'gather'
  | 'affine'
  | 'activate'
  | 'activateEach'
  | 'differentiate'
  | 'differentiateEach'
  | 'loss'
  | 'respond'
  | 'sumRows'
  | 'weightGradient'
  | 'momentumStep'
>

/** The others: what lib/kernels/assembly/index.ts exports in its own way. */
interface Adapted {
  getColumnTile(): number
  scaleBytes(count: number, bytes: number, features: number): void
  crossEntropy(
    rows: number,
    units: number,
    z: number,
    targets: number,
    scale: number,
    losses: number,
    delta: number,
    coolness: number,
    smoothing: number,
  ): void
  binaryCrossEntropy(
    rows: number,
    z: number,
    targets: number,
    scale: number,
    losses: number,
    delta: number,
  ): void
  meanError(
    kind: number,
    output: number,
    rows: number,
    units: number,
    z: number,
    targets: number,
    scale: number,
    losses: number,
    delta: number,
    coolness: number,
    bend: number,
  ): void
  respondAll(output: number, rows: number, units: number, z: number, p: number, coolness: number): void
  affine: Kernels['affine']
  prepareIndex(index: number): void
  indexBytes(
    rows: number,
    inputs: number,
    bytes: number,
    index: number,
    entries: number,
    most: number,
  ): number
  sparseAffine(
    rows: number,
    inputs: number,
    units: number,
    index: number,
    weights: number,
    biases: number,
    z: number,
  ): void
  sparseWeightGradient(
    rows: number,
    inputs: number,
    units: number,
    index: number,
    panels: number,
    into: number,
    accumulate: number,
  ): void
  sumRows(rows: number, units: number, panels: number, into: number, accumulate: number): void
  weightGradient: ProductInto
  addWeightGradient: ProductInto
  momentumStep(
    count: number,
    weights: number,
    gradient: number,
    velocity: number,
    learningRate: number,
    momentum: number,
    nesterov: number,
  ): void
}

type ProductInto = (
  rows: number,
  inputs: number,
  units: number,
  x: number,
  xStride: number,
  panels: number,
  into: number,
) => void

type Forward = (alpha: number, count: number, z: number, a: number) => void
type Backward = (alpha: number, count: number, z: number, a: number, delta: number) => void

/** Codes as in lib/kernels/assembly/losses.ts. */
const outputCodes: Readonly<Record<OutputActivationName, number>> = { linear: 0, sigmoid: 1, softmax: 2 }
const errorCodes: Readonly<Partial<Record<LossName, number>>> = {
  mean_squared_error: 0,
  mean_absolute_error: 1,
  huber: 2,
}

const pageBytes = 65_536

/** Instantiates a compiled module over a fresh memory of at least `bytes` and adapts it to the port. */
export function instantiateKernels(
  variant: string,
  numericClass: NumericClass,
  module: WebAssembly.Module,
  bytes: number,
): Kernels {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes))
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const instance = new WebAssembly.Instance(module, { env: { memory } })
  return adapt(variant, numericClass, memory.buffer, instance.exports)
}

function adapt(
  variant: string,
  numericClass: NumericClass,
  buffer: ArrayBuffer,
  exports: WebAssembly.Exports,
): Kernels {
  const views = viewsOf(buffer)
  const copyRows = createRowCopier(views)
  const direct = exports as unknown as Direct
  const wasm = exports as unknown as Adapted
  const passes = bindPasses(exports)
  /** Where the batch's features would lie, and their index, while there is only the index. */
  const indexed = { features: -1, index: 0 }
  /** The index whose table is filled. */
  let prepared = 0

  /** Whether the batch's bytes were indexed; not where too many of them are not zero. */
  function index(samples: Samples, count: number, into: BatchPlace): boolean {
    if (into.index === 0 || !isMostlyZero(samples)) return false
    if (prepared !== into.index) wasm.prepareIndex(into.index)
    prepared = into.index
    const most = Math.floor((count * samples.inputs) / 2)
    return wasm.indexBytes(count, samples.inputs, into.staging, into.index, into.features, most) === 1
  }

  return {
    ...direct,
    variant,
    numericClass,
    columnTile: wasm.getColumnTile(),
    floats: views.floats,
    bytes: views.bytes,
    gather(samples, rows, start, count, into) {
      indexed.features = -1
      if (copyRows(samples, rows, start, count, into) === 'floats') return
      if (index(samples, count, into)) {
        indexed.features = into.features
        indexed.index = into.index
      } else wasm.scaleBytes(count * samples.inputs, into.staging, into.features)
    },
    affine(rows, inputs, units, x, xStride, weights, biases, z) {
      if (x === indexed.features) {
        wasm.sparseAffine(rows, inputs, units, indexed.index, weights, biases, z)
      } else wasm.affine(rows, inputs, units, x, xStride, weights, biases, z)
    },
    activate: (activation, alpha, count, z, a) => passes[activation].forward(alpha, count, z, a),
    activateEach: (activation, alphas, count, z, a) => passes[activation].forward(alphas, count, z, a),
    differentiate: (activation, alpha, count, z, a, delta) =>
      passes[activation].backward(alpha, count, z, a, delta),
    differentiateEach: (activation, alphas, count, z, a, delta) =>
      passes[activation].backward(alphas, count, z, a, delta),
    loss(output, rows, z, targets, scale, losses, delta) {
      const { activation, loss, units, temperature = 1, labelSmoothing = 0, delta: bend = 1 } = output
      const coolness = 1 / temperature
      if (loss === 'cross_entropy') {
        wasm.crossEntropy(rows, units, z, targets, scale, losses, delta, coolness, labelSmoothing)
      } else if (loss === 'binary_cross_entropy') {
        wasm.binaryCrossEntropy(rows, z, targets, scale, losses, delta)
      } else {
        const code = outputCodes[activation]
        const kind = errorCodes[loss]!
        wasm.meanError(kind, code, rows, units, z, targets, scale, losses, delta, coolness, bend)
      }
    },
    respond: ({ activation, units, temperature = 1 }, rows, z, p) =>
      wasm.respondAll(outputCodes[activation], rows, units, z, p, 1 / temperature),
    sumRows: (rows, units, panels, into, accumulate) =>
      wasm.sumRows(rows, units, panels, into, Number(accumulate)),
    weightGradient(rows, inputs, units, x, xStride, panels, into, accumulate) {
      if (x === indexed.features) {
        wasm.sparseWeightGradient(rows, inputs, units, indexed.index, panels, into, Number(accumulate))
      } else {
        const product = accumulate ? wasm.addWeightGradient : wasm.weightGradient
        product(rows, inputs, units, x, xStride, panels, into)
      }
    },
    momentumStep: (count, weights, gradient, velocity, learningRate, momentum, nesterov) =>
      wasm.momentumStep(count, weights, gradient, velocity, learningRate, momentum, Number(nesterov)),
  }
}

/** The passes that lib/kernels/activation-source.ts has written for each activation. */
function bindPasses(exports: WebAssembly.Exports) {
  const bind = (name: HiddenActivationName) => {
    const { forward, backward } = passNames(name)
    return { forward: exports[forward] as Forward, backward: exports[backward] as Backward }
  }
  return Object.fromEntries(hiddenActivationNames.map((name) => [name, bind(name)])) as Record<
    HiddenActivationName,
    { forward: Forward; backward: Backward }
  >
}
