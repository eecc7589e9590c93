'use client'

import { useMemo } from 'react'
import { columnEdges, columnsOf } from '#app/components/charts/heat-paths.ts'
import { HeatPicture } from '#app/components/charts/heat-picture.tsx'
import { type HeatScale, heatClasses, heatColour } from '#app/components/charts/heat-scale.ts'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { outlinesIn } from '#app/components/run/crossings.ts'
import { heatFinding } from '#app/components/run/heat-findings.ts'
import { layerMeasures } from '#app/components/run/layer-measures.ts'
import { count, shortCount } from '#app/format/numbers.ts'
import { useLooks } from '#app/hooks/use-looks.ts'
import { useWidth } from '#app/hooks/use-width.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { GridHistograms } from './grid-histogram-row.tsx'
import { type GridRow, gridFinding, gridMeasures, gridRow, lastStep } from './grid-rows.ts'
import { RunName } from './run-name.tsx'

interface DiagnosticGridProps {
  runs: readonly ComparedRun[]
  stepAt: StepAt
}

const gap = 16
const least = 136
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
            <Row key={row.measure} {...{ row, runs, stepAt, end, cell, rowHeight }} />
          ))}
          <span className="sticky left-0 z-[2] bg-bg text-11 text-ink-3">step</span>
          {runs.map((compared) => (
            <Scale key={compared.run.id} {...{ compared, stepAt, end, cell }} />
          ))}
          <GridHistograms runs={runs} looks={looks} cell={cell} />
        </div>
      </section>
    </>
  )
}

interface RowProps {
  row: GridRow
  runs: readonly ComparedRun[]
  stepAt: StepAt
  end: number
  cell: number
  rowHeight: number
}

function Row({ row, runs, stepAt, end, cell, rowHeight }: RowProps) {
  const { measure, heats, scale } = row
  const { title } = layerMeasures[measure]
  const outlined = outlinesIn(
    measure,
    heats.flatMap(({ outlines }) => outlines),
  )
  return (
    <>
      <div className="sticky left-0 z-[2] self-stretch bg-bg pr-4">
        <h3 className="font-medium max-tablet:text-12">{title}</h3>
        <ScaleKey scale={scale} />
        {outlined.map(({ tone, words }) => (
          <p key={tone} className="mt-1 flex items-center gap-1.5 text-11 text-ink-3">
            <span
              aria-hidden="true"
              className="h-2.5 w-3 shrink-0 border-[1.5px]"
              style={{ borderColor: `var(--${tone})` }}
            />
            {words}
          </p>
        ))}
      </div>
      {heats.map((heat, i) => (
        <div
          key={runs[i]!.run.id}
          role="img"
          aria-label={`${runs[i]!.run.name}: ${heatFinding(measure, heat, runs[i]!.run.config.network.hidden, end, end)}`}
          className="plot relative self-end"
          style={{ width: cell, height: heat.layers.length * rowHeight }}
        >
          <HeatPicture
            cells={heat.cells}
            scale={scale}
            outlines={heat.outlines}
            frame={{ edges: columnEdges(0, cell, heat.cells[0]?.values.length ?? 0), rowHeight }}
            width={cell}
          />
          <Crosshair compared={runs[i]!} stepAt={stepAt} end={end} cell={cell} />
        </div>
      ))}
    </>
  )
}

/** The ramp of a row, as wide as its label, with its ends in figures. */
function ScaleKey({ scale: { ramp, low, high } }: { scale: HeatScale }) {
  return (
    <p className="mt-1 text-11 text-ink-3">
      <span aria-hidden="true" className="mb-0.5 flex">
        {Array.from({ length: heatClasses }, (_, index) => (
          <span
            key={heatColour(ramp, index)}
            className="h-1.5 flex-1"
            style={{ background: heatColour(ramp, index) }}
          />
        ))}
      </span>
      <span className="flex justify-between whitespace-nowrap">
        <span>{low}</span>
        <span className="sr-only">to</span>
        <span>{high}</span>
      </span>
    </p>
  )
}

interface PlaceProps {
  compared: ComparedRun
  stepAt: StepAt
  end: number
  cell: number
}

/** Where a run's step at the crosshair stands in its maps, in pixels; null beyond them. */
function usePlace({ compared, stepAt, end, cell }: PlaceProps): { step: number; left: number } | null {
  const x = useCrosshair(useStack())
  const step = stepAt(compared, x)
  if (step === null || end <= 0 || step < 0 || step > end) return null
  return { step, left: Math.round((step / end) * cell) }
}

function Crosshair(props: PlaceProps) {
  const place = usePlace(props)
  return (
    place && (
      <span aria-hidden="true" className="absolute inset-y-0 w-px bg-accent" style={{ left: place.left }} />
    )
  )
}

/** 0 and the last step under a run's maps, or the crosshair's step between them. */
function Scale(props: PlaceProps) {
  const { end, cell } = props
  const place = usePlace(props)
  const near = (left: number) => place !== null && Math.abs(place.left - left) < 44
  return (
    <span aria-hidden="true" className="relative -mt-2 block h-4 text-11 text-ink-3" style={{ width: cell }}>
      {!near(0) && <span className="absolute left-0">0</span>}
      {!near(cell) && <span className="absolute right-0">{shortCount(end)}</span>}
      {place && (
        <span
          className="absolute -translate-x-1/2 font-medium text-accent"
          style={{ left: Math.min(cell - 16, Math.max(16, place.left)) }}
        >
          {count(Math.round(place.step))}
        </span>
      )}
    </span>
  )
}
