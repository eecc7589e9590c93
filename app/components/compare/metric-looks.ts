import type { AxisKind } from '#app/components/charts/axis-choice.ts'
import { layerNames } from '#app/format/networks.ts'
import { figure, magnitude, share } from '#app/format/numbers.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import { measureNames } from '#lib/contracts/diagnostics.ts'
import type { Run } from '#lib/contracts/run.ts'

/** How a metric stands as a chart. */
export interface MetricLook {
  title: string
  kind: AxisKind
  format: (value: number) => string
}

const headlines: Readonly<Record<string, MetricLook>> = {
  'val/accuracy': { title: 'Validation accuracy', kind: 'accuracy', format: figure },
  'val/loss': { title: 'Validation loss', kind: 'log', format: figure },
  'train/loss': { title: 'Train loss', kind: 'log', format: figure },
  'train/accuracy': { title: 'Train accuracy', kind: 'accuracy', format: figure },
  'val/mae': { title: 'Validation mean absolute error', kind: 'log', format: figure },
  'train/mae': { title: 'Train mean absolute error', kind: 'log', format: figure },
  'val/r2': { title: 'Validation R²', kind: 'linear', format: figure },
  'train/r2': { title: 'Train R²', kind: 'linear', format: figure },
  learning_rate: { title: 'Learning rate', kind: 'log', format: magnitude },
}

const measures: Readonly<Record<MeasureName, MetricLook>> = {
  grad_norm: { title: 'Gradient norm', kind: 'log', format: magnitude },
  error_rms: { title: 'Error RMS', kind: 'log', format: magnitude },
  update_ratio: { title: 'Update ratio', kind: 'log', format: magnitude },
  dead_units: { title: 'Dead units', kind: 'share', format: share },
  saturation: { title: 'Saturation', kind: 'share', format: share },
  activation_mean: { title: 'Activation mean', kind: 'linear', format: magnitude },
  activation_std: { title: 'Activation spread', kind: 'log', format: magnitude },
}

/** Title, axis and figures of any metric; of one that is not known, its key. */
export function metricLook(key: string): MetricLook {
  const known = headlines[key]
  if (known) return known
  const [measure, layer] = key.split('/')
  const look = measureNames.find((name) => name === measure)
  if (!look || !layer) return { title: key, kind: 'linear', format: magnitude }
  return { ...measures[look], title: `${measures[look].title}, ${layer}` }
}

/** Metrics that some of the runs have: what their configurations record, and what came besides. */
export function metricKeys(
  runs: readonly Run[],
  recorded: readonly Readonly<Record<string, unknown>>[],
): string[] {
  const summed = runs.flatMap(({ summary }) => Object.keys(summary))
  const layers = [...new Set(runs.flatMap(({ config }) => layerNames(config)))]
  const perLayer = measureNames.flatMap((measure) => layers.map((layer) => `${measure}/${layer}`))
  const came = recorded.flatMap((series) => Object.keys(series))
  const order = [...Object.keys(headlines), ...perLayer]
  const place = (key: string) => (order.indexOf(key) + order.length + 1) % (order.length + 1)
  const held = new Set([...summed, ...came, 'learning_rate', ...perLayer])
  return [...held].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

/** The charts of a comparison that nobody has chosen others for. */
export const usualCharts: readonly string[] = ['val/accuracy', 'val/loss', 'train/loss', 'grad_norm/hidden_1']
