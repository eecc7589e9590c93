import { type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import type { Buckets } from '#lib/series/buckets.ts'

/** A layer's place in the ramp from the first hidden layer (strong) to the output (faint). */
export function layerColour(index: number, layers: number): string {
  const share = layers > 1 ? Math.round((100 * (layers - 1 - index)) / (layers - 1)) : 100
  return `color-mix(in oklab, var(--layer-first) ${share}%, var(--layer-last))`
}

/** The norm of the loss's gradient in every layer's weights, one line a layer in the network's order. */
export function gradientLines(
  layers: readonly string[],
  series: Readonly<Record<string, Buckets>>,
): PlotLine[] {
  return layers.map((layer, index) =>
    toLine(
      { id: layer, label: layer, colour: layerColour(index, layers.length) },
      series[`grad_norm/${layer}`],
    ),
  )
}
