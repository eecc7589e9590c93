import type { HeatScale } from '#app/components/charts/heat-scale.ts'
import { heatLooks, type LayerHeat, layerHeat } from '#app/components/run/layer-heat.ts'
import { layerNames } from '#app/format/networks.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { ComparedRun } from './compared-run.ts'
import { listed } from './speed-conclusion.ts'

/** Measures of every layer that runs are compared by, a row each. */
export const gridMeasures = [
  'grad_norm',
  'error_rms',
  'update_ratio',
  'dead_units',
  'saturation',
] as const satisfies readonly MeasureName[]

/** One measure of all runs, a map each in their order, on one scale. */
export interface GridRow {
  measure: MeasureName
  scale: HeatScale
  heats: LayerHeat[]
}

/** @param end last step of the horizontal scale that all maps share */
export function gridRow(
  measure: MeasureName,
  runs: readonly ComparedRun[],
  end: number,
  columns: number,
): GridRow {
  const heats = runs.map(({ run, series, colour }) =>
    layerHeat(measure, layerNames(run.config), [{ run, series, colour, quiet: false }], end, columns),
  )
  const finite = heats.flatMap(({ cells }) =>
    cells.flatMap(({ values }) =>
      values.filter((value): value is number => value !== null && Number.isFinite(value)),
    ),
  )
  return { measure, heats, scale: heatLooks[measure].scale(finite) }
}

/** Last step that the maps have room for: what was recorded, and what is to come of runs that go on. */
export function lastStep(runs: readonly ComparedRun[], goesOn: (compared: ComparedRun) => boolean): number {
  return runs.reduce((end, compared) => {
    const { step, steps } = compared.run.progress
    const recorded = gridMeasures.map((measure) => compared.series[`${measure}/output`]?.steps.at(-1) ?? 0)
    return Math.max(end, step, ...recorded, goesOn(compared) ? steps : 0)
  }, 0)
}

/** What the crossing of a threshold means, as a row tells it of some runs. */
const crossingVerbs: Partial<Record<MeasureName, string>> = {
  grad_norm: 'the gradient vanishes or explodes in',
  dead_units: 'units die in',
  saturation: 'units saturate in',
}

/** In which runs thresholds are crossed, in a sentence. */
export function gridFinding(rows: readonly GridRow[], runs: readonly ComparedRun[]): string {
  if (rows.every(({ heats }) => heats.every(({ perCell }) => perCell === 0))) {
    return 'No measures of layers were recorded yet.'
  }
  const parts = rows.flatMap(({ measure, heats }) => {
    const crossed = runs.filter((_, i) => heats[i]!.outlines.length > 0).map(({ run }) => run.name)
    const verb = crossingVerbs[measure]
    return verb && crossed.length > 0 ? [`${verb} ${listed(crossed)}`] : []
  })
  if (parts.length === 0) return 'No threshold is crossed in any run.'
  const words = parts.join('; ')
  return `By the verdicts’ thresholds, ${words}.`
}
