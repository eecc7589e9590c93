import type { Kernels } from '../nn/kernels.ts'
import type { HiddenActivationName, NumericClass, OutputActivationName } from '../nn/names.ts'
import { createRowCopier, viewsOf } from './rows.ts'

/** What lib/kernels/assembly/index.ts exports. */
interface Exports extends Pick<Kernels, 'affine' | 'transposeWeights' | 'inputGradient' | 'packDelta'> {
  getColumnTile(): number
  scaleBytes(count: number, bytes: number, features: number): void
  activate(code: number, alpha: number, count: number, z: number, a: number): void
  differentiate(code: number, alpha: number, count: number, z: number, a: number, delta: number): void
  crossEntropy(
    rows: number,
    units: number,
    z: number,
    labels: number,
    scale: number,
    losses: number,
    delta: number,
  ): void
  binaryCrossEntropy(
    rows: number,
    z: number,
    labels: number,
    scale: number,
    losses: number,
    delta: number,
  ): void
  meanSquaredError(
    output: number,
    rows: number,
    units: number,
    z: number,
    labels: number,
    scale: number,
    losses: number,
    delta: number,
  ): void
  countCorrect: Kernels['countCorrect']
  sumRows(rows: number, units: number, panels: number, into: number, accumulate: number): void
  weightGradient: ProductInto
  addWeightGradient: ProductInto
  momentumStep: Kernels['momentumStep']
  sumOfSquares: Kernels['sumOfSquares']
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

/** Codes as in lib/kernels/assembly/activations.ts. */
const activationCodes: Readonly<Record<HiddenActivationName, number>> = {
  identity: 0,
  sigmoid: 1,
  tanh: 2,
  relu: 3,
  leaky_relu: 4,
}

/** Codes as in lib/kernels/assembly/losses.ts. */
const outputCodes: Readonly<Record<OutputActivationName, number>> = { linear: 0, sigmoid: 1, softmax: 2 }

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
  return adapt(variant, numericClass, memory.buffer, instance.exports as unknown as Exports)
}

function adapt(variant: string, numericClass: NumericClass, buffer: ArrayBuffer, wasm: Exports): Kernels {
  const views = viewsOf(buffer)
  const copyRows = createRowCopier(views)
  return {
    variant,
    numericClass,
    columnTile: wasm.getColumnTile(),
    floats: views.floats,
    bytes: views.bytes,
    gather(samples, rows, start, count, into) {
      if (copyRows(samples, rows, start, count, into) === 'floats') return
      wasm.scaleBytes(count * samples.inputs, into.staging, into.features)
    },
    affine: wasm.affine,
    activate(activation, alpha, count, z, a) {
      wasm.activate(activationCodes[activation], alpha, count, z, a)
    },
    differentiate(activation, alpha, count, z, a, delta) {
      wasm.differentiate(activationCodes[activation], alpha, count, z, a, delta)
    },
    loss(loss, output, rows, units, z, labels, scale, losses, delta) {
      if (loss === 'cross_entropy') wasm.crossEntropy(rows, units, z, labels, scale, losses, delta)
      else if (loss === 'binary_cross_entropy') {
        wasm.binaryCrossEntropy(rows, z, labels, scale, losses, delta)
      } else {
        wasm.meanSquaredError(outputCodes[output], rows, units, z, labels, scale, losses, delta)
      }
    },
    countCorrect: wasm.countCorrect,
    transposeWeights: wasm.transposeWeights,
    inputGradient: wasm.inputGradient,
    packDelta: wasm.packDelta,
    sumRows: (rows, units, panels, into, accumulate) =>
      wasm.sumRows(rows, units, panels, into, Number(accumulate)),
    weightGradient(rows, inputs, units, x, xStride, panels, into, accumulate) {
      const product = accumulate ? wasm.addWeightGradient : wasm.weightGradient
      product(rows, inputs, units, x, xStride, panels, into)
    },
    momentumStep: wasm.momentumStep,
    sumOfSquares: wasm.sumOfSquares,
  }
}
