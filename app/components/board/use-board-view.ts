'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { saveView } from '#app/requests/views.ts'
import { type BoardView, readView, writeView } from './board-view.ts'

/** Most characters of a query string in an address; longer ones are kept by the server. */
const mostCharacters = 1500
/** Milliseconds without a change before the address follows. */
const pause = 300

/** The view that an address holds, as the server read it. */
export interface AddressedView {
  /** The address's own query string. */
  address: string
  /** The query string of the view: the same, or that of the view that the address names. */
  query: string
}

/** What becomes another, or how it follows from what was. */
type ViewChange = Partial<BoardView> | ((before: BoardView) => Partial<BoardView>)

/** The board's view, and its way into the address. */
export interface ViewInAddress {
  view: BoardView
  change: (part: ViewChange) => void
  /** Address of the page as it is now, once it is known. */
  link: () => Promise<string>
}

/**
 * The view lives on the page; the address follows it, under a short id of the server's where it would be too long.
 * Where the address changes otherwise, as by a link to this page, the view follows that.
 */
export function useBoardView(initial: AddressedView): ViewInAddress {
  const parameters = useSearchParams().toString()
  const known = useRef(new Map([[initial.address, initial.query]]))
  const [view, setView] = useState(() => readView(known.current.get(parameters) ?? parameters))
  const newest = useRef(view)
  newest.current = view
  const followed = useRef(parameters)

  const link = useCallback(async () => {
    const query = writeView(newest.current)
    if (query.length <= mostCharacters) {
      followed.current = new URLSearchParams(query).toString()
    } else {
      const { id } = await saveView('board', query)
      followed.current = `view=${id}`
      known.current.set(followed.current, query)
    }
    const path = followed.current === '' ? '/' : `/?${followed.current}`
    if (location.pathname === '/' && location.search !== path.slice(1)) history.replaceState(null, '', path)
    return new URL(path, location.href).href
  }, [])

  useEffect(() => {
    if (parameters === followed.current) return
    followed.current = parameters
    setView(readView(known.current.get(parameters) ?? parameters))
  }, [parameters])

  const query = writeView(view)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows what changed in the view
  useEffect(() => {
    // A view that cannot be kept now is in the address with the next change.
    const timer = setTimeout(() => void link().catch(() => {}), pause)
    return () => clearTimeout(timer)
  }, [query, link])

  const change = useCallback(
    (part: ViewChange) =>
      setView((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) })),
    [],
  )
  return { view, change, link }
}
