import type { Kernels } from '../nn/kernels.ts'
import { createRowCopier, viewsOf } from './rows.ts'
import { scalarActivations } from './scalar/activations.ts'
import { scalarDiagnostics } from './scalar/diagnostics.ts'
import { scalarLosses } from './scalar/losses.ts'
import { scalarNoise } from './scalar/noise.ts'
import { scalarNormalization } from './scalar/normalization.ts'
import { scalarOptimizers } from './scalar/optimizers.ts'
import { scalarProducts } from './scalar/products.ts'
import { scalarSlopes } from './scalar/slopes.ts'

const columnTile = 4

/**
 * The reference: every operation as its definition reads, float32 rounded after each arithmetic step. Slow, runs
 * anywhere, and what every other implementation is checked against.
 */
export function createScalarKernels(bytes: number): Kernels {
  const views = viewsOf(new ArrayBuffer(Math.ceil(bytes / 64) * 64))
  const { floats } = views
  const copyRows = createRowCopier(views)
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
    ...scalarProducts(floats, columnTile),
    ...scalarActivations(floats),
    ...scalarSlopes(floats, columnTile),
    ...scalarNoise(floats),
    ...scalarNormalization(floats, columnTile),
    ...scalarLosses(floats, columnTile),
    ...scalarOptimizers(floats),
    ...scalarDiagnostics(floats, columnTile),
  }
}
