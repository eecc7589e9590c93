'use client'

import type { ReactNode } from 'react'
import { Plot } from '#app/components/charts/plot.tsx'
import { PlotStrip } from '#app/components/charts/plot-strip.tsx'
import type { RunConfig } from '#lib/contracts/run.ts'
import { activations } from '#lib/nn/activations.ts'
import { stripId } from './evidence.ts'
import { BandMarks } from './evidence-marks.tsx'
import { layerFinding } from './layer-findings.ts'
import { layerColour } from './layer-measures.ts'
import type { LayerPanel } from './layer-panels.ts'
import { shrinkFactors, valuesAt } from './layer-readings.ts'

interface LayerStripsProps {
  config: RunConfig
  layers: readonly string[]
  /** The choice of what is drawn, over the first plot. */
  above: ReactNode
  panels: readonly LayerPanel[]
  /** Last recorded step. */
  latest: number
}

/** One measure of every layer over steps, as lines. */
export function LayerStrips({ config, layers, above, panels, latest }: LayerStripsProps) {
  const { hidden } = config.network
  return panels.map((panel, i) => {
    const { name, title, note, lines, axis, format, yardstick } = panel
    const values = valuesAt(lines, latest)
    const finding = layerFinding(name, values, shrinkFactors(layers, hidden, values))
    // Rectifiers are silent on one side by design: what counts as saturated is no threshold for them.
    const measured =
      name !== 'saturation' || hidden.some(({ activation }) => !activations[activation].rectifier)
    return (
      <PlotStrip
        key={name}
        id={stripId(name)}
        title={title}
        note={lines.length === 0 && latest > 0 ? 'nothing recorded yet' : note}
        lines={lines}
        legend={<LayerRamp layers={layers.length} />}
        above={i === 0 && above}
      >
        <div className="relative">
          <BandMarks chart={name} />
          <Plot
            axis={axis}
            lines={lines}
            height={panels.length > 1 ? 136 : 208}
            gutter="names"
            formatValue={format}
            yardstick={measured ? yardstick : undefined}
            finding={finding ?? `${title} per layer; nothing recorded yet`}
          />
        </div>
      </PlotStrip>
    )
  })
}

/** The ramp's ends by name, so that shades are read without trying. */
function LayerRamp({ layers }: { layers: number }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-11 text-ink-3">
      input
      <span aria-hidden="true" className="inline-flex">
        {Array.from({ length: Math.min(layers, 9) }, (_, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
            key={i}
            className="h-2 w-3.5"
            style={{ background: layerColour(i, Math.min(layers, 9)) }}
          />
        ))}
      </span>
      output
    </span>
  )
}
