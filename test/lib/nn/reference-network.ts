import { usualAlpha } from '../../../lib/nn/activations.ts'
import { normalizationEpsilon } from '../../../lib/nn/kernels.ts'
import { lossOf, respond } from '../../../lib/nn/losses.ts'
import type { HiddenSpec, NetworkSpec, Samples } from '../../../lib/nn/spec.ts'
import { formulas } from './reference-activations.ts'

/** A network's tensors by their names, in float64; weights `[inputs, units]` row-major. */
export type Tensors = Record<string, number[]>

/** What a pass through the network depends on beside the tensors. */
export interface Pass {
  /** Batch normalization by the batch's own moments; else by the running ones. */
  training: boolean
  /** Of a layer with dropout: what each output `[rows, units]` is multiplied by. */
  masks?: Record<string, number[]>
  /** Of a layer with random slopes: each slope, `[rows, units]`. */
  slopes?: Record<string, number[]>
  /** Added to one pre-activation, to see what the loss makes of it. */
  nudge?: { layer: string; row: number; unit: number; by: number }
}

/** What a layer computes, `[rows][units]`. */
export interface LayerValues {
  name: string
  /** What the activation reads: after the normalization. */
  z: number[][]
  /** What it makes of that: before dropout. The output layer's is the network's output. */
  a: number[][]
}

export interface Outcome {
  layers: LayerValues[]
  /** Mean over the samples. */
  loss: number
  /** Distance of the pre-activation that is nearest to a kink of its activation. */
  nearestKink: number
}

export const inference: Pass = { training: false }

/** The whole network in float64, each formula as a textbook has it. */
export function referencePass(spec: NetworkSpec, tensors: Tensors, samples: Samples, pass: Pass): Outcome {
  const { inputs, count, features, labels } = samples
  const unit = features instanceof Uint8Array ? 255 : 1
  let x = Array.from({ length: count }, (_, row) =>
    Array.from(features.subarray(row * inputs, (row + 1) * inputs), (value) => value / unit),
  )
  const layers: LayerValues[] = []
  let nearestKink = Infinity
  for (const [index, hidden] of [...spec.hidden, null].entries()) {
    const name = hidden ? `hidden_${index + 1}` : 'output'
    const z = normalize(
      affine(x, tensors[`${name}/weights`]!, tensors[`${name}/biases`]!),
      name,
      hidden,
      tensors,
      pass,
    )
    const { nudge } = pass
    if (nudge?.layer === name) z[nudge.row]![nudge.unit]! += nudge.by
    const a = hidden ? activate(z, name, hidden, tensors, pass) : z.map((row) => respond(spec.output, row))
    layers.push({ name, z, a })
    if (!hidden) continue
    for (const kink of formulas[hidden.activation].kinks) {
      for (const value of z.flat()) nearestKink = Math.min(nearestKink, Math.abs(value - kink))
    }
    const mask = pass.masks?.[name]
    x = mask ? a.map((row, r) => row.map((value, u) => value * mask[r * row.length + u]!)) : a
  }
  const losses = layers.at(-1)!.z.map((logits, row) => lossOf(spec.output, logits, labels[row]!))
  return { layers, loss: mean(losses), nearestKink }
}

function affine(x: number[][], weights: number[], biases: number[]): number[][] {
  const units = biases.length
  return x.map((row) =>
    biases.map((bias, unit) => row.reduce((sum, value, i) => sum + value * weights[i * units + unit]!, bias)),
  )
}

function normalize(
  z: number[][],
  name: string,
  hidden: HiddenSpec | null,
  tensors: Tensors,
  { training }: Pass,
): number[][] {
  if (!hidden?.normalization) return z
  const [gain, shift] = [tensors[`${name}/gain`]!, tensors[`${name}/shift`]!]
  const byRow = hidden.normalization === 'layer'
  const columns = gain.map((_, unit) => z.map((row) => row[unit]!))
  const running = (unit: number) => ({
    center: tensors[`${name}/running_mean`]![unit]!,
    spread: tensors[`${name}/running_variance`]![unit]!,
  })
  return z.map((row) =>
    row.map((value, unit) => {
      const { center, spread } = byRow ? moments(row) : training ? moments(columns[unit]!) : running(unit)
      return (gain[unit]! * (value - center)) / Math.sqrt(spread + normalizationEpsilon) + shift[unit]!
    }),
  )
}

function activate(
  z: number[][],
  name: string,
  { activation, alpha = usualAlpha(activation) }: HiddenSpec,
  tensors: Tensors,
  { slopes }: Pass,
): number[][] {
  const learned = tensors[`${name}/slopes`]
  const drawn = slopes?.[name]
  return z.map((row, r) =>
    row.map((value, unit) =>
      formulas[activation].value(value, learned?.[unit] ?? drawn?.[r * row.length + unit] ?? alpha),
    ),
  )
}

/** Mean and biased variance. */
export function moments(values: readonly number[]): { center: number; spread: number } {
  const center = mean(values)
  return { center, spread: mean(values.map((value) => (value - center) ** 2)) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const h = 1e-5

/**
 * ∂(mean loss)/∂tensors by central differences, of every `every`-th element; the others are NaN. Running moments are
 * left out, for they learn in another way.
 */
export function referenceGradient(
  spec: NetworkSpec,
  tensors: Tensors,
  samples: Samples,
  pass: Pass,
  every = 1,
): Tensors {
  const learned = Object.entries(tensors).filter(([name]) => !name.includes('/running_'))
  const gradient = learned.map(([name, values]) => {
    const slopes = values.map((value, i) => {
      if (i % every !== 0) return Number.NaN
      const at = (moved: number) => {
        values[i] = moved
        return referencePass(spec, tensors, samples, pass).loss
      }
      const slope = (at(value + h) - at(value - h)) / (2 * h)
      values[i] = value
      return slope
    })
    return [name, slopes] as const
  })
  return Object.fromEntries(gradient)
}

/** ∂(mean loss)/∂z of a layer, `[rows · units]`, by central differences. */
export function referenceError(
  spec: NetworkSpec,
  tensors: Tensors,
  samples: Samples,
  pass: Pass,
  { name, z }: LayerValues,
): number[] {
  return z.flatMap((values, row) =>
    values.map((_, unit) => {
      const at = (by: number) =>
        referencePass(spec, tensors, samples, { ...pass, nudge: { layer: name, row, unit, by } }).loss
      return (at(h) - at(-h)) / (2 * h)
    }),
  )
}
