'use client'

import {
  defaultRangeExtractor,
  observeWindowOffset,
  type Range,
  useWindowVirtualizer,
} from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'

/** Pixels of a row in the table, and folded to three lines on a narrow screen. */
const rowHeight = 40
const foldedHeight = 95
const narrow = '(max-width: 839px)'
/** Rows beyond the window that are on the page as well. */
const overscan = 12

const useIsomorphicLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/** A row that is on the page: its index, and pixels between it and the one before it there. */
export interface VirtualRow {
  index: number
  gap: number
}

/**
 * Which rows of a long list are on the page: those in the window and near it, and the one that has the focus.
 *
 * @param body holds the list behind its heading
 * @param keys of all rows
 */
export function useVirtualRows(body: RefObject<HTMLElement | null>, keys: readonly string[]) {
  const [top, setTop] = useState(0)
  const [folded, setFolded] = useState(false)
  const height = folded ? foldedHeight : rowHeight
  const rows = useWindowVirtualizer({
    count: keys.length,
    getItemKey: useCallback((index: number) => keys[index] ?? index, [keys]),
    estimateSize: () => height,
    measureElement: (element) => element.getBoundingClientRect().height || height,
    overscan,
    scrollMargin: top,
    // As the server renders it, which knows no window.
    initialRect: { width: 0, height: 1000 },
    initialOffset: 0,
    // Who has scrolled before that, or came back to where the page was scrolled to, stays there.
    observeElementOffset: (instance, tell) => {
      tell(window.scrollY, false)
      return observeWindowOffset(instance, tell)
    },
    rangeExtractor: withFocused,
    useFlushSync: false,
  })

  useEffect(() => {
    const media = window.matchMedia(narrow)
    const fold = () => setFolded(media.matches)
    fold()
    media.addEventListener('change', fold)
    return () => media.removeEventListener('change', fold)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights than before
  useEffect(() => rows.measure(), [height])
  // Whatever stands above may have grown.
  useIsomorphicLayoutEffect(() => {
    const heading = body.current?.firstElementChild?.getBoundingClientRect()
    if (heading) setTop(Math.round(heading.bottom + window.scrollY))
  })

  const shown = rows.getVirtualItems()
  const virtual = shown.map(
    ({ index, start }, i): VirtualRow => ({
      index,
      gap: Math.round(start - (shown[i - 1]?.end ?? top)),
    }),
  )
  const below = Math.round(rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top))
  return { rows: virtual, below, measure: rows.measureElement, last: shown.at(-1)?.index ?? -1 }
}

/** The rows of a range, and the one that has the focus, which would be lost with it. */
function withFocused(range: Range): number[] {
  const indexes = defaultRangeExtractor(range)
  const row =
    typeof document === 'undefined' ? null : document.activeElement?.closest<HTMLElement>('tr[data-index]')
  const focused = Number(row?.dataset.index)
  if (!row || !(focused < range.count) || indexes.includes(focused)) return indexes
  return [...indexes, focused].toSorted((a, b) => a - b)
}
