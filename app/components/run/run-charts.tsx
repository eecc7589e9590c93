'use client'

import { useMemo, useState } from 'react'
import { readingsAt, stopsOf } from '#app/components/charts/plot-line.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import { StackProvider } from '#app/components/charts/stack-provider.tsx'
import { Segments } from '#app/components/marks/segments.tsx'
import { layerNames } from '#app/format/networks.ts'
import { count, figure } from '#app/format/numbers.ts'
import { type Past, useLineage } from '#app/hooks/use-lineage.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { Configuration } from './configuration.tsx'
import { EvidenceProvider } from './evidence-context.tsx'
import { HeadlineStrips } from './headline-strips.tsx'
import { HeatStrips } from './heat-strips.tsx'
import { History } from './history.tsx'
import { type MeasureChoice, measureChoices } from './layer-measures.ts'
import { layerPanels } from './layer-panels.ts'
import { LayerStrips } from './layer-strips.tsx'
import { Notes } from './notes.tsx'
import { pastWords } from './past-words.ts'
import { ReceiptFacts } from './receipt.tsx'
import { headlineLines, marksOf, stretchesOf } from './run-lines.ts'
import { RunMoment } from './run-moment.tsx'
import { scaleEnd } from './scale-end.ts'
import { StepInAddress } from './step-in-address.tsx'
import { Verdicts } from './verdicts.tsx'

const layerDrawings = [
  { name: 'maps', title: 'Heat maps' },
  { name: 'lines', title: 'Lines' },
] as const
type LayerDrawing = (typeof layerDrawings)[number]['name']

const noPasts: readonly Past[] = []

interface RunChartsProps {
  snapshot: RunSnapshot
  /** Milliseconds since 1970. */
  now: number
  /** Where the playhead is put before anybody moves it; null for the latest reading. */
  step: number | null
  /** Whether the run that this one was forked from is there no more. */
  orphaned: boolean
}

/** The charts of a run in one stack over steps, and beside them what it was at the playhead. */
export function RunCharts({ snapshot, now, step, orphaned }: RunChartsProps) {
  const { run, series } = snapshot
  const { config } = run
  const layers = useMemo(() => layerNames(config), [config])
  const lineage = useLineage(run, orphaned)
  const pasts = lineage.answer?.pasts ?? noPasts
  const stretches = useMemo(() => stretchesOf(run, series, pasts), [run, series, pasts])
  const accuracy = useMemo(() => headlineLines(stretches, 'accuracy'), [stretches])
  const loss = useMemo(() => headlineLines(stretches, 'loss'), [stretches])
  const marks = useMemo(() => marksOf(stretches), [stretches])
  const [drawing, setDrawing] = useState<LayerDrawing>('maps')
  const [choice, setChoice] = useState<MeasureChoice>('grad_norm')
  // Maps say the rest themselves; how the error shrinks from layer to layer, beside its bound, no map says.
  const looked = drawing === 'maps' ? 'error_rms' : choice
  const panels = useMemo(() => layerPanels(looked, layers, stretches), [looked, layers, stretches])
  const measured = panels.flatMap(({ lines }) => lines)
  const latest = [...accuracy, ...loss, ...measured].reduce(
    (last, line) => Math.max(last, line.xs.at(-1) ?? 0),
    0,
  )
  const end = scaleEnd(run, latest)
  const describe = (step: number) =>
    [
      `accuracy ${readingsAt(accuracy, step, figure)}`,
      `loss ${readingsAt(loss, step, figure)}`,
      ...panels.map(
        ({ title, lines, format }) => `${title.toLowerCase()} ${readingsAt(lines, step, format)}`,
      ),
    ].join('; ')

  const drawings = (
    <Segments label="Layers as" value={drawing} options={layerDrawings} onChange={setDrawing} />
  )

  return (
    <StackProvider end={end} latest={latest} pinned={step}>
      <StepInAddress />
      <EvidenceProvider verdicts={run.verdicts}>
        <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 wide:grid-cols-[minmax(0,1fr)_360px] min-[1280px]:grid-cols-[minmax(0,1fr)_408px]">
          <div className="min-w-0 max-wide:contents">
            <PlotStack
              stops={stopsOf([...accuracy, ...measured])}
              unit="Step"
              formatX={(step) => count(step)}
              describe={describe}
              marks={marks}
            >
              <HeadlineStrips
                {...{ snapshot, stretches, accuracy, loss, marks }}
                note={pastWords(run, lineage)}
              />
              {drawing === 'maps' ? (
                <HeatStrips layers={layers} stretches={stretches} above={drawings} />
              ) : (
                <LayerStrips
                  config={config}
                  layers={layers}
                  panels={panels}
                  latest={latest}
                  above={
                    <span className="flex flex-wrap gap-2">
                      {drawings}
                      <Segments
                        label="Measure by layer"
                        value={choice}
                        options={measureChoices}
                        onChange={setChoice}
                      />
                    </span>
                  }
                />
              )}
            </PlotStack>
            <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-x-10 max-wide:order-3 tablet:grid-cols-2">
              <div className="min-w-0">
                <Notes run={run} />
                <History run={run} now={now} />
              </div>
              <div className="mt-6 min-w-0">
                <Configuration run={run} />
                <ReceiptFacts run={run} />
              </div>
            </div>
          </div>
          <div className="min-w-0 max-wide:contents">
            <div className="min-w-0 empty:hidden max-wide:-order-1 wide:not-empty:mb-2">
              <Verdicts run={run} />
            </div>
            <div className="min-w-0 max-wide:order-2 max-wide:mt-4">
              <RunMoment run={run} stretches={stretches} layers={layers} panels={panels} />
            </div>
          </div>
        </div>
      </EvidenceProvider>
    </StackProvider>
  )
}
