'use client'

import { useMemo } from 'react'
import { count } from '#app/format/numbers.ts'
import type { HistogramName, LayerSnapshot } from '#lib/contracts/diagnostics.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { histogramChoices } from './histogram.ts'
import { OverlaidChart } from './overlaid-chart.tsx'
import { figureTitles, layerRows, type RidgeRow } from './ridge-rows.ts'
import { ridgeSpans } from './ridge-scale.ts'
import { RidgesChart, rhythmOf } from './ridges-chart.tsx'

interface LayerHistogramsProps {
  name: HistogramName
  step: number
  layers: readonly LayerSnapshot[]
  /** The same layers at the run's first close look. */
  first: readonly LayerSnapshot[]
  hidden: readonly HiddenLayer[]
}

/** Rows and their scales: one for all hidden layers where they can be read on it, and the output's own. */
function useRows({ name, layers, first, hidden }: LayerHistogramsProps) {
  return useMemo(() => {
    const both = layers.map((layer) => {
      const before = first.find((other) => other.name === layer.name)
      return [layer.histograms[name], ...(before ? [before.histograms[name]] : [])]
    })
    const inside = ridgeSpans(both.slice(0, -1))
    const spans = [...inside.spans, ...ridgeSpans(both.slice(-1)).spans]
    return { rows: layerRows(name, layers, first, hidden, (i) => spans[i]!), spans, shared: inside.shared }
  }, [name, layers, first, hidden])
}

/** A ridge a layer; the output, whose numbers are of another size, has a scale of its own below. */
export function LayerHistograms(props: LayerHistogramsProps) {
  const { rows, spans, shared } = useRows(props)
  const { name, step } = props
  const depth = rows.length - 1
  return (
    <>
      {depth > 0 && (
        <RidgesChart
          rows={rows.slice(0, depth)}
          spans={spans}
          shared={shared}
          rhythm={rhythmOf(depth, shared)}
          figureTitle={figureTitles[name]}
          finding={findingOf(name, step, rows.slice(0, depth))}
        />
      )}
      <RidgesChart
        rows={rows.slice(depth)}
        spans={spans.slice(depth)}
        shared
        rhythm={rhythmOf(1, true)}
        figureTitle={depth > 0 ? '' : figureTitles[name]}
        finding={findingOf(name, step, rows.slice(depth))}
      />
      <Legend rows={rows} shared={shared} />
    </>
  )
}

/** All layers in one plot, one of them in front. */
export function OverlaidHistograms(
  props: LayerHistogramsProps & { chosen: string; onChoose: (layer: string) => void },
) {
  const { rows, spans, shared } = useRows(props)
  const { name, step, chosen, onChoose } = props
  return (
    <>
      <OverlaidChart {...{ rows, spans, chosen, onChoose }} finding={findingOf(name, step, rows)} />
      <Legend
        rows={rows.filter(({ id }) => id === chosen)}
        shared={shared}
        also={
          shared
            ? 'Each layer to its own height; the output on its own scale.'
            : `The numbers are ${chosen}’s.`
        }
      />
    </>
  )
}

/** What shades and scales mean; one line, whatever there is to say. */
function Legend({ rows, shared, also = '' }: { rows: readonly RidgeRow[]; shared: boolean; also?: string }) {
  const flat = rows.some((row) => row.flat.length > 0) ? 'Shaded: f′ below 5 % of its peak.' : ''
  const scale = shared ? '' : 'Each layer on its own scale.'
  return <p className="mt-1 min-h-4 text-11 text-ink-3">{[flat, scale, also].filter(Boolean).join(' ')}</p>
}

function findingOf(name: HistogramName, step: number, rows: readonly RidgeRow[]): string {
  const { title } = histogramChoices.find((choice) => choice.name === name)!
  const figures = rows.map(({ label, figure }) =>
    `${label} ${figureTitles[name]} ${figure}`.replace(/ +/g, ' '),
  )
  return `${title} of each layer at step ${count(step)}: ${figures.join(', ')}`
}
