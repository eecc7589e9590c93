import { activations } from './activations.ts'
import type { Kernels } from './kernels.ts'
import type { LayerPlace, Layout, NormalizationPlace } from './layout.ts'
import type { Random } from './random.ts'

/** How fast a batch normalization's running moments follow those of the batches (as PyTorch has it). */
const runningRate = 0.1

/** Keys of one layer's noise in the present step. */
export interface NoiseKeys {
  slopes: number
  dropout: number
}

/** Computes the layers of a network on batches that lie gathered in the memory. */
export interface Forward {
  /** One step of a training: with dropout and random slopes, normalized by the batch's own moments. */
  train(rows: number): void
  /** Without noise, normalized by the running moments. */
  infer(rows: number): void
  /** What `train` drew last, a layer each. */
  readonly keys: readonly NoiseKeys[]
}

/** @see Forward */
export function createForward(kernels: Kernels, { layers }: Layout, noise: Random): Forward {
  const keys: NoiseKeys[] = layers.map(() => ({ slopes: 0, dropout: 0 }))

  function compute(layer: LayerPlace, key: NoiseKeys | null, rows: number): void {
    const { inputs, units, x, xStride, weights, biases, normalization, z, a, out, stride, dropout } = layer
    const count = rows * stride
    kernels.affine(rows, inputs, units, x, xStride, weights.at, biases.at, z)
    if (normalization) normalize(layer, normalization, key !== null, rows)
    if (layer.alphas !== 0) {
      fillAlphas(layer, key, rows)
      kernels.activateEach(layer.activation, layer.alphas, count, z, a)
    } else if (a !== z) kernels.activate(layer.activation, layer.alpha, count, z, a)
    if (out !== a) kernels.dropOut(key?.dropout ?? 0, key ? dropout : 0, count, a, out)
  }

  function normalize(
    { units, stride, z }: LayerPlace,
    place: NormalizationPlace,
    training: boolean,
    rows: number,
  ): void {
    const { kind, gain, shift, normalized, mean, variance, runningMean, runningVariance } = place
    if (kind === 'layer') {
      kernels.normalizeRows(rows, units, z, gain.at, shift.at, variance, normalized, z)
    } else if (training) {
      kernels.columnMoments(rows, units, z, mean, variance)
      kernels.blend(stride, runningRate, mean, runningMean)
      kernels.blend(stride, runningRate, variance, runningVariance)
      kernels.normalizeColumns(rows, units, z, mean, variance, gain.at, shift.at, normalized, z)
    } else {
      kernels.normalizeColumns(rows, units, z, runningMean, runningVariance, gain.at, shift.at, normalized, z)
    }
  }

  function fillAlphas(layer: LayerPlace, key: NoiseKeys | null, rows: number): void {
    const { units, slopes, alphas, alpha, stride } = layer
    if (slopes) kernels.repeatRow(rows, units, slopes.at, alphas)
    else {
      const { least, most } = activations[layer.activation].alpha!
      kernels.fillUniform(key?.slopes ?? 0, key ? least : alpha, key ? most : alpha, rows * stride, alphas)
    }
  }

  return {
    keys,
    train(rows) {
      for (let index = 0; index < layers.length; index++) {
        const layer = layers[index]!
        const key = keys[index]!
        if (layer.alphas !== 0 && !layer.slopes) key.slopes = noise.nextUint32()
        if (layer.dropout > 0) key.dropout = noise.nextUint32()
        compute(layer, key, rows)
      }
    },
    infer(rows) {
      for (const layer of layers) compute(layer, null, rows)
    },
  }
}
