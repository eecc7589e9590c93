'use client'

import { type ReactNode, useId, useState } from 'react'
import { usePopup } from '#app/components/marks/use-popup.ts'
import { metricLook, usualCharts } from './metric-looks.ts'

interface MetricPickerProps {
  /** Metrics that can be shown, asked for once the list is open. */
  keysNow: () => readonly string[]
  shown: readonly string[]
  onShown: (keys: readonly string[]) => void
  className: string
  children: ReactNode
}

/** A button that opens the list of all metrics, those with a chart ticked. */
export function MetricPicker({ keysNow, shown, onShown, className, children }: MetricPickerProps) {
  const { open, setOpen, root } = usePopup()
  const [sought, setSought] = useState('')
  const id = useId()
  const found = open ? matching(keysNow(), sought) : []
  return (
    <div ref={root} className="relative">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className={className}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div
          id={id}
          className="absolute top-full right-0 z-20 mt-1 flex max-h-96 w-72 flex-col rounded-4 bg-raised p-2 shadow-float"
        >
          <input
            type="search"
            aria-label="Find a metric"
            placeholder="Find a metric"
            // biome-ignore lint/a11y/noAutofocus: the list was opened just now
            autoFocus
            className="mb-1 h-8 shrink-0 rounded-3 border border-line-control bg-bg px-2.5"
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
          <ul aria-label="Metrics" className="min-h-0 overflow-y-auto">
            {found.map((key) => (
              <li key={key}>
                <label className="flex h-8 items-center gap-2.5 rounded-2 px-2 hover:bg-hover pointer-coarse:h-11">
                  <input
                    type="checkbox"
                    checked={shown.includes(key)}
                    onChange={(event) =>
                      onShown(event.target.checked ? [...shown, key] : shown.filter((other) => other !== key))
                    }
                  />
                  <span className="truncate">{metricLook(key).title}</span>
                </label>
              </li>
            ))}
          </ul>
          {found.length === 0 && <p className="px-2 py-1 text-ink-3">No metric is called so.</p>}
          <button
            type="button"
            className="mt-1 h-8 shrink-0 rounded-3 text-12 font-medium text-ink-2 hover:bg-hover"
            onClick={() => onShown(usualCharts)}
          >
            The usual charts
          </button>
        </div>
      )}
    </div>
  )
}

/** The metrics that have all the words in their key or title. */
function matching(keys: readonly string[], sought: string): string[] {
  const words = sought.toLowerCase().split(/\s+/)
  return keys.filter((key) => {
    const text = `${key} ${metricLook(key).title}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
