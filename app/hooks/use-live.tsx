'use client'

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { type ConnectionStatus, ConnectionWatch } from '#app/stream/connection-status.ts'
import { Latest } from '#app/stream/latest.ts'
import { RunStreams } from '#app/stream/run-streams.ts'
import { createSocketPort, type SocketPort } from '#app/stream/socket-port.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'

/** The page's one connection and what hangs on it. */
export interface Live {
  port: SocketPort
  streams: RunStreams
  status: ConnectionWatch
  queue: Latest<Queue>
  serverStatus: Latest<ServerStatus>
}

/** Null on the server, where nothing is live. */
const LiveContext = createContext<Live | null>(null)

function createLive(): Live | null {
  if (typeof window === 'undefined') return null
  const port = createSocketPort()
  const queue = new Latest<Queue>()
  const serverStatus = new Latest<ServerStatus>()
  port.onQueue(queue.set)
  port.onStatus(serverStatus.set)
  // What a server said of itself holds for that connection; one that is well again may be another process.
  port.onConnected(() => serverStatus.set(null))
  return { port, streams: new RunStreams(port), status: new ConnectionWatch(port), queue, serverStatus }
}

/** One connection for all pages below it. React may render this often before it stands; only then it is opened. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live] = useState(createLive)
  useEffect(() => {
    if (!live) return
    const keepPatience = live.status.waitForFirst()
    live.port.open()
    return () => {
      keepPatience()
      live.port.close()
    }
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The page's connection; null while rendering on the server. */
export function useLive(): Live | null {
  return use(LiveContext)
}

/** The subscription of a store that never changes. */
export const never = () => () => {}

/** Whether the page hears the server. */
export function useConnectionStatus(): ConnectionStatus {
  const live = useLive()
  return useSyncExternalStore(
    live?.status.subscribe ?? never,
    live?.status.snapshot ?? (() => 'connecting'),
    () => 'connecting',
  )
}
