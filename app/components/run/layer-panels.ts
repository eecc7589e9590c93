import type { PlotAxis } from '#app/components/charts/axes.ts'
import type { PlotLine } from '#app/components/charts/plot-line.ts'
import {
  type LayerMeasure,
  layerLines,
  layerMeasures,
  type MeasureChoice,
  measureChoices,
} from './layer-measures.ts'

/** One measure of every layer, ready to be drawn. */
export interface LayerPanel extends Omit<LayerMeasure, 'axis'> {
  lines: readonly PlotLine[]
  axis: PlotAxis
}

/** What a choice shows of a run. */
export function layerPanels(
  choice: MeasureChoice,
  layers: readonly string[],
  stretches: Parameters<typeof layerLines>[2],
): LayerPanel[] {
  const { measures } = measureChoices.find(({ name }) => name === choice)!
  return measures.map((name) => {
    const { axis, ...measure } = layerMeasures[name]
    const lines = layerLines(name, layers, stretches)
    return { ...measure, lines, axis: axis(lines) }
  })
}
