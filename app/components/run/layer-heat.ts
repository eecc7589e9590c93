import {
  columnsWhere,
  type HeatCells,
  type HeatSeries,
  heatCells,
  type Worst,
} from '#app/components/charts/heat-cells.ts'
import type { HeatOutline, HeatTone } from '#app/components/charts/heat-picture.tsx'
import { type HeatScale, magnitudeScale, shareScale, signedScale } from '#app/components/charts/heat-scale.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import { activations } from '#lib/nn/activations.ts'
import { crossingsOf } from './crossings.ts'
import { type Stretch, stretchAt } from './run-lines.ts'

/** How one measure is drawn as a map of layers over time. */
interface HeatLook {
  scale: (values: readonly number[]) => HeatScale
  worst: Worst
  note: string
  /** Left out of the output layer, where the measure says nothing bad: a classifier that is sure of itself is saturated. */
  hiddenOnly?: true
}

const magnitudes = { scale: magnitudeScale, worst: 'greatest' } as const
const harms = {
  scale: (values: readonly number[]) => shareScale(values),
  worst: 'greatest',
  hiddenOnly: true,
} as const

/** Every measure per layer as a map. */
export const heatLooks: Readonly<Record<MeasureName, HeatLook>> = {
  grad_norm: { ...magnitudes, note: 'length of the loss gradient' },
  error_rms: { ...magnitudes, note: 'of the error that comes back to a layer' },
  update_ratio: { ...magnitudes, note: 'a step’s change ÷ the weights; 10⁻³ is usual' },
  dead_units: { ...harms, note: 'share that no training sample moves, once an epoch' },
  saturation: { ...harms, note: 'share of outputs with f′ below 5 % of its peak' },
  activation_mean: { scale: signedScale, worst: 'farthest', note: 'of the outputs of a layer' },
  activation_std: { ...magnitudes, note: 'standard deviation of the outputs' },
}

/** A rectifier's silent side: by design, so it is drawn as a magnitude and not as a harm. */
const silence: HeatLook = {
  ...harms,
  scale: (values) => shareScale(values, 'seq'),
  note: 'share of outputs with f′ = 0 or nearly; of rectifiers about half is by design',
}

/** How a measure of a run is drawn. */
export function lookOf(measure: MeasureName, stretches: readonly Stretch[]): HeatLook {
  const rectifiers = stretches.every(({ run }) =>
    run.config.network.hidden.every(({ activation }) => activations[activation].rectifier),
  )
  return measure === 'saturation' && rectifiers ? silence : heatLooks[measure]
}

/** One measure of every layer over steps, in cells. */
export interface LayerHeat {
  layers: readonly string[]
  /** By layer: the run's own points, and what the runs did that it comes from. */
  parts: readonly (readonly HeatSeries[])[]
  cells: readonly HeatCells[]
  scale: HeatScale
  /** Where the threshold of a verdict's rule is crossed. */
  outlines: readonly HeatOutline[]
  /** Recorded points that a cell stands for at most, about; 0 while nothing was recorded. */
  perCell: number
}

/** How loud the readings of a measure at one place are, by layer. */
export function tonesAt(
  measure: MeasureName,
  stretches: readonly Stretch[],
  x: number,
  values: readonly (number | null)[],
): (HeatTone | null)[] {
  return crossingsOf(measure, stretchAt(stretches, x).run.config.network.hidden, values)
}

/** A measure of every layer, divided into `columns` from 0 to `end` steps. */
export function layerHeat(
  measure: MeasureName,
  layers: readonly string[],
  stretches: readonly Stretch[],
  end: number,
  columns: number,
): LayerHeat {
  const { scale, worst, hiddenOnly } = lookOf(measure, stretches)
  const shown = hiddenOnly ? layers.slice(0, -1) : layers
  const parts = shown.map((layer) => partsOf(stretches, `${measure}/${layer}`))
  const cells = parts.map((row) => heatCells(row, end, columns, worst))
  const finite = cells.flatMap(({ values }) =>
    values.filter((value): value is number => value !== null && Number.isFinite(value)),
  )
  const densities = parts.flatMap((row) => row.map((part) => density(part, end, columns)))
  return {
    layers: shown,
    parts,
    cells,
    scale: scale(finite),
    outlines: outlinesOf(measure, stretches, cells, end, columns),
    perCell: Math.max(0, ...densities),
  }
}

function partsOf(stretches: readonly Stretch[], key: string): HeatSeries[] {
  return stretches.flatMap(({ series, quiet, span }) => {
    const held = series[key]
    if (!held) return []
    const { steps: xs, values, min, max, total } = held
    return [{ xs, values, total, quiet, ...(min && max ? { min, max } : {}), ...(span ? { span } : {}) }]
  })
}

/** Recorded points to a column, about, where a series has any. */
function density({ xs, total }: HeatSeries, end: number, columns: number): number {
  const span = (xs.at(-1) ?? 0) - (xs[0] ?? 0)
  return span > 0 ? total / Math.max(1, (span / end) * columns) : Math.min(total, 1)
}

/** Where the columns' worst values cross the threshold, row by row. */
function outlinesOf(
  measure: MeasureName,
  stretches: readonly Stretch[],
  cells: readonly HeatCells[],
  end: number,
  columns: number,
): HeatOutline[] {
  const tones = Array.from({ length: columns }, (_, column) =>
    tonesAt(
      measure,
      stretches,
      ((column + 0.5) / columns) * end,
      cells.map(({ values }) => values[column]!),
    ),
  )
  return cells.flatMap((_, row) =>
    (['warn', 'bad'] as const).flatMap((tone) =>
      columnsWhere(columns, (column) => tones[column]![row] === tone).map((span) => ({ ...span, row, tone })),
    ),
  )
}
