'use client'

import { useMemo, useState } from 'react'
import { AccuracyPlot } from '#app/components/charts/accuracy-plot.tsx'
import { logAxis } from '#app/components/charts/axes.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import { readingsAt, stopsOf } from '#app/components/charts/plot-line.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import { LegendEntry, PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { runColour } from '#app/components/charts/run-colours.ts'
import { MarkLane } from '#app/components/charts/stack-marks.tsx'
import { StackProvider } from '#app/components/charts/stack-provider.tsx'
import { layerNames, lossName } from '#app/format/networks.ts'
import { count, figure } from '#app/format/numbers.ts'
import { type Past, useLineage } from '#app/hooks/use-lineage.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { Configuration } from './configuration.tsx'
import { Distributions } from './distributions.tsx'
import { headlineFinding } from './findings.ts'
import type { MeasureChoice } from './layer-measures.ts'
import { layerPanels } from './layer-panels.ts'
import { LayerStrips } from './layer-strips.tsx'
import { Moment } from './moment.tsx'
import { Notes } from './notes.tsx'
import { ReceiptFacts } from './receipt.tsx'
import { headlineLines, marksOf, stretchesOf } from './run-lines.ts'
import { Verdicts } from './verdicts.tsx'

const noPasts: readonly Past[] = []

/** The charts of a run in one stack over steps, and beside them what it was at the playhead. */
export function RunCharts({ snapshot }: { snapshot: RunSnapshot }) {
  const { run, series } = snapshot
  const { answer: lineage } = useLineage(run)
  const { config } = run
  const colour = runColour(run.id)
  const layers = useMemo(() => layerNames(config), [config])
  const pasts = lineage?.pasts ?? noPasts
  const stretches = useMemo(() => stretchesOf(run, series, pasts), [run, series, pasts])
  const accuracy = useMemo(() => headlineLines(stretches, 'accuracy'), [stretches])
  const loss = useMemo(() => headlineLines(stretches, 'loss'), [stretches])
  const marks = useMemo(() => marksOf(stretches), [stretches])
  const [choice, setChoice] = useState<MeasureChoice>('grad_norm')
  const panels = useMemo(() => layerPanels(choice, layers, stretches), [choice, layers, stretches])
  const lossScale = useMemo(() => logAxis(loss, [0.1, 1]), [loss])
  const measured = panels.flatMap(({ lines }) => lines)

  const stops = stopsOf([...accuracy, ...measured])
  const latest = [...accuracy, ...loss, ...measured].reduce(
    (last, line) => Math.max(last, line.xs.at(-1) ?? 0),
    0,
  )
  const end = endedStates.includes(run.state) && latest > 0 ? latest : run.progress.steps
  const describe = (step: number) =>
    [
      `accuracy ${readingsAt(accuracy, step, figure)}`,
      `loss ${readingsAt(loss, step, figure)}`,
      ...panels.map(
        ({ title, lines, format }) => `${title.toLowerCase()} ${readingsAt(lines, step, format)}`,
      ),
    ].join('; ')

  return (
    <StackProvider end={end} latest={latest}>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 wide:grid-cols-[minmax(0,1fr)_360px] min-[1280px]:grid-cols-[minmax(0,1fr)_408px]">
        <div className="min-w-0 max-wide:contents">
          {lineage?.incomplete && (
            <p className="mb-2 text-ink-3">
              What came before the fork is not shown: the run that it comes from was deleted.
            </p>
          )}
          <MarkLane marks={marks} />
          <PlotStack
            stops={stops}
            unit="Step"
            formatX={(step) => count(step)}
            describe={describe}
            marks={marks}
          >
            <PlotStrip
              title="Accuracy"
              lines={accuracy}
              legend={
                <>
                  <LegendEntry colour={colour}>validation</LegendEntry>
                  <LegendEntry colour={colour} dashed>
                    train
                  </LegendEntry>
                </>
              }
            >
              <AccuracyPlot
                lines={accuracy}
                height={264}
                gutter="values"
                finding={headlineFinding(snapshot, 'accuracy')}
                chance={1 / describeDataset(config.dataset).classes}
              />
            </PlotStrip>
            <PlotStrip title="Loss" note={`${lossName(config)}, log scale`} lines={loss}>
              <Plot
                axis={lossScale}
                lines={loss}
                height={128}
                gutter="values"
                formatValue={figure}
                finding={headlineFinding(snapshot, 'loss')}
              />
            </PlotStrip>
            <LayerStrips
              config={config}
              layers={layers}
              choice={choice}
              onChoose={setChoice}
              panels={panels}
              latest={latest}
            />
          </PlotStack>
          <div className="max-wide:order-3">
            <Notes run={run} />
          </div>
        </div>
        <div className="min-w-0 max-wide:contents">
          <div className="min-w-0 empty:hidden max-wide:-order-1 wide:not-empty:mb-2">
            <Verdicts run={run} />
          </div>
          <div className="min-w-0 max-wide:order-2 max-wide:mt-4">
            <Moment run={run} layers={layers} panels={panels} />
            <Distributions run={run} />
            <Configuration run={run} />
            <ReceiptFacts run={run} />
          </div>
        </div>
      </div>
    </StackProvider>
  )
}
