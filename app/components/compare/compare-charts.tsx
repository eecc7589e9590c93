'use client'

import { useMemo, useState } from 'react'
import { AccuracyPlot } from '#app/components/charts/accuracy-plot.tsx'
import { logAxis } from '#app/components/charts/axes.ts'
import { Plot } from '#app/components/charts/plot.tsx'
import { type PlotLine, readingsAt, stopsOf, toLine } from '#app/components/charts/plot-line.ts'
import { PlotStack } from '#app/components/charts/plot-stack.tsx'
import { PlotStrip } from '#app/components/charts/plot-strip.tsx'
import { StackProvider } from '#app/components/charts/stack-provider.tsx'
import { count, figure, magnitude } from '#app/format/numbers.ts'
import { type Lineage, ownBeginning, useLineages } from '#app/hooks/use-lineage.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { AxisToggle, type HorizontalUnit } from './axis-toggle.tsx'
import type { ComparedRun } from './compared-run.ts'
import { accuracyConclusion, gradientConclusion } from './conclusions.ts'
import { DiagnosticGrid, type StepAt } from './diagnostic-grid.tsx'
import { LayerProfile } from './layer-profile.tsx'
import { hasSeeds, setsBySeed, setsOfOne } from './run-sets.ts'
import { SeedQuestion } from './seed-question.tsx'
import { SideAnswers } from './side-answers.tsx'

/** Steps to one unit of the horizontal axis. */
function stepsPerUnit({ run }: ComparedRun, unit: HorizontalUnit): number {
  return unit === 'step' ? 1 : run.progress.steps / run.progress.epochs || 1
}

/** A run's line, and before it, faintly, those of the runs that it was forked from, where they are not compared. */
function linesOf(
  runs: readonly ComparedRun[],
  lineages: readonly Lineage[] | null,
  key: string,
  unit: HorizontalUnit,
): PlotLine[] {
  const compares = new Set(runs.map(({ run }) => run.id))
  return runs.flatMap((compared, i) => {
    const { run, colour, dashed, series } = compared
    const size = stepsPerUnit(compared, unit)
    const toX = (step: number) => step / size
    const look = { label: run.name, colour, dashed }
    const pasts = (lineages?.[i]?.pasts ?? []).filter((past) => !compares.has(past.run.id))
    if (pasts.length === 0) return [toLine({ id: run.id, ...look }, series[key], toX)]
    const own = [ownBeginning(run) / size, Number.POSITIVE_INFINITY] as const
    return [
      ...pasts.map((past) => {
        const span = [past.span[0] / size, past.span[1] / size] as const
        return toLine({ id: `${run.id} ${past.run.id}`, quiet: true, span, ...look }, past.series[key], toX)
      }),
      toLine({ id: run.id, span: own, ...look }, series[key], toX),
    ]
  })
}

const lastOf = (lines: readonly PlotLine[]) =>
  lines.reduce((last, line) => Math.max(last, line.xs.at(-1) ?? 0), 0)

/** All runs in the same charts, one colour a run, over steps or epochs. */
export function CompareCharts({ runs }: { runs: readonly ComparedRun[] }) {
  const [unit, setUnit] = useState<HorizontalUnit>('step')
  const { answer: before } = useLineages(runs.map(({ run }) => run))
  const accuracy = useMemo(() => linesOf(runs, before, 'val/accuracy', unit), [runs, before, unit])
  const loss = useMemo(() => linesOf(runs, before, 'val/loss', unit), [runs, before, unit])
  const train = useMemo(() => linesOf(runs, before, 'train/loss', unit), [runs, before, unit])
  const gradient = useMemo(() => linesOf(runs, before, 'grad_norm/hidden_1', unit), [runs, before, unit])
  const gradientAxis = useMemo(() => logAxis(gradient, [0.01, 1]), [gradient])

  const all = [...accuracy, ...loss, ...train, ...gradient]
  const latest = lastOf(all)
  const planned = runs.map((compared) => {
    const going = !endedStates.includes(compared.run.state)
    return going ? compared.run.progress.steps / stepsPerUnit(compared, unit) : 0
  })
  const end = Math.max(latest, ...planned)
  const stops = stopsOf(all)
  const formatX = (x: number) => (unit === 'step' ? count(x) : x.toFixed(2))
  const conclusion = accuracyConclusion(runs)
  const vanishing = gradientConclusion(gradient, latest)
  const sets = hasSeeds(runs) ? setsBySeed(runs) : setsOfOne(runs)
  const stepAt: StepAt = (compared, x) => x * stepsPerUnit(compared, unit)
  const chances = new Set(runs.map(({ run }) => 1 / describeDataset(run.config.dataset).classes))
  const chance = chances.size === 1 ? [...chances][0]! : null

  return (
    <StackProvider end={end} latest={latest}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-4 wide:grid-cols-[minmax(0,1fr)_360px] min-[1280px]:grid-cols-[minmax(0,1fr)_408px]">
        <PlotStack
          stops={stops}
          unit={unit === 'step' ? 'Step' : 'Epoch'}
          formatX={formatX}
          describe={(x) => `validation accuracy ${readingsAt(accuracy, x, figure)}`}
          wideGutter={176}
        >
          <PlotStrip
            title="Validation accuracy"
            lines={accuracy}
            legend={<AxisToggle value={unit} onChange={setUnit} />}
          >
            <AccuracyPlot
              lines={accuracy}
              height={320}
              gutter="both"
              finding={conclusion ?? 'Validation accuracy of the runs; nothing to compare yet'}
              chance={chance}
            />
          </PlotStrip>
          <LossStrip title="Validation loss" lines={loss} latest={latest} />
          <LossStrip title="Train loss" lines={train} latest={latest} />
          <PlotStrip title="Gradient norm in the first hidden layer" note="log scale" lines={gradient}>
            <Plot
              axis={gradientAxis}
              lines={gradient}
              height={168}
              gutter="both"
              formatValue={magnitude}
              finding={
                vanishing ??
                `Gradient norm of hidden_1: ${readingsAt(gradient, latest, magnitude) || 'none yet'}`
              }
            />
          </PlotStrip>
        </PlotStack>
        <SideAnswers runs={runs} sets={sets} conclusion={conclusion} vanishing={vanishing} />
      </div>
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-6">
        <DiagnosticGrid runs={runs} stepAt={stepAt} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-2">
          <LayerProfile runs={runs} stepAt={stepAt} />
          <SeedQuestion runs={runs} />
        </div>
      </div>
    </StackProvider>
  )
}

interface LossStripProps {
  title: string
  lines: readonly PlotLine[]
  /** Where the longest line ends. */
  latest: number
}

function LossStrip({ title, lines, latest }: LossStripProps) {
  const axis = useMemo(() => logAxis(lines, [0.1, 1]), [lines])
  return (
    <PlotStrip title={title} note="log scale" lines={lines}>
      <Plot
        axis={axis}
        lines={lines}
        height={136}
        gutter="both"
        formatValue={figure}
        finding={`${title}, last values: ${readingsAt(lines, latest, figure) || 'none yet'}`}
      />
    </PlotStrip>
  )
}
