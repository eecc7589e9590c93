import type { Kernels } from './kernels.ts'
import type { LayerPlace, Layout } from './layout.ts'

/** How one step moves the parameters. */
export interface SgdOptions {
  learningRate: number
  /** 0 for plain gradient descent. */
  momentum: number
}

/**
 * Stochastic gradient descent on one layer (Sutskever et al. 2013 as PyTorch writes it):
 * v ← momentum·v + g, w ← w − learningRate·v, with g = Xᵀ·delta. `delta` is the matrix ∂loss/∂Z of the batch.
 */
export function applySgd(
  kernels: Kernels,
  layout: Layout,
  layer: LayerPlace,
  rows: number,
  delta: number,
  { learningRate, momentum }: SgdOptions,
): void {
  if (momentum === 0) descend(kernels, layout, layer, rows, delta, learningRate)
  else {
    computeGradient(kernels, layout, layer, rows, delta)
    kernels.sumRows(rows, layer.units, layout.panels, layout.biasGradient, false)
    const { weightCount, weights, velocity, biases, biasVelocity, inputs } = layer
    kernels.momentumStep(weightCount, weights, layout.gradient, velocity, learningRate, momentum)
    const biasCount = weightCount / inputs
    kernels.momentumStep(biasCount, biases, layout.biasGradient, biasVelocity, learningRate, momentum)
  }
}

/** Plain descent in one product: scaled beforehand by −learningRate, the gradient is added where it belongs. */
function descend(
  kernels: Kernels,
  layout: Layout,
  layer: LayerPlace,
  rows: number,
  delta: number,
  learningRate: number,
): void {
  const { inputs, units, x, xStride } = layer
  kernels.packDelta(rows, units, delta, -learningRate, layout.panels)
  kernels.weightGradient(rows, inputs, units, x, xStride, layout.panels, layer.weights, true)
  kernels.sumRows(rows, units, layout.panels, layer.biases, true)
}

/** The gradient of a layer's weights into `layout.gradient`, and delta as panels into `layout.panels`. */
export function computeGradient(
  kernels: Kernels,
  layout: Layout,
  layer: LayerPlace,
  rows: number,
  delta: number,
): void {
  const { inputs, units, x, xStride } = layer
  kernels.packDelta(rows, units, delta, 1, layout.panels)
  kernels.weightGradient(rows, inputs, units, x, xStride, layout.panels, layout.gradient, false)
}
