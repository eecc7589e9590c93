'use client'

import { useMemo } from 'react'
import { columnsOf } from '#app/components/charts/heat-paths.ts'
import { useLooks } from '#app/hooks/use-looks.ts'
import { useWidth } from '#app/hooks/use-width.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { GridHistograms } from './grid-histogram-row.tsx'
import { GridMaps, GridScale } from './grid-maps.tsx'
import { gridFinding, gridMeasures, gridRow, lastStep } from './grid-rows.ts'
import { RunName } from './run-name.tsx'

interface DiagnosticGridProps {
  runs: readonly ComparedRun[]
  stepAt: StepAt
}

const gap = 16
const least = 120
const widest = 320

const goesOn = ({ run }: ComparedRun) => !endedStates.includes(run.state)

/** Small multiples: a column a run and a row a measure, layers over steps as colours; a row shares its scale. */
export function DiagnosticGrid({ runs, stepAt }: DiagnosticGridProps) {
  const { box, width } = useWidth<HTMLDivElement>()
  const label = width < 720 ? 88 : 148
  const room = Math.floor((width - label) / Math.max(1, runs.length)) - gap
  const cell = Math.min(widest, Math.max(least, room))
  return (
    <section className="border-t border-line pt-2.5">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        <h2>Layers of every run</h2>
        <span className="text-12 text-ink-3">
          a column a run, one scale a row; from the first hidden layer down to the output
        </span>
      </div>
      <div ref={box} className="min-h-96">
        {width > 0 && <Grid runs={runs} stepAt={stepAt} label={label} cell={cell} />}
      </div>
    </section>
  )
}

interface GridProps extends DiagnosticGridProps {
  /** Widths of the column of labels, and of a run's. */
  label: number
  cell: number
}

function Grid({ runs, stepAt, label, cell }: GridProps) {
  const end = lastStep(runs, goesOn)
  const rows = useMemo(
    () => gridMeasures.map((measure) => gridRow(measure, runs, end, columnsOf(cell))),
    [runs, end, cell],
  )
  const looks = useLooks(
    useMemo(() => runs.map(({ run }) => run), [runs]),
    true,
  )
  const depth = Math.max(...runs.map(({ run }) => run.config.network.hidden.length))
  const rowHeight = depth > 12 ? 8 : 12
  return (
    <>
      <p className="mb-3 max-w-[76ch] text-14 text-ink-2">{gridFinding(rows, runs)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Layers by run" tabIndex={0} className="relative overflow-x-auto pb-2">
        <div
          className="grid w-max gap-y-3"
          style={{ gridTemplateColumns: `${label}px repeat(${runs.length}, ${cell + gap}px)` }}
        >
          <span className="sticky left-0 z-[2] bg-bg" />
          {runs.map((compared) => (
            <span key={compared.run.id} className="truncate pr-4 font-medium">
              <RunName {...compared} name={compared.run.name} />
            </span>
          ))}
          {rows.map((row) => (
            <GridMaps key={row.measure} {...{ row, runs, stepAt, end, cell, rowHeight }} />
          ))}
          <span className="sticky left-0 z-[2] bg-bg text-11 text-ink-3">step</span>
          {runs.map((compared) => (
            <GridScale key={compared.run.id} {...{ compared, stepAt, end, cell }} />
          ))}
          <GridHistograms runs={runs} looks={looks} cell={cell} />
        </div>
      </section>
    </>
  )
}
