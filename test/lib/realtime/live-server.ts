import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createConnection, createServer as createTcpServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Socket as ClientSocket, io } from 'socket.io-client'
import { RunStreams } from '#app/stream/run-streams.ts'
import { createSocketPort } from '#app/stream/socket-port.ts'
import type { ClientEvents, ServerEvents } from '#lib/contracts/events.ts'
import type { Run } from '#lib/contracts/run.ts'
import { closer, listen } from '#lib/http.ts'
import { createLog } from '#lib/log.ts'
import { createRealtime } from '#lib/realtime/realtime.ts'
import { backlogOf, type RecordedRun } from './recorded-run.ts'

export type Client = ClientSocket<ServerEvents, ClientEvents>

/** Waits for what is certain to come; fails by the test's own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5)
}

/** The sockets of a server that has nothing else; `delay` is awaited before each reading of the log. */
export async function startRealtime(
  runs: readonly RecordedRun[],
  { delay, port = 0 }: { delay?: () => Promise<unknown>; port?: number } = {},
) {
  const httpServer: Server = createServer()
  const close = closer(httpServer)
  const realtime = createRealtime(httpServer, backlogOf(runs, delay), createLog('silent'))
  const url = await listen(httpServer, '127.0.0.1', port)
  const clients: Client[] = []
  const connect = (to = url): Client => {
    const client: Client = io(to, { forceNew: true, transports: ['websocket'], reconnectionDelay: 20 })
    clients.push(client)
    return client
  }
  const end = async () => {
    for (const client of clients) client.close()
    realtime.close()
    await close()
  }
  return { realtime, url, connect, end }
}

/** A page: the product's own port and streams, which commit at once. It is at `url` as long as nobody else is made. */
export function openPage(url: string) {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'location')
  // The port connects to where the page came from.
  Object.defineProperty(globalThis, 'location', { value: new URL(url), configurable: true })
  const port = createSocketPort()
  if (before) Object.defineProperty(globalThis, 'location', before)
  else Reflect.deleteProperty(globalThis, 'location')
  const streams = new RunStreams(port, (commit) => commit())
  port.open()
  return { port, streams, follow: (run: Run) => streams.follow(run) }
}

/** A line to the server on which reading can be stopped: what the server sends then stays with the server. */
export async function openLine(url: string) {
  const target = new URL(url)
  const upstreams = new Set<Socket>()
  let paused = false
  const proxy = createTcpServer((socket) => {
    const upstream = createConnection(Number(target.port), target.hostname)
    upstreams.add(upstream)
    if (paused) upstream.pause()
    socket.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => socket.write(chunk))
    for (const one of [socket, upstream]) {
      one.on('error', () => {})
      one.on('close', () => {
        upstreams.delete(upstream)
        socket.destroy()
        upstream.destroy()
      })
    }
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    pause: () => {
      paused = true
      for (const upstream of upstreams) upstream.pause()
    },
    resume: () => {
      paused = false
      for (const upstream of upstreams) upstream.resume()
    },
    close: () => {
      proxy.close()
      for (const upstream of upstreams) upstream.destroy()
    },
  }
}
