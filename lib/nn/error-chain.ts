import { derivativeAt } from './activations.ts'
import type { HiddenActivationName } from './names.ts'
import { kinksOf } from './slope-shape.ts'

/** Nodes and weights of Gauss and Legendre's rule of five points on [−1, 1] (Abramowitz & Stegun 25.4.30). */
const nodes = [
  [0, 128 / 225],
  [Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3, (322 + 13 * Math.sqrt(70)) / 900],
  [Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3, (322 - 13 * Math.sqrt(70)) / 900],
] as const

/** ∫ of a smooth function between two places. */
function integrate(of: (z: number) => number, from: number, to: number): number {
  const [middle, half] = [(from + to) / 2, (to - from) / 2]
  let sum = 0
  for (const [node, weight] of nodes) {
    const both = node === 0 ? of(middle) : of(middle - half * node) + of(middle + half * node)
    sum += weight * both
  }
  return half * sum
}

/** Standard deviations to either side: beyond them lie 10⁻¹⁵ of a normal distribution. */
const reach = 8

/**
 * Root mean square of f′(z) over z ~ N(0, spread²): the factor by which an activation changes the size of an error
 * that goes back through a layer, where errors do not depend on z (Glorot & Bengio 2010, equation 6; He et al. 2015,
 * equation 14). By Gauss and Legendre's rule, on pieces no wider than an eighth of the spread that end at kinks.
 *
 * @param spread standard deviation of the pre-activations, above 0
 */
export function rmsSlope(name: HiddenActivationName, alpha: number, spread: number): number {
  const end = reach * spread
  const borders = new Set(kinksOf(name, alpha, [-end, end]))
  const step = Math.min(spread / 8, 0.125)
  const pieces = Math.ceil((2 * end) / step)
  for (let i = 0; i <= pieces; i++) borders.add(-end + (2 * end * i) / pieces)
  const squares = (z: number) => derivativeAt(name, z, alpha) ** 2 * Math.exp(-0.5 * (z / spread) ** 2)
  const ascending = [...borders].sort((a, b) => a - b)
  let sum = 0
  for (let i = 1; i < ascending.length; i++) sum += integrate(squares, ascending[i - 1]!, ascending[i]!)
  return Math.sqrt(sum / (spread * Math.sqrt(2 * Math.PI)))
}

/**
 * What is left of an error of 1 behind the output after each of `layers` layers, from the output on: every layer
 * multiplies its size by gain · factor, `factor` being `rmsSlope` or a bound of it.
 *
 * @param gain what the weights alone do to an error's size: their standard deviation × √units
 * @returns layers + 1 sizes, the first of them 1
 */
export function errorLeft(factor: number, gain: number, layers: number): number[] {
  return Array.from({ length: layers + 1 }, (_, layer) => (gain * factor) ** layer)
}
