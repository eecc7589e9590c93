import { linearAxis, logAxis, type PlotAxis, shareAxis } from '#app/components/charts/axes.ts'
import type { Yardstick } from '#app/components/charts/plot.tsx'
import { type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import { magnitude, share } from '#app/format/numbers.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { Stretch } from './run-lines.ts'

/** How one measure per layer is drawn. */
export interface LayerMeasure {
  name: MeasureName
  title: string
  note: string
  axis: (lines: readonly PlotLine[]) => PlotAxis
  format: (value: number) => string
  yardstick?: Yardstick
}

const log = (lines: readonly PlotLine[]) => logAxis(lines, [0.01, 1])

/** Every measure per layer. The yardsticks are the thresholds of the verdicts, or a usual value. */
export const layerMeasures: Readonly<Record<MeasureName, LayerMeasure>> = {
  grad_norm: {
    name: 'grad_norm',
    title: 'Gradient norm',
    note: 'one line a layer, log scale',
    axis: log,
    format: magnitude,
  },
  error_rms: {
    name: 'error_rms',
    title: 'Error RMS',
    note: 'of the error that comes back to a layer, log scale',
    axis: log,
    format: magnitude,
  },
  update_ratio: {
    name: 'update_ratio',
    title: 'Update ratio',
    note: 'length of a step’s change ÷ length of the weights, log scale',
    axis: log,
    format: magnitude,
    yardstick: { value: 1e-3, label: 'usual, 10⁻³' },
  },
  dead_units: {
    name: 'dead_units',
    title: 'Dead units',
    note: 'share that no training sample moves, once an epoch',
    axis: shareAxis,
    format: share,
    yardstick: { value: 0.4, label: 'dying above 40 %' },
  },
  saturation: {
    name: 'saturation',
    title: 'Saturation',
    note: 'share of units and samples with f′ below 5 % of its peak',
    axis: shareAxis,
    format: share,
    yardstick: { value: 0.5, label: 'saturated above 50 %' },
  },
  activation_mean: {
    name: 'activation_mean',
    title: 'Activation mean',
    note: 'of the outputs of a layer',
    axis: linearAxis,
    format: magnitude,
  },
  activation_std: {
    name: 'activation_std',
    title: 'Activation spread',
    note: 'standard deviation of the outputs, log scale',
    axis: log,
    format: magnitude,
  },
}

/** The choices of a run's chart per layer: one measure each, or two that are read together. */
export const measureChoices = [
  { name: 'grad_norm', title: 'Gradient', measures: ['grad_norm'] },
  { name: 'error_rms', title: 'Error', measures: ['error_rms'] },
  { name: 'update_ratio', title: 'Update', measures: ['update_ratio'] },
  { name: 'dead_units', title: 'Dead units', measures: ['dead_units'] },
  { name: 'saturation', title: 'Saturation', measures: ['saturation'] },
  { name: 'activations', title: 'Activations', measures: ['activation_mean', 'activation_std'] },
] as const satisfies readonly { name: string; title: string; measures: readonly MeasureName[] }[]
export type MeasureChoice = (typeof measureChoices)[number]['name']

/** A layer's place in the ramp from the first hidden layer (strong) to the output (faint). */
export function layerColour(index: number, layers: number): string {
  const part = layers > 1 ? Math.round((100 * (layers - 1 - index)) / (layers - 1)) : 100
  return `color-mix(in oklab, var(--layer-first) ${part}%, var(--layer-last))`
}

/** A measure in every layer that has it, one line a layer in the network's order, for every stretch of training. */
export function layerLines(
  measure: MeasureName,
  layers: readonly string[],
  stretches: readonly Pick<Stretch, 'run' | 'series' | 'quiet' | 'span'>[],
): PlotLine[] {
  return stretches.flatMap(({ run, series, quiet, span }) =>
    layers.flatMap((layer, index) => {
      const held = series[`${measure}/${layer}`]
      const look = { colour: layerColour(index, layers.length), quiet, ...(span ? { span } : {}) }
      return held ? [toLine({ id: `${layer} ${run.id}`, label: layer, ...look }, held)] : []
    }),
  )
}
