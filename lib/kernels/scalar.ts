import type { Kernels } from '../nn/kernels.ts'
import { createRowCopier, viewsOf } from './rows.ts'
import { scalarActivations } from './scalar/activations.ts'
import { scalarLosses } from './scalar/losses.ts'
import { scalarProducts } from './scalar/products.ts'

const columnTile = 4

/**
 * The reference: every operation as its definition reads, float32 rounded after each arithmetic step. Slow, runs
 * anywhere, and what every other implementation is checked against.
 */
export function createScalarKernels(bytes: number): Kernels {
  const views = viewsOf(new ArrayBuffer(Math.ceil(bytes / 64) * 64))
  const { floats } = views
  const copyRows = createRowCopier(views)
  const { fround } = Math
  return {
    variant: 'scalar',
    numericClass: 'scalar',
    columnTile,
    floats,
    bytes: views.bytes,
    gather(samples, rows, start, count, into) {
      if (copyRows(samples, rows, start, count, into) === 'floats') return
      for (let i = 0; i < count * samples.inputs; i++) {
        floats[into.features / 4 + i] = views.bytes[into.staging + i]! / 255
      }
    },
    activate(activation, alpha, count, z, a) {
      const { value } = scalarActivations[activation]
      for (let i = 0; i < count; i++) floats[a / 4 + i] = value(floats[z / 4 + i]!, alpha)
    },
    differentiate(activation, alpha, count, z, a, delta) {
      const { backward } = scalarActivations[activation]
      for (let i = 0; i < count; i++) {
        const at = delta / 4 + i
        floats[at] = backward(floats[at]!, floats[z / 4 + i]!, floats[a / 4 + i]!, alpha)
      }
    },
    ...scalarProducts(floats, columnTile),
    ...scalarLosses(floats, views.bytes, columnTile),
    momentumStep(count, weights, gradient, velocity, learningRate, momentum) {
      const rate = fround(learningRate)
      const keep = fround(momentum)
      for (let i = 0; i < count; i++) {
        const v = fround(fround(floats[velocity / 4 + i]! * keep) + floats[gradient / 4 + i]!)
        floats[velocity / 4 + i] = v
        floats[weights / 4 + i] = floats[weights / 4 + i]! - fround(rate * v)
      }
    },
    sumOfSquares(count, at) {
      let sum = 0
      for (let i = 0; i < count; i++) sum += floats[at / 4 + i]! * floats[at / 4 + i]!
      return sum
    },
  }
}
