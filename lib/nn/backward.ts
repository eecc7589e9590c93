import type { NoiseKeys } from './forward.ts'
import type { Kernels } from './kernels.ts'
import type { LayerPlace, Layout } from './layout.ts'
import type { Measuring } from './measures.ts'
import type { Optimizer, OptimizerSpec, Regularization } from './optimizers.ts'
import { learnedBy } from './parameters.ts'

/** How closely a step is looked at. */
export type Look = 'none' | 'measures' | 'histograms'

interface Parts {
  kernels: Kernels
  layout: Layout
  optimizer: Optimizer
  spec: OptimizerSpec
  regularization: Regularization
  measuring: Measuring
  keys: readonly NoiseKeys[]
}

/** The way back through all layers, from ∂loss/∂z of the output, and the update. */
export type Backward = (rows: number, learningRate: number, look: Look) => void

/** @see Backward */
export function createBackward(parts: Parts): Backward {
  const { kernels, layout, optimizer, spec, regularization, measuring, keys } = parts
  const { layers, deltas, transposed, panels } = layout
  const { clipNorm } = spec
  const { l1, l2 } = regularization
  const penalized = l1 > 0 || l2 > 0
  const plain = 'momentum' in spec && spec.momentum === 0
  /** Plain descent in one product: scaled beforehand, the gradient is added where it belongs. */
  const fused = plain && !penalized && clipNorm === undefined
  const learned = layers.map(learnedBy)
  const last = layers.length - 1

  /** From ∂loss/∂(what the layer hands on) to ∂loss/∂z, in place. */
  function throughActivation(index: number, rows: number, delta: number): void {
    const { activation, alpha, alphas, dropout, slopes, stride, units, z, a } = layers[index]!
    const count = rows * stride
    if (dropout > 0) kernels.dropOut(keys[index]!.dropout, dropout, count, delta, delta)
    if (slopes) kernels.slopeGradient(rows, units, z, delta, slopes.gradient)
    if (alphas !== 0) kernels.differentiateEach(activation, alphas, count, z, a, delta)
    else if (a !== z) kernels.differentiate(activation, alpha, count, z, a, delta)
  }

  /** From ∂loss/∂z on to before the normalization, in place. */
  function throughNormalization({ normalization, units }: LayerPlace, rows: number, delta: number): void {
    if (!normalization) return
    const { kind, gain, shift, normalized, variance } = normalization
    const back = kind === 'batch' ? kernels.normalizeColumnsBackward : kernels.normalizeRowsBackward
    back(rows, units, normalized, variance, gain.at, delta, gain.gradient, shift.gradient)
  }

  function computeGradients(layer: LayerPlace, rows: number, delta: number): void {
    const { inputs, units, x, xStride, weights, biases } = layer
    kernels.packDelta(rows, units, delta, 1, panels)
    kernels.weightGradient(rows, inputs, units, x, xStride, panels, weights.gradient, false)
    kernels.sumRows(rows, units, panels, biases.gradient, false)
  }

  function descend(index: number, rows: number, delta: number, learningRate: number): void {
    const { inputs, units, x, xStride, weights, biases } = layers[index]!
    kernels.packDelta(rows, units, delta, -learningRate, panels)
    kernels.weightGradient(rows, inputs, units, x, xStride, panels, weights.at, true)
    kernels.sumRows(rows, units, panels, biases.at, true)
    const parameters = learned[index]!
    for (let i = 2; i < parameters.length; i++) optimizer.update(parameters[i]!, learningRate)
  }

  function update(index: number, learningRate: number): void {
    const parameters = learned[index]!
    for (let i = 0; i < parameters.length; i++) optimizer.update(parameters[i]!, learningRate)
  }

  /** Scales all gradients so that their common norm is at most `clipNorm`. */
  function clip(limit: number): void {
    let squares = 0
    for (const parameters of learned) {
      for (const { count, gradient } of parameters) squares += kernels.sumOfSquares(count, gradient)
    }
    const factor = limit / (Math.sqrt(squares) + 1e-6)
    if (!(factor < 1)) return
    for (const parameters of learned) {
      for (const { count, gradient } of parameters) kernels.scale(count, factor, gradient)
    }
  }

  /** Gradients of one layer, and without clipping its update. */
  function learn(index: number, rows: number, delta: number, learningRate: number, look: Look): void {
    const layer = layers[index]!
    const { weights } = layer
    if (!fused || look !== 'none') computeGradients(layer, rows, delta)
    if (look !== 'none') measuring.lookAtGradient(index, look === 'histograms')
    if (penalized) kernels.regularize(weights.count, weights.at, weights.gradient, l1, l2)
    if (clipNorm === undefined) move(index, rows, delta, learningRate, look)
  }

  /** Updates one layer; `delta` is read where the gradient is added at once. */
  function move(index: number, rows: number, delta: number, learningRate: number, look: Look): void {
    if (look !== 'none') measuring.lookBeforeUpdate(index)
    if (fused) descend(index, rows, delta, learningRate)
    else update(index, learningRate)
    if (look !== 'none') measuring.lookAtUpdate(index)
  }

  return (rows, learningRate, look) => {
    optimizer.begin()
    let [delta, deltaBelow] = deltas
    for (let index = last; index >= 0; index--) {
      const layer = layers[index]!
      if (index < last) throughActivation(index, rows, delta)
      if (look !== 'none') measuring.lookAtError(index, rows, delta)
      throughNormalization(layer, rows, delta)
      // The delta of the layer below is taken before this layer's weights move.
      if (index > 0) {
        kernels.transposeWeights(layer.inputs, layer.units, layer.weights.at, transposed)
        kernels.inputGradient(rows, layer.inputs, layer.units, delta, transposed, deltaBelow)
      }
      learn(index, rows, delta, learningRate, look)
      ;[delta, deltaBelow] = [deltaBelow, delta]
    }
    if (clipNorm === undefined) return
    clip(clipNorm)
    for (let index = last; index >= 0; index--) move(index, rows, delta, learningRate, look)
  }
}
