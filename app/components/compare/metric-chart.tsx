'use client'

import { ArrowUpDown, Check, RulerDimensionLine, Trash2 } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { AccuracyPlot } from '#app/components/charts/accuracy-plot.tsx'
import { chooseAxis } from '#app/components/charts/axis-choice.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import { type PlotLine, readingsAt } from '#app/components/charts/plot-line.ts'
import { PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { metricLook } from './metric-looks.ts'
import type { ChartChoice } from './view-state.ts'

interface MetricChartProps {
  chart: ChartChoice
  lines: readonly PlotLine[]
  clip: boolean
  /** How lines come about, in words; empty where they are as recorded. */
  made: string
  /** Accuracy of guessing; null where that is not one number. */
  chance: number | null
  /** What the lines show, where more can be said than their values. */
  finding: string | null
  /** Where the longest line ends. */
  latest: number
  /** Whether it is the chart that leads. */
  large: boolean
  onChange: (chart: ChartChoice) => void
  onRemove: () => void
}

/** Lines that a sentence names at most. */
const mostNamed = 8

/** One metric of all runs, with the choices of its vertical axis. */
export function MetricChart(props: MetricChartProps) {
  const { chart, lines, clip, made, chance, finding, latest, large, onChange, onRemove } = props
  const { title, kind, format } = metricLook(chart.key)
  const [asksRange, setAsksRange] = useState(false)
  const { axis, outside } = useMemo(
    () => chooseAxis(lines, kind, { scale: chart.scale, range: chart.range, clip }),
    [lines, kind, chart.scale, chart.range, clip],
  )
  const asUsual = chart.scale === null && chart.range === null && !clip
  const other = axis.scale === 'log' ? 'linear' : 'log'
  const note = [
    axis.scale === 'log' ? 'log scale' : '',
    made,
    outside > 0 ? `${count(outside)} ${outside === 1 ? 'point' : 'points'} outside` : '',
  ]
    .filter(Boolean)
    .join(' · ')
  const read = lines.filter(({ faint, quiet }) => !faint && !quiet)
  const named = readingsAt(read.slice(0, mostNamed), latest, format)
  const more = read.length > mostNamed ? ` and ${read.length - mostNamed} more` : ''
  const words = finding ?? `${title}, last values: ${named ? named + more : 'none yet'}`
  return (
    <PlotStrip
      id={chart.key.replace('/', '-')}
      title={title}
      note={note}
      lines={lines}
      formatValue={format}
      above={
        asksRange && (
          <RangeForm
            range={chart.range ?? axis.domain}
            onDone={(range) => {
              setAsksRange(false)
              if (range !== undefined) onChange({ ...chart, range })
            }}
          />
        )
      }
      more={[
        [
          {
            title: `${other === 'log' ? 'Logarithmic' : 'Linear'} vertical axis`,
            icon: ArrowUpDown,
            onSelect: () => onChange({ ...chart, scale: other }),
          },
          { title: 'Set the range', icon: RulerDimensionLine, onSelect: () => setAsksRange(true) },
          ...(asUsual
            ? []
            : [
                {
                  title: 'Axis as usual',
                  icon: Check,
                  onSelect: () => onChange({ ...chart, scale: null, range: null }),
                },
              ]),
          { title: 'Remove this chart', icon: Trash2, onSelect: onRemove },
        ],
      ]}
    >
      {kind === 'accuracy' && asUsual ? (
        <AccuracyPlot
          lines={lines}
          height={large ? 320 : 168}
          gutter="both"
          finding={words}
          chance={chart.key === 'val/accuracy' ? chance : null}
        />
      ) : (
        <Plot
          axis={axis}
          lines={lines}
          height={large ? 240 : 152}
          gutter="both"
          formatValue={format}
          finding={words}
          clipped={outside > 0}
        />
      )}
    </PlotStrip>
  )
}

const rangeInput = 'h-7 w-24 rounded-2 border border-line-control bg-bg px-2 text-12'

/** Asks from where to where the axis goes; `onDone` gets null for what suits, nothing where all stays. */
function RangeForm({
  range,
  onDone,
}: {
  range: readonly [number, number]
  onDone: (range: [number, number] | null | undefined) => void
}) {
  const [low, setLow] = useState(String(range[0]))
  const [high, setHigh] = useState(String(range[1]))
  const id = useId()
  const wrong = !(low.trim() && high.trim() && Number(low) < Number(high))
  return (
    <form
      aria-label="Vertical axis"
      className="flex flex-wrap items-center gap-2 pb-1 text-12"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong) onDone([Number(low), Number(high)])
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone(undefined)}
    >
      <label htmlFor={`${id}low`}>from</label>
      <input
        id={`${id}low`}
        // biome-ignore lint/a11y/noAutofocus: it was asked for just now
        autoFocus
        inputMode="decimal"
        className={rangeInput}
        value={low}
        onChange={(event) => setLow(event.target.value)}
      />
      <label htmlFor={`${id}high`}>to</label>
      <input
        id={`${id}high`}
        inputMode="decimal"
        className={rangeInput}
        aria-invalid={wrong}
        value={high}
        onChange={(event) => setHigh(event.target.value)}
      />
      <button type="submit" className={`${button()} h-7!`} disabled={wrong}>
        Set
      </button>
      <button type="button" className={`${button({ kind: 'ghost' })} h-7!`} onClick={() => onDone(null)}>
        As it suits
      </button>
    </form>
  )
}
