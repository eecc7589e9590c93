import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations, usualAlpha } from '#lib/nn/activations.ts'

/** Classes of every ramp in the tokens. */
export const shades = 9

/** What a layer's cells are shaded by: magnitudes from 0, or signed values around it. */
export interface Scale {
  kind: 'seq' | 'div'
  /** The size that gets the strongest shade. */
  most: number
}

/** Slopes below this share of the activation's peak count as saturated, as in docs/DIAGNOSTICS.md. */
const saturatedBelow = 0.05

/**
 * A scale for one layer of several runs, so that equal shades mean equal values: bounded activations by their bounds,
 * the others by the greatest value that any of them shows.
 */
export function scaleOf(layers: readonly { layer: HiddenLayer; values: Float32Array }[]): Scale {
  const ranges = layers.map(({ layer }) =>
    activations[layer.activation].range(layer.alpha ?? usualAlpha(layer.activation)),
  )
  const bounded = ranges.every((range) => range.every(Number.isFinite))
  const sizes = bounded
    ? ranges.flatMap((range) => range.map(Math.abs))
    : layers.map(({ values }) => greatestSize(values))
  const signed = layers.some(({ values }) => values.some((value) => value < 0))
  return { kind: signed ? 'div' : 'seq', most: Math.max(0, ...sizes) || 1 }
}

function greatestSize(values: Float32Array): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)
}

/** The shade of a value, 0 to 8; of a signed one 4 is zero. NaN has none: −1. */
export function shadeOf({ kind, most }: Scale, value: number): number {
  if (Number.isNaN(value)) return -1
  const part = Math.min(1, Math.max(-1, value / most))
  if (kind === 'div') return Math.round(4 + 4 * part)
  return Math.min(shades - 1, Math.floor(Math.max(0, part) * shades))
}

/**
 * Which units hand back next to nothing of an error at this sample, `[units]`. Of a rectifier these are silent, which
 * up to half of them are without harm: |f′| no greater than a dead unit's. Of any other they are saturated.
 */
export function findStuck({ activation, alpha }: HiddenLayer, slopes: Float32Array): boolean[] {
  const { rectifier, peak, aliveAbove } = activations[activation]
  const greatest = peak(alpha ?? usualAlpha(activation))
  return Array.from(slopes, (slope) =>
    rectifier ? Math.abs(slope) <= aliveAbove * greatest : Math.abs(slope) < saturatedBelow * greatest,
  )
}
