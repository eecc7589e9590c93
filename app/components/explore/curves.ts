import { activations, derivativeAt, valueAt } from '#lib/nn/activations.ts'
import type { HiddenActivationName } from '#lib/nn/names.ts'
import { jumpsOf, kinksOf, type Stretch, secondDerivativeAt } from '#lib/nn/slope-shape.ts'
import type { ChosenActivation, Order } from './explore-state.ts'

/** The inputs that are drawn. */
export const drawn: Stretch = [-6, 6]

/** How a curve is called. */
export const orderNames: Readonly<Record<Order, string>> = { 0: 'f', 1: 'f′', 2: 'f″' }

/** f, f′ or f″ at a place; at a kink the value from the left. */
export function curveAt({ name, alpha }: ChosenActivation, order: Order, z: number): number {
  const of = order === 0 ? valueAt : order === 1 ? derivativeAt : secondDerivativeAt
  return of(name, z, alpha)
}

/** An end of a piece of a curve where it does not go on: `held` where its value is the one from the left. */
export interface LooseEnd {
  z: number
  value: number
  held: boolean
}

/** A curve as pieces that are each without a jump, and the ends where it jumps. */
export interface Curve {
  pieces: readonly (readonly { z: number; value: number }[])[]
  ends: readonly LooseEnd[]
}

/** As near to a jump as its right side is read. */
const beside = 1e-7

/**
 * Samples a curve. f′ is broken where it jumps; f″ also where f′ does, since it does not exist there.
 *
 * @param points about how many over the whole width
 */
export function sampleCurve(chosen: ChosenActivation, order: Order, points: number): Curve {
  const at = (z: number) => curveAt(chosen, order, z)
  const kinks = order === 0 ? [] : kinksOf(chosen.name, chosen.alpha, drawn)
  const jumps = order === 2 ? jumpsOf(at, drawn) : []
  const breaks = [...kinks, ...jumps.filter((jump) => kinks.every((kink) => Math.abs(kink - jump) > 1e-6))]
  breaks.sort((a, b) => a - b)
  const borders = [drawn[0], ...breaks, drawn[1]]
  const pieces = borders.slice(1).map((end, i) => {
    const start = borders[i]! + (i > 0 ? beside : 0)
    const count = Math.max(2, Math.ceil(((end - start) / (drawn[1] - drawn[0])) * points))
    return Array.from({ length: count + 1 }, (_, k) => {
      // The end to its last bit: beyond it the curve is elsewhere.
      const z = k === count ? end : start + ((end - start) * k) / count
      return { z, value: at(z) }
    })
  })
  const ends = breaks.flatMap((z) => {
    const kinked = order === 2 && kinks.includes(z)
    return [
      { z, value: at(z), held: !kinked },
      { z, value: at(z + beside), held: false },
    ]
  })
  return { pieces, ends }
}

/** Pieces of a curve as an SVG path. */
export function pathOf(curve: Curve, x: (z: number) => number, y: (value: number) => number): string {
  const digits = (value: number) => String(Number(value.toFixed(1)))
  return curve.pieces
    .map((piece) =>
      piece.map(({ z, value }, i) => `${i === 0 ? 'M' : 'L'}${digits(x(z))} ${digits(y(value))}`).join(''),
    )
    .join('')
}

/** The vertical axis of some curves: from a round number to another. */
export interface CurveAxis {
  low: number
  high: number
  ticks: readonly number[]
}

/** Distances between ticks that read well. */
const distances = [0.05, 0.1, 0.25, 0.5, 1, 2, 5]

/** An f that is not bounded is followed this far down and up, where nothing else asks for more. */
const followed: Stretch = [-1.25, 2.25]

/** Wide enough for all of f′ and f″, and for as much of f as is bounded or near zero. */
export function axisFor(chosen: readonly ChosenActivation[], orders: readonly Order[]): CurveAxis {
  let low = 0
  let high = 0
  for (const one of chosen) {
    for (const order of orders) {
      for (const { value } of sampleCurve(one, order, 120).pieces.flat()) {
        const cut = order === 0 ? Math.min(Math.max(value, followed[0]), followed[1]) : value
        low = Math.min(low, cut)
        high = Math.max(high, cut)
      }
    }
  }
  if (high - low < 0.1) high = low + 1
  // A little more, so that no line lies on the edge.
  const room = 0.06 * (high - low)
  const distance = distances.find((size) => (high - low) / size <= 5) ?? 10
  const first = Math.ceil((low - room) / distance)
  const last = Math.floor((high + room) / distance)
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * distance).toPrecision(6)),
  )
  return { low: low - room, high: high + room, ticks }
}

/** Colours of activations that stand together, in the order of the page's line colours. */
const own: Readonly<Partial<Record<HiddenActivationName, number>>> = { relu: 1, sigmoid: 2, tanh: 3, gelu: 4 }

/** The activations of the lesson, which every chain is measured by. */
export const classics = ['sigmoid', 'tanh', 'relu', 'gelu'] as const satisfies readonly HiddenActivationName[]

/**
 * A colour for each chosen activation: the four of the lesson keep their own, others take what is free.
 *
 * @returns CSS colours by name; of at most eight names no two are alike
 */
export function activationColours(names: readonly HiddenActivationName[]): Map<HiddenActivationName, string> {
  const taken = new Set(names.flatMap((name) => own[name] ?? []))
  const free = [5, 6, 7, 8, 4, 3, 2, 1].filter((slot) => !taken.has(slot))
  return new Map(names.map((name) => [name, `var(--run-${own[name] ?? free.shift() ?? 8})`]))
}

/** The greatest |f′| as it is written: 1, 0.25, 1.13. */
export function peakText({ name, alpha }: ChosenActivation): string {
  return String(Number(activations[name].peak(alpha).toFixed(2)))
}

/** An activation and the colours of its curves. */
export interface DrawnActivation {
  chosen: ChosenActivation
  colours: Readonly<Record<Order, string>>
}

/** How the curves of an activation are dashed: alone, f′ needs no dashes beside its colour. */
export function dashOf(order: Order, alone: boolean): string | undefined {
  if (order === 2) return '1 3.5'
  return order === 1 && !alone ? '6 3' : undefined
}
