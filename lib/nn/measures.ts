import { activations, outputActivations } from './activations.ts'
import { histogramBins, type Kernels } from './kernels.ts'
import type { LayerPlace, Layout } from './layout.ts'
import { saturatedBelow } from './slope-shape.ts'
import type { NetworkSpec } from './spec.ts'

/** What one step shows of a layer; see docs/DIAGNOSTICS.md. */
export interface LayerMeasures {
  name: string
  /** L2 norm of the loss gradient with respect to the weights. */
  gradNorm: number
  /** Root mean square of δ = ∂loss/∂z over batch and units, z being what the activation reads. */
  errorRms: number
  /** ‖ΔW‖ / ‖W‖ of the step. */
  updateRatio: number
  /** Share of (sample, unit) pairs with |f′(z)| below 5 % of its peak. */
  saturation: number
  activationMean: number
  activationStd: number
}

/** Bins of equal width from `low` to `high` over the finite values. */
export interface Tally {
  low: number
  high: number
  counts: Uint32Array
  nonFinite: number
}

export interface LayerTallies {
  preActivation: Tally
  activation: Tally
  weight: Tally
  gradient: Tally
}

/** Looks at the layers of a network in the middle of a step. */
export interface Measuring {
  readonly measures: readonly LayerMeasures[]
  /** Of the last step that was measured closely. */
  readonly tallies: readonly (LayerTallies | null)[]
  /** After the forward pass: the layer's activations and the slope of f at them. */
  lookAtActivations(index: number, rows: number, closely: boolean): void
  /** With ∂loss/∂z at `delta`. */
  lookAtError(index: number, rows: number, delta: number): void
  /** With the weights' gradient in its place, before they move. */
  lookAtGradient(index: number, closely: boolean): void
  /** Right before they move. */
  lookBeforeUpdate(index: number): void
  /** After they have moved. */
  lookAtUpdate(index: number): void
  /** |f′| at the pre-activations of the last forward pass, into a matrix. */
  slopesOf(index: number, rows: number): number
}

/** @see Measuring */
export function createMeasuring(kernels: Kernels, spec: NetworkSpec, layout: Layout): Measuring {
  const { layers, tally: at } = layout
  const { floats } = kernels
  const sums = new Float64Array(floats.buffer, at, 5)
  const counters = new Uint32Array(floats.buffer, at + 64, histogramBins)
  const last = layers.length - 1
  const measures = layers.map(({ name }) => ({
    name,
    gradNorm: 0,
    errorRms: 0,
    updateRatio: 0,
    saturation: 0,
    activationMean: 0,
    activationStd: 0,
  }))
  const tallies: (LayerTallies | null)[] = layers.map(() => null)

  function slopesOf(index: number, rows: number): number {
    const { activation, alpha, alphas, z, a, stride } = layers[index]!
    const count = rows * stride
    const into = layout.slopes
    floats.fill(1, into / 4, into / 4 + count)
    if (index < last) {
      if (alphas !== 0) kernels.differentiateEach(activation, alphas, count, z, a, into)
      else kernels.differentiate(activation, alpha, count, z, a, into)
    } else if (spec.output.activation !== 'linear') {
      // p·(1 − p): the slope of a sigmoid, and of each softmax output in its own logit.
      const p = outputsAt(rows)
      kernels.differentiate('sigmoid', 0, count, p, p, into)
    }
    return into
  }

  /** The network's outputs, into a matrix that the products use later. */
  function outputsAt(rows: number): number {
    kernels.respond(spec.output, rows, layers[last]!.z, layout.panels)
    return layout.panels
  }

  function clearSums(): void {
    sums.set([0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  }

  /** Sums over a matrix. */
  function sumUp(rows: number, columns: number, stride: number, place: number): void {
    clearSums()
    kernels.describe(rows, columns, stride, place, at)
  }

  function tallyMatrix(rows: number, columns: number, stride: number, place: number): Tally {
    sumUp(rows, columns, stride, place)
    return bin(rows * columns, (scale, low) =>
      kernels.histogram(rows, columns, stride, place, low, scale, at + 64),
    )
  }

  /** Panels go strip by strip: the last one may hold padding. */
  function tallyPanels({ inputs, units }: LayerPlace, place: number): Tally {
    const { columnTile } = kernels
    const strips = (visit: (columns: number, strip: number) => void) => {
      for (let first = 0; first < units; first += columnTile) {
        visit(Math.min(columnTile, units - first), place + first * inputs * 4)
      }
    }
    clearSums()
    strips((columns, strip) => kernels.describe(inputs, columns, columnTile, strip, at))
    return bin(inputs * units, (scale, low) =>
      strips((columns, strip) => kernels.histogram(inputs, columns, columnTile, strip, low, scale, at + 64)),
    )
  }

  function bin(total: number, count: (scale: number, low: number) => void): Tally {
    const finite = sums[0]!
    const low = finite > 0 ? Math.fround(sums[3]!) : 0
    const high = finite > 0 ? Math.fround(sums[4]!) : 0
    counters.fill(0)
    count(high > low ? histogramBins / (high - low) : 0, low)
    return { low, high, counts: counters.slice(), nonFinite: total - finite }
  }

  const placeholder: Tally = { low: 0, high: 0, counts: new Uint32Array(histogramBins), nonFinite: 0 }

  return {
    measures,
    tallies,
    slopesOf,
    lookAtActivations(index, rows, closely) {
      const { units, stride, z, activation, alpha } = layers[index]!
      const measure = measures[index]!
      const peak =
        index < last ? activations[activation].peak(alpha) : outputActivations[spec.output.activation].peak
      const slopes = slopesOf(index, rows)
      const saturated = kernels.countBelow(rows, units, stride, slopes, saturatedBelow * peak)
      measure.saturation = saturated / (rows * units)
      const a = index < last ? layers[index]!.a : outputsAt(rows)
      sumUp(rows, units, stride, a)
      const [count, sum, squares] = sums as unknown as [number, number, number]
      const whole = count === rows * units
      measure.activationMean = whole ? sum / count : Number.NaN
      const variance = squares / count - (sum / count) ** 2
      measure.activationStd = whole ? Math.sqrt(Math.max(0, variance)) : Number.NaN
      if (!closely) return
      tallies[index] = {
        preActivation: tallyMatrix(rows, units, stride, z),
        activation: tallyMatrix(rows, units, stride, a),
        weight: placeholder,
        gradient: placeholder,
      }
    },
    lookAtError(index, rows, delta) {
      const { units, stride } = layers[index]!
      const mean = kernels.sumOfSquares(rows * stride, delta) / (rows * units)
      measures[index]!.errorRms = Math.sqrt(mean)
    },
    lookAtGradient(index, closely) {
      const layer = layers[index]!
      const { count, gradient, at: place } = layer.weights
      measures[index]!.gradNorm = Math.sqrt(kernels.sumOfSquares(count, gradient))
      const tally = tallies[index]
      if (!closely || !tally) return
      tally.weight = tallyPanels(layer, place)
      tally.gradient = tallyPanels(layer, gradient)
    },
    lookBeforeUpdate(index) {
      const { count, at: place } = layers[index]!.weights
      floats.copyWithin(layout.before / 4, place / 4, place / 4 + count)
    },
    lookAtUpdate(index) {
      const { count, at: place } = layers[index]!.weights
      const moved = kernels.sumOfSquaredDifferences(count, place, layout.before)
      measures[index]!.updateRatio = Math.sqrt(moved / kernels.sumOfSquares(count, layout.before))
    },
  }
}
