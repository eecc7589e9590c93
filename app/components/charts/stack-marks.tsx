'use client'

import { placeLabels } from './place-labels.ts'
import { useStack } from './stack-context.ts'

/** Something that happened at one place of a stack's scale. */
export interface StackMark {
  id: string
  x: number
  label: string
}

/** Height of the lane in which marks are named, in pixels. */
export const laneHeight = 18

/** Pixels that a letter takes about, in text of 11 px, and what stands beside a label. */
const letter = 5.8
const beside = 12

/** Where the marks stand in the stack's charts, in pixels; none before it is measured. */
function usePlaces(marks: readonly StackMark[]): number[] {
  const { width, gutters, end } = useStack()
  if (width === 0 || end <= 0) return []
  const inner = width - gutters.left - gutters.right
  return marks.map(({ x }) => gutters.left + Math.round((Math.min(x, end) / end) * inner))
}

/** A fine line through all charts of a stack at every mark. */
export function MarkLines({ marks }: { marks: readonly StackMark[] }) {
  return usePlaces(marks).map((left, i) => (
    <div
      key={marks[i]!.id}
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 z-[1] w-0 border-l border-dashed border-ink-3"
      style={{ left }}
    />
  ))
}

/** What the marks are, in a lane of their own above the lines; a label without any room is heard only. */
export function MarkLane({ marks }: { marks: readonly StackMark[] }) {
  const { width } = useStack()
  const widths = marks.map(({ label }) => label.length * letter + beside)
  const places = placeLabels(usePlaces(marks), widths, width)
  if (marks.length === 0) return null
  return (
    <ul aria-label="Marks" className="relative z-[3] text-11 text-ink-2" style={{ height: laneHeight }}>
      {marks.map(({ id, label }, i) => {
        const place = places[i]
        return (
          <li
            key={id}
            title={label}
            className={place ? 'absolute truncate px-1.5 leading-[18px]' : 'sr-only'}
            style={place ? { left: place.left, maxWidth: place.width } : undefined}
          >
            {label}
          </li>
        )
      })}
    </ul>
  )
}
