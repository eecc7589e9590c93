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
import type { ComparedRun, StepAt } from './compared-run.ts'
import type { GridRow } from './grid-rows.ts'

interface RowProps {
  row: GridRow
  runs: readonly ComparedRun[]
  stepAt: StepAt
  end: number
  cell: number
  rowHeight: number
}

/** One measure of all runs, named and scaled in the column that stays. */
export function GridMaps({ row, runs, stepAt, end, cell, rowHeight }: RowProps) {
  const { measure, heats, scale } = row
  const { title } = layerMeasures[measure]
  const frame = useMemo(
    () => ({ edges: columnEdges(0, cell, columnsOf(cell)), rowHeight }),
    [cell, rowHeight],
  )
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
          <HeatPicture cells={heat.cells} scale={scale} outlines={heat.outlines} frame={frame} width={cell} />
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
export function GridScale(props: PlaceProps) {
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
