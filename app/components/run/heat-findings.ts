import type { ColumnSpan } from '#app/components/charts/heat-cells.ts'
import { valueAt } from '#app/components/charts/heat-map.tsx'
import { brokenColumns } from '#app/components/charts/heat-paths.ts'
import { count, nameOfNonFinite } from '#app/format/numbers.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { crossingWords } from './crossings.ts'
import { layerFinding } from './layer-findings.ts'
import type { LayerHeat } from './layer-heat.ts'
import { layerMeasures } from './layer-measures.ts'
import { shrinkFactors } from './layer-readings.ts'

/** Layers that are named one by one. */
const mostNamed = 3

/** What a map of a measure over layers and steps shows, in words: what is read at its end, crossings, what is no number. */
export function heatFinding(
  measure: MeasureName,
  heat: LayerHeat,
  hidden: readonly HiddenLayer[],
  end: number,
  latest: number,
): string {
  const { title } = layerMeasures[measure]
  const values = new Map(
    heat.layers.flatMap((layer, row) => {
      const value = valueAt(heat.parts[row]!, latest)
      return value === null ? [] : [[layer, value] as const]
    }),
  )
  if (values.size === 0) return `${title} per layer over steps; nothing recorded yet`
  const last = layerFinding(measure, values, shrinkFactors(heat.layers, hidden, values))
  return [`${title} per layer over steps.`, last, crossings(measure, heat, end), broken(heat, end)]
    .filter(Boolean)
    .join(' ')
}

/** Which layers cross the threshold, and where. */
function crossings(measure: MeasureName, { layers, cells, outlines }: LayerHeat, end: number): string | null {
  if (outlines.length === 0) return null
  const columns = cells[0]!.values.length
  const rows = Map.groupBy(outlines, ({ row, tone }) => `${row} ${tone}`)
  const sentences = [...rows.values()].map((spans) => {
    const { row, tone } = spans[0]!
    const words =
      measure === 'grad_norm'
        ? `gets a gradient that ${tone === 'bad' ? 'explodes' : 'vanishes'}`
        : `is ${crossingWords[measure]?.[tone] ?? 'ill'}`
    return `${layers[row]} ${words} ${stepWords(spans, columns, end)}`
  })
  const rest = sentences.length - mostNamed
  return `${sentences.slice(0, mostNamed).join('; ')}${rest > 0 ? `; and so ${rest} more` : ''}.`
}

/** Which layers hold NaN or infinities, and from where. */
function broken({ layers, cells }: LayerHeat, end: number): string | null {
  const sentences = cells.flatMap((row, i) => {
    const spans = brokenColumns(row)
    if (spans.length === 0) return []
    const name = nameOfNonFinite(row.values[spans[0]!.from]!)
    return [`${layers[i]} is ${name} ${stepWords(spans, row.values.length, end)}`]
  })
  const rest = sentences.length - mostNamed
  if (sentences.length === 0) return null
  return `${sentences.slice(0, mostNamed).join('; ')}${rest > 0 ? `; and so ${rest} more` : ''}.`
}

/** Where stretches of columns lie, in steps, roughly. */
function stepWords(spans: readonly ColumnSpan[], columns: number, end: number): string {
  const step = (column: number) => count(Math.round((column / columns) * end))
  const from = step(spans[0]!.from)
  const last = spans.at(-1)!.to
  const until = last === columns ? '' : ` to ${step(last)}`
  const times = spans.length > 1 ? `, ${spans.length} times` : ''
  return `from about step ${from}${until || ' on'}${times}`
}
