'use client'

import { memo } from 'react'
import type { DrawnLayer, DrawnUnit } from './network-picture.ts'
import { unitWords } from './network-words.ts'

interface UnitsProps {
  layer: DrawnLayer
  column: number
  left: string
  /** The unit that the Tab key reaches; null where it is in another column. */
  home: number | null
  chosen: number | null
  onFocus: (place: number) => void
}

/** The units of one column, each a stop of the arrow keys. */
export function Units({ layer, column, left, home, chosen, onFocus }: UnitsProps) {
  const size = layer.drawn.length > 18 ? 8 : 10
  return layer.drawn.map((unit, place) => (
    <button
      key={unit.index}
      type="button"
      data-unit={`${column} ${place}`}
      tabIndex={home === place ? 0 : -1}
      aria-label={unitWords(layer, unit)}
      onFocus={() => onFocus(place)}
      className={`absolute -translate-1/2 rounded-full! ${chosen === place ? 'shadow-[0_0_0_2px_var(--bg),0_0_0_3.5px_var(--ink)]' : ''}`}
      style={{ left, top: unit.y, width: size, height: size }}
    >
      <UnitMark unit={unit} input={column === 0} />
    </button>
  ))
}

/** A disc shaded by its mean activation; a dead one is hollow and crossed out. */
const UnitMark = memo(function UnitMark({ unit, input }: { unit: DrawnUnit; input: boolean }) {
  if (unit.dead) {
    return (
      <svg viewBox="0 0 10 10" className="block size-full overflow-visible" aria-hidden="true">
        <circle cx="5" cy="5" r="4.5" fill="var(--bg)" stroke="var(--bad)" strokeWidth="1.25" />
        <path d="M3 3L7 7M7 3L3 7" stroke="var(--bad)" strokeWidth="1.25" />
      </svg>
    )
  }
  const fill = input ? 'var(--seq-2)' : unit.shade > 0 ? `var(--seq-${unit.shade})` : 'var(--bg)'
  return (
    <span
      className="block size-full rounded-full border border-line-control"
      style={{ background: fill, ...(unit.shade > 3 || input ? { borderColor: 'transparent' } : {}) }}
    />
  )
})
