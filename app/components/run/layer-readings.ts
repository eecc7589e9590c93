import { type PlotLine, readingOf } from '#app/components/charts/plot-line.ts'
import { peakOf } from '#app/format/activations.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'

/** The values of lines at a place, by layer, which is what a line is named after. */
export function valuesAt(lines: readonly PlotLine[], x: number): Map<string, number> {
  return new Map(
    lines.flatMap((line) => {
      const index = readingOf(line, x)
      return index < 0 ? [] : [[line.label, line.values[index]!] as const]
    }),
  )
}

/** How much of an error one hidden layer passes on towards the input. */
export interface Shrink {
  /** Its error ÷ that of the next layer; null where one of the two is not known. */
  factor: number | null
  /** Greatest |f′| of its activation: the bound, weights aside. */
  peak: number
}

/** Shrink factors of the hidden layers in the network's order, from the error of every layer. */
export function shrinkFactors(
  layers: readonly string[],
  hidden: readonly HiddenLayer[],
  errors: ReadonlyMap<string, number>,
): Shrink[] {
  return hidden.map((layer, i) => {
    const own = errors.get(layers[i]!)
    const next = errors.get(layers[i + 1]!)
    return { factor: own === undefined || !next ? null : own / next, peak: peakOf(layer) }
  })
}
