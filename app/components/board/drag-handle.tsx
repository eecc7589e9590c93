'use client'

import { GripVertical } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'

/** What the handles of one queue share. */
export interface Dragging {
  move: (id: string, to: number) => void
  nudge: (id: string, by: number) => void
}

/** Pixels from the edges of the window within which dragging scrolls it, and how far each time. */
const edge = 72
const scrollStep = 12

interface DragHandleProps extends Dragging {
  id: string
  /** The handle's name: what it moves, and where that is. */
  label: string
}

/** Rows of the queue that have a place, in their order. */
function rowsOf(handle: Element): HTMLElement[] {
  return [...(handle.closest('tbody')?.querySelectorAll<HTMLElement>('tr[data-placed]') ?? [])]
}

/** The gap between rows that a height in the window falls into: 0 is before the first. */
function gapAt(rows: readonly HTMLElement[], y: number): number {
  return rows.filter((row) => {
    const { top, height } = row.getBoundingClientRect()
    return top + height / 2 < y
  }).length
}

function showGap(rows: readonly HTMLElement[], gap: number | null): void {
  for (const [i, row] of rows.entries()) {
    if (gap === i) row.dataset.drop = 'before'
    else if (gap === rows.length && i === rows.length - 1) row.dataset.drop = 'after'
    else delete row.dataset.drop
  }
}

/** Moves a run in the queue: dragged with mouse or finger, or by the arrow keys. Escape lets go of it where it was. */
export function DragHandle({ id, label, move, nudge }: DragHandleProps) {
  const height = useRef<number | null>(null)
  const frame = useRef(0)
  const button = useRef<HTMLButtonElement>(null)

  const follow = () => {
    const handle = button.current
    if (height.current === null || !handle) return
    const y = height.current
    const direction = y < edge ? -1 : y > window.innerHeight - edge ? 1 : 0
    if (direction) window.scrollBy(0, direction * scrollStep)
    const rows = rowsOf(handle)
    showGap(rows, gapAt(rows, y))
    frame.current = requestAnimationFrame(follow)
  }
  const start = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    event.currentTarget.closest('tr')!.dataset.dragged = ''
    height.current = event.clientY
    frame.current = requestAnimationFrame(follow)
  }
  const end = (dropped: boolean) => {
    const handle = button.current
    if (height.current === null || !handle) return
    const rows = rowsOf(handle)
    const row = handle.closest('tr')!
    const from = rows.indexOf(row)
    const gap = gapAt(rows, height.current)
    const to = gap > from ? gap - 1 : gap
    height.current = null
    cancelAnimationFrame(frame.current)
    showGap(rows, null)
    delete row.dataset.dragged
    if (dropped && from >= 0 && to !== from) move(id, to)
  }
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current)
      // A run that begins while it is dragged takes its row with it.
      if (height.current !== null) showGap([...document.querySelectorAll<HTMLElement>('tr[data-drop]')], null)
    },
    [],
  )

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') end(false)
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    nudge(id, by)
  }
  return (
    <button
      ref={button}
      type="button"
      className="grip"
      aria-label={label}
      aria-describedby="reorder-help"
      onPointerDown={start}
      onPointerMove={(event) => {
        if (height.current !== null) height.current = event.clientY
      }}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
      onKeyDown={onKey}
    >
      <GripVertical size={14} strokeWidth={1.75} aria-hidden="true" />
    </button>
  )
}
