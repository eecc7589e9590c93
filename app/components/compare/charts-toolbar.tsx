'use client'

import { ChartNoAxesCombined, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { isPart, zoomed } from '#app/components/charts/horizontal.ts'
import { strongest } from '#app/components/charts/smoothing.ts'
import { useStack } from '#app/components/charts/stack-context.ts'
import { Segments } from '#app/components/marks/segments.tsx'
import { allButSeed } from './groups.ts'
import { MetricPicker } from './metric-picker.tsx'
import type { Band } from './statistics.ts'
import type { CompareView, HorizontalUnit } from './view-state.ts'

const units: readonly { name: HorizontalUnit; title: string }[] = [
  { name: 'step', title: 'Steps' },
  { name: 'epoch', title: 'Epochs' },
  { name: 'relative', title: 'Seconds' },
  { name: 'wall', title: 'Clock' },
]

const bandTitles: Record<Band, string> = {
  std: '± 1 standard deviation',
  sem: '± 1 standard error',
  ci: '95 % interval',
}

interface ChartsToolbarProps {
  view: CompareView
  onChange: (part: Partial<CompareView>) => void
  /** Fields that tell the runs apart. */
  fields: readonly string[]
  /** Metrics that can be shown, and those that are. */
  keysNow: () => readonly string[]
  shown: readonly string[]
  onShown: (keys: readonly string[]) => void
}

const control =
  'inline-flex h-7 items-center gap-1.5 rounded-3 border border-line-control px-2.5 text-12 font-medium text-ink-2 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-ink aria-expanded:bg-pressed pointer-coarse:h-9'
const select =
  'h-7 max-w-44 rounded-3 border border-line-control bg-bg pr-1 pl-2 text-12 text-ink pointer-coarse:h-9'

/** How the charts of a comparison are drawn, all of them alike. */
export function ChartsToolbar({ view, onChange, fields, keysNow, shown, onShown }: ChartsToolbarProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line pb-3 text-12">
      <legend className="sr-only">How the charts are drawn</legend>
      <span className="flex flex-wrap items-center gap-1.5">
        <Segments
          label="Horizontal axis"
          options={units}
          value={view.unit}
          onChange={(unit) => onChange({ unit, visible: null })}
        />
        <Toggle
          on={view.logX}
          title="Horizontal axis in true logarithms"
          onChange={(logX) => onChange({ logX, visible: null })}
        >
          log
        </Toggle>
      </span>
      <label className="flex items-center gap-2 text-ink-2">
        Smoothing
        <input
          type="range"
          className="range w-24!"
          min={0}
          max={strongest}
          step={0.01}
          value={view.smoothing}
          style={
            {
              '--fill': `calc(8px + (100% - 16px) * ${view.smoothing / strongest})`,
            } as Record<string, string>
          }
          onChange={(event) => onChange({ smoothing: Number(event.target.value) })}
        />
        <span className="w-7 text-ink">{view.smoothing.toFixed(2)}</span>
      </label>
      <Toggle
        on={view.clip}
        title="Vertical axes over the middle 96 % of the values"
        onChange={(clip) => onChange({ clip })}
      >
        Clip outliers
      </Toggle>
      <label className="flex items-center gap-2 text-ink-2">
        Group by
        <select
          className={select}
          value={view.groupBy ?? ''}
          onChange={(event) => onChange({ groupBy: event.target.value || null, hidden: [], chosen: null })}
        >
          <option value="">nothing</option>
          <option value={allButSeed}>all but the seed</option>
          {fields.map((field) => (
            <option key={field}>{field}</option>
          ))}
        </select>
      </label>
      {view.groupBy !== null && (
        <label className="flex items-center gap-2 text-ink-2">
          Band
          <select
            className={select}
            value={view.band}
            onChange={(event) => onChange({ band: event.target.value as Band })}
          >
            {Object.entries(bandTitles).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <span className="ml-auto flex items-center gap-1.5">
        <ZoomButtons />
        <MetricPicker keysNow={keysNow} shown={shown} onShown={onShown} className={control}>
          <ChartNoAxesCombined size={14} strokeWidth={1.75} aria-hidden="true" />
          Charts
        </MetricPicker>
      </span>
    </fieldset>
  )
}

function Toggle({
  on,
  title,
  onChange,
  children,
}: {
  on: boolean
  title: string
  onChange: (on: boolean) => void
  children: ReactNode
}) {
  return (
    <button type="button" aria-pressed={on} title={title} className={control} onClick={() => onChange(!on)}>
      {children}
    </button>
  )
}

/** Zooms around the middle; in the charts, dragging and Ctrl with the wheel do it where one looks. */
function ZoomButtons() {
  const { show, horizontal, whole } = useStack()
  const part = isPart(horizontal, whole)
  const zoom = (factor: number) => {
    const next = zoomed(horizontal, whole, factor)
    show?.(isPart(next, whole) ? next : null)
  }
  const look = `${control} w-7 justify-center px-0! disabled:border-line disabled:text-ink-3 pointer-coarse:w-9`
  return (
    <>
      <button
        type="button"
        aria-label="Zoom in"
        title="Zoom in: drag over a chart, or + at the slider"
        className={look}
        onClick={() => zoom(2)}
      >
        <ZoomIn size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out"
        disabled={!part}
        className={look}
        onClick={() => zoom(0.5)}
      >
        <ZoomOut size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label="Show all"
        title="Show all: double click in a chart, or Escape at the slider"
        disabled={!part}
        className={look}
        onClick={() => show?.(null)}
      >
        <Maximize size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </>
  )
}
