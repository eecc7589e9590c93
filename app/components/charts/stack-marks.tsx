'use client'

import { shareAt } from './horizontal.ts'
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

/** The marks in the visible part of the stack's charts, and where they stand, in pixels; none before it is measured. */
function usePlaced(marks: readonly StackMark[]): { mark: StackMark; left: number }[] {
  const { width, gutters, end, horizontal } = useStack()
  if (width === 0 || end <= 0) return []
  const inner = width - gutters.left - gutters.right
  return marks.flatMap((mark) => {
    const share = shareAt(horizontal, Math.min(mark.x, end))
    return share >= 0 && share <= 1 ? [{ mark, left: gutters.left + Math.round(share * inner) }] : []
  })
}

/** A fine line through all charts of a stack at every mark. */
export function MarkLines({ marks }: { marks: readonly StackMark[] }) {
  return usePlaced(marks).map(({ mark, left }) => (
    <div
      key={mark.id}
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 z-[1] w-0 border-l border-dashed border-ink-3"
      style={{ left }}
    />
  ))
}

/** What the marks are, in a lane of their own above the lines; a label without any room is heard only. */
export function MarkLane({ marks }: { marks: readonly StackMark[] }) {
  const { width } = useStack()
  const placed = usePlaced(marks)
  const widths = placed.map(({ mark }) => mark.label.length * letter + beside)
  const places = placeLabels(
    placed.map(({ left }) => left),
    widths,
    width,
  )
  const placeOf = new Map(placed.map(({ mark }, i) => [mark.id, places[i]]))
  if (marks.length === 0) return null
  return (
    <ul aria-label="Marks" className="relative z-[3] text-11 text-ink-2" style={{ height: laneHeight }}>
      {marks.map(({ id, label }) => {
        const place = placeOf.get(id)
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
