/**
 * Clients of a server in a process of their own: as many sockets as asked for, all on one run, as its page subscribes.
 * Tells its parent of every batch that the first client got, and at the end how many each of the others lacks.
 *
 *     node bench/server/viewers.ts URL RUN_ID CLIENTS
 */
import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents } from '#lib/contracts/events.ts'

const [url, runId, clients] = process.argv.slice(2) as [string, string, string]
const now = (): number => performance.timeOrigin + performance.now()
/** Milliseconds since 1970 at which each client got each batch, by the batch's last `seq`. */
const arrivals: Map<number, number>[] = []

async function watch(): Promise<void> {
  const socket: Socket<ServerEvents, ClientEvents> = io(url, { transports: ['websocket'], forceNew: true })
  const seen = new Map<number, number>()
  arrivals.push(seen)
  await new Promise<void>((resolve) => socket.on('connect', resolve))
  socket.on('run:frames', ({ seq }) => seen.set(seq, now()))
  await new Promise<void>((resolve) => {
    socket.emit('run:subscribe', { runId, after: 0, mode: 'batches' }, () => resolve())
  })
}

for (let i = 0; i < Number(clients); i++) await watch()
process.send!('ready')
process.on('message', () => {
  process.send!({ arrivals: arrivals.map((seen) => [...seen]) }, () => process.exit())
})
