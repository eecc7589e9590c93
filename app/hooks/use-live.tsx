'use client'

import { createContext, type ReactNode, use, useState, useSyncExternalStore } from 'react'
import { type ConnectionStatus, ConnectionWatch } from '#app/stream/connection-status.ts'
import { RunStreams } from '#app/stream/run-streams.ts'
import { openSocket } from '#app/stream/socket-port.ts'
import type { StreamPort } from '#app/stream/stream-port.ts'

/** The page's one connection and what hangs on it. */
export interface Live {
  port: StreamPort
  streams: RunStreams
  status: ConnectionWatch
}

/** Null on the server, where nothing is live. */
const LiveContext = createContext<Live | null>(null)

function openLive(): Live | null {
  if (typeof window === 'undefined') return null
  const port = openSocket()
  return { port, streams: new RunStreams(port), status: new ConnectionWatch(port) }
}

/** Opens the connection once for all pages below it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live] = useState(openLive)
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The page's connection; null while rendering on the server. */
export function useLive(): Live | null {
  return use(LiveContext)
}

const never = () => () => {}

/** Whether the page hears the server. */
export function useConnectionStatus(): ConnectionStatus {
  const live = useLive()
  return useSyncExternalStore(
    live?.status.subscribe ?? never,
    live?.status.snapshot ?? (() => 'connecting'),
    () => 'connecting',
  )
}
