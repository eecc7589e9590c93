import { count, magnitude, share } from '#app/format/numbers.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { DrawnLayer, DrawnUnit } from './network-picture.ts'

/** How many hidden units are dead, in a sentence. */
export function deathWords(layers: readonly DrawnLayer[], samples: number): string {
  const hidden = layers.filter(({ dead }) => dead !== null)
  if (hidden.length === 0) return 'There is no hidden layer.'
  const dead = hidden.reduce((sum, layer) => sum + (layer.dead ?? 0), 0)
  const units = hidden.reduce((sum, layer) => sum + layer.units, 0)
  if (dead === 0)
    return `None of ${count(units)} hidden units is dead on the ${count(samples)} validation samples.`
  const worst = hidden.reduce((a, b) => ((b.dead ?? 0) / b.units > (a.dead ?? 0) / a.units ? b : a))
  const most =
    hidden.length > 1 ? ` Most are in ${worst.name}: ${share((worst.dead ?? 0) / worst.units)}.` : ''
  return `${count(dead)} of ${count(units)} hidden units ${dead === 1 ? 'is' : 'are'} dead: no validation sample moves ${dead === 1 ? 'it' : 'them'}.${most}`
}

/** What one unit does, in a sentence. */
export function unitWords({ name }: DrawnLayer, unit: DrawnUnit): string {
  const { index, mean, activeShare, dead } = unit
  const which = `${name}, unit ${count(index + 1)}`
  if (mean === null) return name === 'input' ? `Input ${count(index + 1)}` : which
  if (dead) return `${which}: dead, no validation sample moves it`
  if (activeShare === null) return `${which}: mean ${magnitude(mean)}`
  return `${which}: mean ${magnitude(mean)}, responds to ${share(activeShare)} of samples`
}

/** The strongest drawn weight at a unit, in a sentence; null where none is drawn. */
export function weightWords(
  evaluation: Evaluation | null,
  column: number,
  unit: DrawnUnit,
): { into: string | null; outOf: string | null } {
  const strongest = (edges: number, end: 'from' | 'to', other: 'from' | 'to') => {
    const found = evaluation?.edges[edges]?.weights.find((weight) => weight[end] === unit.index)
    return found ? `${magnitude(decodeValue(found.weight))} (unit ${count(found[other] + 1)})` : null
  }
  return { into: strongest(column - 1, 'to', 'from'), outOf: strongest(column, 'from', 'to') }
}

/** The whole drawing in words. */
export function networkWords(layers: readonly DrawnLayer[], finding: string): string {
  const columns = layers.map(({ name, units, dead }) =>
    name === 'input'
      ? `${count(units)} inputs`
      : `${name} ${count(units)} ${units === 1 ? 'unit' : 'units'}${dead ? `, ${count(dead)} dead` : ''}`,
  )
  return `Drawing of the network: ${columns.join('; ')}. ${finding}`
}
