import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations, usualAlpha } from '#lib/nn/activations.ts'
import { saturatedBelow } from '#lib/nn/slope-shape.ts'

/** Classes of every ramp in the tokens. */
export const shades = 9

/** What a layer's cells are shaded by: magnitudes from 0, or signed values around it. */
export interface Scale {
  kind: 'seq' | 'div'
  /** The size that gets the strongest shade. */
  most: number
}

/** One layer's activations at a sample. */
export interface ShadedLayer {
  layer: HiddenLayer
  /** `[units]` */
  values: Float32Array
}

/**
 * The scale of a layer beside those of other runs at the same place: from bound to bound where its activation is
 * bounded, else one scale with all others that are not, so that equal shades mean equal values.
 */
export function scaleOf(layer: HiddenLayer, row: readonly ShadedLayer[]): Scale {
  if (isBounded(layer)) {
    const [low, high] = rangeOf(layer)
    return { kind: low < 0 ? 'div' : 'seq', most: Math.max(-low, high) }
  }
  const others = row.filter((other) => !isBounded(other.layer))
  const signed = others.some(({ values }) => values.some((value) => value < 0))
  const most = Math.max(0, ...others.map(({ values }) => greatestSize(values)))
  return { kind: signed ? 'div' : 'seq', most: most || 1 }
}

/** Whether the layer's activation has a greatest and a least value. */
export function isBounded(layer: HiddenLayer): boolean {
  return rangeOf(layer).every(Number.isFinite)
}

function rangeOf({ activation, alpha }: HiddenLayer): readonly [number, number] {
  return activations[activation].range(alpha ?? usualAlpha(activation))
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
