import { derivativeAt } from '#lib/nn/activations.ts'
import { kinksOf, type Stretch, saturatedZones } from '#lib/nn/slope-shape.ts'
import { curveAt, drawn, peakText } from './curves.ts'
import type { ChosenActivation } from './explore-state.ts'
import { fixed, listed } from './reading.ts'

/** A place as short as it can be: 0, −4.36. */
const place = (z: number) => String(Number(z.toFixed(2))).replace('-', '−')

/** How much of an error an activation hands back at z. */
export function slopeWords(chosen: ChosenActivation, z: number): string {
  const slope = curveAt(chosen, 1, z)
  const here = `Here, at z = ${place(z)},`
  if (slope === 0) return `${here} it hands back nothing: f′ is 0.`
  if (slope < 0) return `${here} it hands back ${fixed(slope, 3)} of the error, with its sign turned.`
  if (slope === 1) return `${here} it hands back all of the error: f′ is 1.`
  return `${here} it hands back ${fixed(slope, 3)} of the error.`
}

function stretchWords([from, to]: Stretch): string {
  if (from === drawn[0]) return `below ${place(to)}`
  return to === drawn[1] ? `above ${place(from)}` : `from ${place(from)} to ${place(to)}`
}

/** Where an activation is saturated, by the measure's definition. */
export function saturationWords({ name, alpha }: ChosenActivation): string {
  const zones = saturatedZones(name, alpha, drawn)
  if (zones.length === 0) return 'Nowhere from −6 to 6 is f′ below 5 % of its peak.'
  const silent = zones.every(([from, to]) => derivativeAt(name, (from + to) / 2, alpha) === 0)
  const where = listed(zones.map(stretchWords))
  const capital = where[0]!.toUpperCase() + where.slice(1)
  return silent
    ? `${capital}, f′ is 0: silent.`
    : `${capital}, f′ is below 5 % of its peak: saturated, hardly any of the error gets back there.`
}

/** Where f′ jumps; null for a smooth one. */
export function kinkWords({ name, alpha }: ChosenActivation): string | null {
  const kinks = kinksOf(name, alpha, drawn)
  if (kinks.length === 0) return null
  const jumps = kinks.map((z) => {
    const [left, right] = [derivativeAt(name, z, alpha), derivativeAt(name, z + 1e-7, alpha)]
    return `${place(z)}, where f′ jumps from ${place(left)} to ${place(right)}`
  })
  return `It has ${kinks.length > 1 ? 'kinks' : 'a kink'} at z = ${jumps.join(', and at ')}; f″ does not exist there, and training takes f′ from the left.`
}

/** Who hands back most and least at z, of two or more. */
export function rankingWords(chosen: readonly ChosenActivation[], z: number): string {
  const sizes = chosen
    .map((one) => ({ name: one.name, slope: curveAt(one, 1, z) }))
    .sort((a, b) => Math.abs(b.slope) - Math.abs(a.slope))
  const [most, least] = [sizes[0]!, sizes.at(-1)!]
  const at = `At z = ${place(z)}`
  if (Math.abs(Math.abs(most.slope) - Math.abs(least.slope)) < 5e-4)
    return `${at}, all of them hand back ${fixed(most.slope, 3)} of the error.`
  return `${at}, ${most.name} hands back most of the error, ${fixed(most.slope, 3)} of it, and ${least.name} least, ${fixed(least.slope, 3)}.`
}

/** What the plot shows, instead of the picture. */
export function plotFinding(chosen: readonly ChosenActivation[], z: number): string {
  const each = chosen.map((one) => `${one.name}: f′ peaks at ${peakText(one)}. ${saturationWords(one)}`)
  const here = chosen.length > 1 ? rankingWords(chosen, z) : slopeWords(chosen[0]!, z)
  return [...each, here].join(' ')
}
