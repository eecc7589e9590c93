'use client'

import { type ReactNode, useCallback, useMemo } from 'react'
import { type PlotLine, readingsAt, stopsOf } from '#app/components/charts/plot-line.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import type { Highlight } from '#app/components/charts/stack-context.ts'
import { StackProvider } from '#app/components/charts/stack-provider.tsx'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { ChartsToolbar } from './charts-toolbar.tsx'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { accuracyConclusion, gradientConclusion } from './conclusions.ts'
import { groupFields } from './groups.ts'
import { MetricChart } from './metric-chart.tsx'
import { metricKeys, metricLook, usualCharts } from './metric-looks.ts'
import { unitWords } from './step-scale.ts'
import { useChartLines } from './use-chart-lines.ts'
import type { ChartChoice, CompareView } from './view-state.ts'

/** The charts that a view shows, the usual ones where it names none. */
export function chartsOf({ charts }: CompareView): readonly ChartChoice[] {
  return charts ?? usualCharts.map((key) => ({ key, scale: null, range: null }))
}

interface CompareChartsProps {
  runs: readonly ComparedRun[]
  view: CompareView
  onChange: (part: Partial<CompareView>) => void
  highlight: Highlight
  /** Whether the newest series could not be had. */
  failed: boolean
  /** What stands beside the charts, on their scale. */
  children: ReactNode
  /** What stands below them, given what steps stand at a place of their scale. */
  below: (stepAt: StepAt) => ReactNode
}

/** Lines that the slider reads out at most. */
const mostHeard = 8

const bandWords = { std: '± 1 standard deviation', sem: '± 1 standard error', ci: '95 % interval' }

/** All runs in the same charts, drawn as the view says, and beside them what follows from them. */
export function CompareCharts(props: CompareChartsProps) {
  const { runs, view, onChange, highlight, failed, children, below } = props
  const charts = useMemo(() => chartsOf(view), [view])
  const shown = useMemo(() => charts.map(({ key }) => key), [charts])
  const drawn = useChartLines(runs, view, shown)
  const { lines, start, end, latest, scale, scales, unplaced } = drawn
  const stepAt = useCallback<StepAt>(({ run }, x) => scales.get(run.id)?.toStep(x) ?? null, [scales])
  const under = useMemo(() => below(stepAt), [below, stepAt])
  const onShow = useCallback(
    (visible: CompareView['visible']) => onChange({ visible: visible && [...visible] }),
    [onChange],
  )
  const words = unitWords[view.unit]
  const rows = runs.map(({ run }) => run)
  const ids = rows.map(({ id }) => id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a configuration never changes
  const fields = useMemo(() => groupFields(rows), [ids])
  const keysNow = () =>
    metricKeys(
      rows,
      runs.map(({ series }) => series),
    )
  const chances = new Set(rows.map((run) => 1 / describeDataset(run.config.dataset).classes))
  const chance = chances.size === 1 ? [...chances][0]! : null
  const stops = useMemo(() => stopsOf([...lines.values()].flat()), [lines])
  const first = lines.get(shown[0] ?? '') ?? []
  const set = (choice: ChartChoice) =>
    onChange({ charts: charts.map((chart) => (chart.key === choice.key ? choice : chart)) })

  return (
    <StackProvider
      start={start}
      end={end}
      scale={scale}
      latest={latest}
      unit={words.noun}
      formatX={words.tick}
      visible={view.visible}
      onShow={onShow}
      highlight={highlight}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-4 wide:grid-cols-[minmax(0,1fr)_360px] min-[1280px]:grid-cols-[minmax(0,1fr)_408px]">
        <div className="min-w-0">
          <ChartsToolbar
            view={view}
            onChange={onChange}
            fields={fields}
            keysNow={keysNow}
            shown={shown}
            onShown={(wanted) => onChange({ charts: chartsFor(wanted, charts) })}
          />
          {(unplaced > 0 || failed) && (
            <p role="status" className="pt-2 text-12 text-warn">
              {unplaced > 0 && `Of ${unplaced} of ${runs.length} runs no times are known. `}
              {failed && 'Not all series could be had; they are asked for again.'}
            </p>
          )}
          {charts.length === 0 ? (
            <p className="py-10 text-14 text-ink-2">No chart is chosen. Charts adds some.</p>
          ) : (
            <PlotStack
              stops={stops}
              unit={words.title}
              formatX={words.format}
              formatTick={words.tick}
              describe={(x) => describe(first, x, metricLook(shown[0]!))}
              wideGutter={176}
            >
              {charts.map((chart, i) => (
                <MetricChart
                  key={chart.key}
                  chart={chart}
                  lines={lines.get(chart.key) ?? []}
                  clip={view.clip}
                  made={madeWords(view)}
                  chance={chance}
                  finding={findingOf(chart.key, runs)}
                  latest={latest}
                  large={i === 0}
                  onChange={set}
                  onRemove={() => onChange({ charts: charts.filter(({ key }) => key !== chart.key) })}
                />
              ))}
            </PlotStack>
          )}
        </div>
        {children}
      </div>
      {under}
    </StackProvider>
  )
}

/** The charts of some metrics, those that stood already as they were; null for the usual ones. */
function chartsFor(wanted: readonly string[], charts: readonly ChartChoice[]): ChartChoice[] | null {
  if (wanted === usualCharts) return null
  return wanted.map((key) => charts.find((chart) => chart.key === key) ?? { key, scale: null, range: null })
}

/** How lines come about where they are not as recorded. */
function madeWords({ smoothing, groupBy, band }: CompareView): string {
  return [
    groupBy === null ? '' : `mean of N runs, read between their points · band: ${bandWords[band]}`,
    smoothing === 0 ? '' : `smoothed ${smoothing.toFixed(2)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function describe(
  lines: readonly PlotLine[],
  x: number,
  { title, format }: ReturnType<typeof metricLook>,
): string {
  const read = lines.filter(({ faint, quiet }) => !faint && !quiet).slice(0, mostHeard)
  return `${title.toLowerCase()} ${readingsAt(read, x, format)}`
}

/** What a chart shows in a sentence, where more can be said than the last values. */
function findingOf(key: string, runs: readonly ComparedRun[]): string | null {
  if (key === 'val/accuracy') return accuracyConclusion(runs)
  return key === 'grad_norm/hidden_1' ? gradientConclusion(...lastGradients(runs)) : null
}

/** The gradient norms of the first hidden layer, and the last step of any. */
export function lastGradients(runs: readonly ComparedRun[]): [PlotLine[], number] {
  const lines = runs.flatMap(({ run, colour, series }) => {
    const held = series['grad_norm/hidden_1']
    const { steps: xs = [], values = [], total = 0 } = held ?? {}
    return held ? [{ id: run.id, label: run.name, colour, xs, values, total }] : []
  })
  return [lines, lines.reduce((last, { xs }) => Math.max(last, xs.at(-1) ?? 0), 0)]
}
