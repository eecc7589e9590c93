'use client'

import { type ReactNode, useMemo, useState } from 'react'
import { HeatKey } from '#app/components/charts/heat-key.tsx'
import { HeatMap } from '#app/components/charts/heat-map.tsx'
import { columnsOf } from '#app/components/charts/heat-paths.ts'
import { PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { useStack } from '#app/components/charts/stack-context.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import { outlinesIn } from './crossings.ts'
import { stripId } from './evidence.ts'
import { RowMarks } from './evidence-marks.tsx'
import { heatFinding } from './heat-findings.ts'
import { layerHeat, lookOf, tonesAt } from './layer-heat.ts'
import { layerLines, layerMeasures } from './layer-measures.ts'
import type { Stretch } from './run-lines.ts'

interface HeatStripProps {
  measure: MeasureName
  layers: readonly string[]
  stretches: readonly Stretch[]
  /** A choice that stands over the title. */
  above?: ReactNode
}

const noLines = [] as const

/** What is seen at one glance, and what is asked for. */
const first: readonly MeasureName[] = ['grad_norm', 'error_rms', 'update_ratio', 'dead_units', 'saturation']
const further: readonly MeasureName[] = ['activation_mean', 'activation_std']

/** All measures of every layer over steps, a map each. */
export function HeatStrips({ above, ...shared }: Omit<HeatStripProps, 'measure'>) {
  const [all, setAll] = useState(false)
  return (
    <>
      {[...first, ...(all ? further : [])].map((measure, i) => (
        <HeatStrip key={measure} measure={measure} above={i === 0 && above} {...shared} />
      ))}
      <fieldset className="relative z-[3] border-t border-line bg-bg py-1">
        <button
          type="button"
          aria-expanded={all}
          className="min-h-7 rounded-2 text-12 font-medium text-ink-2 hover:text-ink"
          onClick={() => setAll(!all)}
        >
          {all ? 'Hide mean and spread of the activations' : 'Show mean and spread of the activations'}
        </button>
      </fieldset>
    </>
  )
}

/** One measure of every layer over steps, as a map. */
function HeatStrip({ measure, layers, stretches, above }: HeatStripProps) {
  const { width, gutters, end, latest } = useStack()
  const columns = columnsOf(width - gutters.left - gutters.right)
  const heat = useMemo(
    () => layerHeat(measure, layers, stretches, end, columns),
    [measure, layers, stretches, end, columns],
  )
  const names = useMemo(() => heat.layers.map(nameOf), [heat.layers])
  const { title, format } = layerMeasures[measure]
  const { note, worst } = lookOf(measure, stretches)
  const { hidden } = stretches.at(-1)!.run.config.network
  const points = Math.round(heat.perCell)
  const outlined = outlinesIn(measure, heat.outlines)
  return (
    <PlotStrip
      id={stripId(measure)}
      title={title}
      note={heat.perCell === 0 && latest > 0 ? 'nothing recorded yet' : note}
      lines={noLines}
      saved={() => layerLines(measure, layers, stretches)}
      formatValue={format}
      above={above}
      legend={
        <>
          <HeatKey scale={heat.scale} outlined={outlined} />
          {points > 1 && (
            <span
              className="text-11 text-ink-3"
              title={`A cell stands for about ${points} readings and shows the ${worst === 'greatest' ? 'greatest' : 'one farthest from 0'}; NaN and infinities come first.`}
            >
              worst of {points} a cell
            </span>
          )}
        </>
      }
    >
      <HeatMap
        {...heat}
        names={names}
        formatValue={format}
        tonesOf={(x, values) => tonesAt(measure, stretches, x, values)}
        finding={heatFinding(measure, heat, hidden, end, latest)}
      >
        <RowMarks chart={measure} layers={heat.layers} />
      </HeatMap>
    </PlotStrip>
  )
}

/** A layer's name, and one for where there is hardly room: hidden_12, 12. */
function nameOf(layer: string): { name: string; short: string } {
  return { name: layer, short: layer === 'output' ? 'out' : layer.replace('hidden_', '') }
}
