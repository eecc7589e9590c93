'use client'

import { useMemo } from 'react'
import { AccuracyPlot } from '#app/components/charts/accuracy-plot.tsx'
import { logAxis } from '#app/components/charts/axes.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import { readingsAt, toLine } from '#app/components/charts/plot-line.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import { LegendEntry, PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { runColour } from '#app/components/charts/run-colours.ts'
import { StackProvider } from '#app/components/charts/stack-provider.tsx'
import { layerNames, lossName } from '#app/format/networks.ts'
import { count, figure, magnitude } from '#app/format/numbers.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { endedStates } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { Configuration } from './configuration.tsx'
import { gradientFinding, headlineFinding } from './findings.ts'
import { gradientLines, layerColour } from './layer-lines.ts'
import { Moment } from './moment.tsx'
import { Notes } from './notes.tsx'
import { ReceiptFacts } from './receipt.tsx'

/** The charts of a run in one stack over steps, and beside them what it was at the playhead. */
export function RunCharts({ snapshot }: { snapshot: RunSnapshot }) {
  const { run, series } = snapshot
  const { config } = run
  const colour = runColour(run.id)
  const layers = useMemo(() => layerNames(config), [config])
  const pair = (metric: 'accuracy' | 'loss') => [
    toLine({ id: 'val', label: 'validation', colour }, series[`val/${metric}`]),
    toLine({ id: 'train', label: 'train', colour, dashed: true, thin: true }, series[`train/${metric}`]),
  ]
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines follow from these
  const accuracy = useMemo(() => pair('accuracy'), [series, colour])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines follow from these
  const loss = useMemo(() => pair('loss'), [series, colour])
  const gradients = useMemo(() => gradientLines(layers, series), [layers, series])
  const lossScale = useMemo(() => logAxis(loss, [0.1, 1]), [loss])
  const gradientScale = useMemo(() => logAxis(gradients, [0.01, 1]), [gradients])

  const stops = [...accuracy, ...gradients].reduce<readonly number[]>(
    (longest, line) => (line.xs.length > longest.length ? line.xs : longest),
    [],
  )
  const latest = [...accuracy, ...loss, ...gradients].reduce(
    (last, line) => Math.max(last, line.xs.at(-1) ?? 0),
    0,
  )
  const end = endedStates.includes(run.state) && latest > 0 ? latest : run.progress.steps
  const describe = (step: number) =>
    `accuracy ${readingsAt(accuracy, step, figure)}; loss ${readingsAt(loss, step, figure)}; gradient norm ${readingsAt(gradients, step, magnitude)}`

  return (
    <StackProvider end={end} latest={latest}>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 wide:grid-cols-[minmax(0,1fr)_360px] min-[1280px]:grid-cols-[minmax(0,1fr)_408px]">
        <div className="min-w-0 max-wide:contents">
          <PlotStack stops={stops} unit="Step" formatX={(step) => count(step)} describe={describe}>
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
            <PlotStrip
              title="Gradient norm"
              note="one line a layer, log scale"
              lines={gradients}
              legend={<LayerRamp layers={layers.length} />}
            >
              <Plot
                axis={gradientScale}
                lines={gradients}
                height={208}
                gutter="names"
                formatValue={magnitude}
                finding={
                  gradientFinding(gradients, latest) ?? 'Gradient norm per layer; nothing recorded yet'
                }
              />
            </PlotStrip>
          </PlotStack>
          <div className="max-wide:order-3">
            <Notes run={run} />
          </div>
        </div>
        <div className="max-wide:order-2 max-wide:mt-4">
          <Moment run={run} layers={layers} lines={gradients} axis={gradientScale} />
          <Configuration run={run} />
          <ReceiptFacts run={run} />
        </div>
      </div>
    </StackProvider>
  )
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
