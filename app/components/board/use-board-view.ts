'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAddress } from '#app/hooks/use-address.ts'
import { saveView } from '#app/requests/views.ts'
import { type BoardView, readView, writeView } from './board-view.ts'

/** Most characters of a query string in an address; longer ones are kept by the server. */
const mostCharacters = 1500

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

  const follow = useCallback((address: string) => {
    followed.current = new URLSearchParams(address).toString()
    return followed.current === '' ? '/' : `/?${followed.current}`
  }, [])
  const addressOf = useCallback((): string | Promise<string> => {
    const query = writeView(newest.current)
    if (query.length <= mostCharacters) return follow(query)
    return saveView('board', query).then(({ id }) => {
      known.current.set(`view=${id}`, query)
      return follow(`view=${id}`)
    })
  }, [follow])
  useAddress(writeView(view), addressOf)
  const link = useCallback(async () => new URL(await addressOf(), location.href).href, [addressOf])

  useEffect(() => {
    if (parameters === followed.current) return
    followed.current = parameters
    setView(readView(known.current.get(parameters) ?? parameters))
  }, [parameters])

  const change = useCallback(
    (part: ViewChange) =>
      setView((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) })),
    [],
  )
  return { view, change, link }
}
