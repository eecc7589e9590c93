import { magnitude, share } from '#app/format/numbers.ts'
import type { Histogram, HistogramName, HistogramSeries, LayerSnapshot } from '#lib/contracts/diagnostics.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations, derivativeAt, usualAlpha } from '#lib/nn/activations.ts'
import { momentsOf, type Span, shareAbove, sizeOf } from './histogram.ts'
import { layerColour } from './layer-measures.ts'

/** One histogram to draw among others. */
export interface RidgeRow {
  id: string
  label: string
  histogram: Histogram
  /** What it is measured by, drawn dashed. */
  yardstick: Histogram | null
  colour: string
  /** Where the activation hardly lets an error through: |f′| below 5 % of its peak. */
  flat: readonly Span[]
  /** What the histogram comes to, in a word or two. */
  figure: string
}

/** Share of the peak of f′ below which a place is flat: the bound of the measure `saturation`. */
const flatBelow = 0.05

/** Points of a scale at which f′ is looked at. */
const looks = 240

/** The stretches of a scale on which an activation is flat. */
export function flatZones(layer: HiddenLayer | undefined, [low, high]: Span): Span[] {
  if (!layer) return []
  const alpha = layer.alpha ?? usualAlpha(layer.activation)
  const bound = flatBelow * activations[layer.activation].peak(alpha)
  const at = (i: number) => low + ((high - low) * i) / looks
  const zones: [number, number][] = []
  for (let i = 0; i < looks; i++) {
    const middle = (at(i) + at(i + 1)) / 2
    if (Math.abs(derivativeAt(layer.activation, middle, alpha)) >= bound) continue
    const last = zones.at(-1)
    if (last && last[1] === at(i)) last[1] = at(i + 1)
    else zones.push([at(i), at(i + 1)])
  }
  return zones
}

/** What the figures of a kind are called, where a word over them says it for all. */
export const figureTitles: Readonly<Record<HistogramName, string>> = {
  preActivation: '',
  activation: 'mean',
  weight: 'spread',
  gradient: 'spread',
}

/** What one histogram of a layer comes to. */
function figureOf(name: HistogramName, layer: LayerSnapshot, hidden: HiddenLayer | undefined): string {
  const histogram = layer.histograms[name]
  if (sizeOf(histogram) === 0) return 'no number'
  const { mean, deviation } = momentsOf(histogram)
  if (name === 'activation') return magnitude(mean)
  if (name !== 'preActivation') return magnitude(deviation)
  if (!hidden) return `spread ${magnitude(deviation)}`
  if (hidden.activation === 'relu') return `${share(shareAbove(histogram, 0))} on`
  const { saturation } = layer.measures
  return saturation === undefined ? '' : `${share(decodeValue(saturation))} flat`
}

/** A row a layer at one step, each beside what it was at the first one. */
export function layerRows(
  name: HistogramName,
  layers: readonly LayerSnapshot[],
  first: readonly LayerSnapshot[],
  hidden: readonly HiddenLayer[],
  spanOf: (index: number) => Span,
): RidgeRow[] {
  return layers.map((layer, i) => ({
    id: layer.name,
    label: layer.name,
    histogram: layer.histograms[name],
    yardstick: first.find((other) => other.name === layer.name)?.histograms[name] ?? null,
    colour: layerColour(i, layers.length),
    flat: name === 'preActivation' ? flatZones(hidden[i], spanOf(i)) : [],
    figure: figureOf(name, layer, hidden[i]),
  }))
}

/** A row a snapshot of one layer, the newest last. */
export function timeRows(
  { items, histogram }: HistogramSeries,
  colour: string,
  format: (step: number) => string,
): RidgeRow[] {
  return items.map((item) => {
    const { mean, deviation } = momentsOf(item.histogram)
    return {
      id: String(item.step),
      label: format(item.step),
      histogram: item.histogram,
      yardstick: null,
      colour,
      flat: [],
      figure: magnitude(histogram === 'activation' ? mean : deviation),
    }
  })
}
