'use client'

import { useMemo } from 'react'
import { Select } from '#app/components/form/select.tsx'
import { count, shortCount } from '#app/format/numbers.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { fetchHistogramSeries } from '#app/requests/runs.ts'
import type { HistogramName } from '#lib/contracts/diagnostics.ts'
import { histogramChoices } from './histogram.ts'
import { layerColour } from './layer-measures.ts'
import type { MomentRun } from './moment-run.ts'
import { figureTitles, timeRows } from './ridge-rows.ts'
import { commonSpan } from './ridge-scale.ts'
import { axisHeight, type RidgeRhythm, RidgesChart } from './ridges-chart.tsx'

interface TimeHistogramsProps {
  run: MomentRun
  name: HistogramName
  /** The close look at the playhead. */
  step: number
  layers: readonly string[]
  chosen: string
  onChoose: (layer: string) => void
  /** How many close looks there are by now. */
  looks: number
}

/** Rows that the plot has room for: about as many close looks as a run takes. */
const mostRows = 48
/** Of the plot with its numbers, and of one ridge, in pixels. */
const plotHeight = 300
const ridgeHeight = 60
const mostGap = 28

/** So many rows as fill the plot. */
function rhythmOf(rows: number): RidgeRhythm {
  const room = plotHeight - axisHeight - ridgeHeight
  return { gap: Math.min(mostGap, room / Math.max(1, rows - 1)), height: ridgeHeight }
}

/** One layer at all close looks, the newest in front; the one at the playhead stands out. */
export function TimeHistograms({ run, name, step, layers, chosen, onChoose, looks }: TimeHistogramsProps) {
  const { answer, failed } = useAnswer(`${run.id} ${chosen} ${name} ${looks}`, (signal) =>
    fetchHistogramSeries(run.id, chosen, name, mostRows, signal),
  )
  const colour = layerColour(layers.indexOf(answer?.layer ?? chosen), layers.length)
  const rows = useMemo(() => (answer ? timeRows(answer, colour, shortCount) : []), [answer, colour])
  const spans = useMemo(() => {
    const span = commonSpan(rows.map(({ histogram }) => histogram))
    return rows.map(() => span)
  }, [rows])
  const here = answer?.items.findLast((item) => item.step <= step) ?? null
  return (
    <>
      <div className="mb-2 flex min-h-control items-center gap-3 text-12 text-ink-3">
        <span className="w-32">
          <Select aria-label="Layer" mono value={chosen} options={layers} onChange={onChoose} />
        </span>
        {answer && (
          <span>
            {answer.items.length < answer.total ? `${answer.items.length} of ` : ''}
            {count(answer.total)} close looks, newest in front
          </span>
        )}
      </div>
      <div style={{ minHeight: plotHeight }}>
        {rows.length > 0 ? (
          <RidgesChart
            rows={rows}
            spans={spans}
            shared
            rhythm={rhythmOf(rows.length)}
            figureTitle={figureTitles[name] || 'spread'}
            here={here === null ? null : String(here.step)}
            finding={findingOf(name, answer?.layer ?? chosen, rows)}
          />
        ) : (
          <p className="text-ink-3">{failed ? 'The server did not answer.' : 'Looking.'}</p>
        )}
      </div>
    </>
  )
}

function findingOf(name: HistogramName, layer: string, rows: ReturnType<typeof timeRows>): string {
  const { title } = histogramChoices.find((choice) => choice.name === name)!
  const word = figureTitles[name] || 'spread'
  const ends = [rows[0], rows.at(-1)].map((row) => `${word} ${row?.figure} at step ${row?.label}`)
  return `${title} of ${layer} over time: ${ends.join(', ')}`
}
