import { activations, derivativeAt, usualAlpha } from './activations.ts'
import { dual, variable } from './dual.ts'
import type { HiddenActivationName } from './names.ts'

/** f″(z) in float64, by differentiating the table's f′; at a kink the value from the left. */
export function secondDerivativeAt(name: HiddenActivationName, z: number, alpha = usualAlpha(name)): number {
  const { value, derivative } = activations[name]
  const [at, parameter] = [variable(z), dual.constant(alpha)]
  return derivative(dual, at, value(dual, at, parameter), parameter).slope
}

/** From one place to another, inclusive. */
export type Stretch = readonly [from: number, to: number]

/** Share of the peak below which |f′| counts as saturated, as the measure `saturation` has it. */
export const saturatedBelow = 0.05

/** A step of f′ smaller than this is not seen, and not called a kink. */
const leastJump = 1e-3

/** Evenly spaced places, both ends included. */
function places([from, to]: Stretch, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count)
}

/** Where a function jumps between two places, ascending; found by halving what does not get smaller. */
export function jumpsOf(of: (z: number) => number, within: Stretch): number[] {
  const jumps: number[] = []
  // An odd number, so that the usual kinks lie within an interval and not between two.
  const grid = places(within, 509)
  for (let i = 1; i < grid.length; i++) {
    const jump = jumpBetween(of, grid[i - 1]!, grid[i]!)
    if (jump !== null) jumps.push(jump)
  }
  return jumps
}

function jumpBetween(of: (z: number) => number, from: number, to: number): number | null {
  let [low, high] = [from, to]
  let [atLow, atHigh] = [of(low), of(high)]
  while (high - low > 1e-12 * Math.max(1, Math.abs(low))) {
    if (Math.abs(atHigh - atLow) < leastJump) return null
    const middle = (low + high) / 2
    const at = of(middle)
    if (Math.abs(at - atLow) >= Math.abs(atHigh - at)) [high, atHigh] = [middle, at]
    else [low, atLow] = [middle, at]
  }
  return Math.abs(atHigh - atLow) < leastJump ? null : Number(low.toFixed(9)) + 0
}

/** Where f has a kink: f′ jumps. */
export function kinksOf(name: HiddenActivationName, alpha: number, within: Stretch): number[] {
  return jumpsOf((z) => derivativeAt(name, z, alpha), within)
}

/** The peak of f′ and where it is reached, to a ten-thousandth: a place, or all of a stretch. */
export interface Peak {
  /** f′ there, with its sign. */
  slope: number
  at: Stretch
}

/** Where |f′| is greatest between two places: the first such place, or the stretch that starts with it. */
export function peakWithin(name: HiddenActivationName, alpha: number, within: Stretch): Peak {
  const size = (z: number) => Math.abs(derivativeAt(name, z, alpha))
  const grid = places(within, 1200)
  let first = 0
  for (let i = 1; i < grid.length; i++) if (size(grid[i]!) > size(grid[first]!) + 1e-12) first = i
  const close = (z: number) => size(z) >= size(grid[first]!) * (1 - 1e-4)
  let last = first
  while (last + 1 < grid.length && close(grid[last + 1]!)) last++
  const rounded = (z: number) => Number(z.toFixed(2)) + 0
  if (grid[last]! - grid[first]! > 0.5) {
    const start = first === 0 ? grid[0]! : border(close, grid[first - 1]!, grid[first]!)
    return { slope: derivativeAt(name, grid[first]!, alpha), at: [rounded(start), rounded(grid[last]!)] }
  }
  const top = refine(size, grid[Math.max(0, first - 1)]!, grid[Math.min(first + 1, grid.length - 1)]!)
  // A peak at a kink is not where the search ends.
  const at = size(top) >= size(grid[first]!) ? top : grid[first]!
  return { slope: derivativeAt(name, at, alpha), at: [rounded(at), rounded(at)] }
}

/** The greatest value of a function with one hill between two places, by thirds. */
function refine(of: (z: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 40; i++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (of(left) < of(right)) low = left
    else high = right
  }
  return (low + high) / 2
}

/** Where |f′| is below 5 % of its peak, between two places; shorter stretches than 0.05 are left out. */
export function saturatedZones(name: HiddenActivationName, alpha: number, within: Stretch): Stretch[] {
  const limit = saturatedBelow * activations[name].peak(alpha)
  const below = (z: number) => Math.abs(derivativeAt(name, z, alpha)) < limit
  const grid = places(within, 480)
  const zones: [number, number][] = []
  for (let i = 0; i < grid.length; i++) {
    const z = grid[i]!
    if (!below(z)) continue
    const before = grid[i - 1]
    const after = grid[i + 1]
    if (before === undefined || !below(before))
      zones.push([before === undefined ? z : border(below, before, z), z])
    zones.at(-1)![1] = after === undefined || below(after) ? z : border(below, after, z)
  }
  return zones.filter(([from, to]) => to - from > 0.05)
}

/** The border between a place that does not hold and one that does. */
function border(holds: (z: number) => boolean, outside: number, inside: number): number {
  let [out, within] = [outside, inside]
  for (let i = 0; i < 40; i++) {
    const middle = (out + within) / 2
    if (holds(middle)) within = middle
    else out = middle
  }
  return Number(within.toFixed(9)) + 0
}
