'use client'

import { useMemo } from 'react'
import { AccuracyPlot } from '#app/components/charts/accuracy-plot.tsx'
import { logAxis } from '#app/components/charts/axes.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import type { PlotLine } from '#app/components/charts/plot-line.ts'
import { LegendEntry, PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { laneHeight, MarkLane, type StackMark } from '#app/components/charts/stack-marks.tsx'
import { lossName } from '#app/format/networks.ts'
import { figure } from '#app/format/numbers.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { stripId } from './evidence.ts'
import { BandMarks } from './evidence-marks.tsx'
import { headlineFinding } from './findings.ts'
import type { Stretch } from './run-lines.ts'

interface HeadlineStripsProps {
  snapshot: RunSnapshot
  stretches: readonly Stretch[]
  accuracy: readonly PlotLine[]
  loss: readonly PlotLine[]
  marks: readonly StackMark[]
  /** What is missing in the charts; null where nothing is. */
  note: string | null
}

/** Accuracy and loss over steps, of the runs that this one comes from too. */
export function HeadlineStrips({ snapshot, stretches, accuracy, loss, marks, note }: HeadlineStripsProps) {
  const { config } = snapshot.run
  const lossScale = useMemo(() => logAxis(loss, [0.1, 1]), [loss])
  return (
    <>
      <PlotStrip title="Accuracy" note={note} lines={accuracy} legend={<Legend stretches={stretches} />}>
        <MarkLane marks={marks} />
        <AccuracyPlot
          lines={accuracy}
          // A mark that comes while somebody looks moves nothing.
          height={marks.length > 0 ? 264 - laneHeight : 264}
          gutter="values"
          finding={headlineFinding(snapshot, 'accuracy')}
          chance={1 / describeDataset(config.dataset).classes}
        />
      </PlotStrip>
      <PlotStrip id={stripId('loss')} title="Loss" note={`${lossName(config)}, log scale`} lines={loss}>
        <div className="relative">
          <BandMarks chart="loss" />
          <Plot
            axis={lossScale}
            lines={loss}
            height={112}
            gutter="values"
            formatValue={figure}
            finding={headlineFinding(snapshot, 'loss')}
          />
        </div>
      </PlotStrip>
    </>
  )
}

function Legend({ stretches }: { stretches: readonly Stretch[] }) {
  const own = stretches.at(-1)!
  return (
    <>
      {stretches.slice(0, -1).map(({ run, colour }) => (
        <LegendEntry key={run.id} colour={colour}>
          <span className="max-w-40 truncate">{run.name}</span>
        </LegendEntry>
      ))}
      <LegendEntry colour={own.colour}>validation</LegendEntry>
      <LegendEntry colour={own.colour} dashed>
        train
      </LegendEntry>
    </>
  )
}
