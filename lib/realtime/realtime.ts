import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { z } from 'zod'
import { type SubscribeAnswer, subscribeSchema, unsubscribeSchema } from '#lib/contracts/events.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import { invalidRequest, isAppError, toProblem } from '#lib/errors.ts'
import type { Log } from '#lib/log.ts'
import { refusalOf } from '#lib/origin.ts'
import type { Publisher } from '#lib/runs/ports.ts'
import { type Client, type Clients, cutOff, roomOf, roomsOf, runOf, waitingFor } from './client.ts'
import { toBatch, toFrames } from './packets.ts'
import { SlowClients } from './slow-clients.ts'
import { type Backlog, enter, leave, subscribe } from './subscribe.ts'
import { WatchedRuns } from './watched-runs.ts'

export interface Realtime extends Publisher {
  /** Tells everybody, and whoever connects from now on. */
  statusChanged(status: ServerStatus): void
  /** Number of clients. */
  sockets(): number
  /** Clients that have not read what they were told, and are told no more until they have. */
  slowSockets(): number
  /** Bytes that wait in this process for clients to read them. */
  waitingBytes(): number
  /** Ends every socket; the server that they came through goes on. Clients come back by themselves. */
  close(): void
}

/** Of one message from a client; the largest valid one is far below. */
const maxMessageBytes = 16_384
/** Requests of one client that may wait for their answers. */
const mostRequests = 1000

/** Live events on the server's own port. */
export function createRealtime(httpServer: HttpServer, backlog: Backlog, log: Log): Realtime {
  const io: Clients = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    allowRequest: (request, decide) => {
      const refusal = refusalOf(request)
      decide(refusal, refusal === null)
    },
  })
  const { sockets, adapter } = io.of('/')
  const runs = new WatchedRuns(io)
  const slow = new SlowClients(io, (client) => catchUp(client, runs))
  let queue: Queue | null = null
  let status: ServerStatus | null = null

  const membersOf = (room: string): Client[] =>
    [...(adapter.rooms.get(room) ?? [])].flatMap((id) => sockets.get(id) ?? [])

  io.on('connection', (client) => {
    if (status) client.emit('server:status', status)
    if (queue) client.emit('queue:changed', queue)
    const inTurn = takeTurns(client, slow)
    client.on('run:subscribe', (request, answer) => {
      if (typeof answer !== 'function') return
      inTurn(async () => answer(await answerTo(client, request, backlog, runs, log)))
    })
    client.on('run:unsubscribe', (request) => {
      const parsed = unsubscribeSchema.safeParse(request)
      if (parsed.success) inTurn(async () => leave(client, parsed.data.runId))
    })
    client.on('disconnect', () => slow.forget(client))
  })

  return {
    frames: (runId, blocks) => {
      const run = runs.get(runId)
      if (!run) return
      const [frames, batches] = [roomOf('frames', runId), roomOf('batches', runId)]
      // Nothing would tell it of the last frames that it missed, where none follow.
      for (const client of membersOf(frames)) if (slow.has(client)) cutOff(client)
      for (const client of membersOf(batches)) if (slow.has(client)) enter(client, 'behind', runId)
      if (adapter.rooms.has(batches)) {
        io.to(batches).emit('run:frames', toBatch(runId, blocks, run.lengths.before(blocks)))
      }
      run.lengths.add(blocks)
      if (!adapter.rooms.has(frames)) return
      for (const frame of toFrames(runId, blocks)) io.to(frames).emit('run:frame', frame)
    },
    changed: (run) => {
      runs.get(run.id)?.changed(run)
      slow.tellAll(run.id, 'run:changed', { run })
    },
    deleted: (runId) => {
      slow.tellAll(runId, 'run:deleted', { runId })
      for (const room of roomsOf(runId)) io.in(room).socketsLeave(room)
    },
    queueChanged: (changed) => {
      queue = changed
      slow.tellAll('queue', 'queue:changed', changed)
    },
    statusChanged: (changed) => {
      status = changed
      slow.tellAll('status', 'server:status', changed)
    },
    sockets: () => sockets.size,
    slowSockets: () => slow.count,
    waitingBytes: () => sockets.values().reduce((sum, client) => sum + waitingFor(client).bytes, 0),
    // Not `disconnectSockets`: clients take that as a wish that they stay away.
    close: () => void io.engine.close(),
  }
}

/** A client has read all that was sent to it: it gets what comes from now on, and hears where it has a gap. */
function catchUp(client: Client, runs: WatchedRuns): void {
  for (const room of client.rooms) {
    const runId = runOf(room)
    const run = runId !== null && room === roomOf('behind', runId) ? runs.get(runId) : undefined
    if (runId === null || !run) continue
    enter(client, 'batches', runId)
    const { seq } = run.lengths
    client.emit('run:frames', { runId, after: seq, seq, series: {} })
  }
}

/**
 * Answers a client's requests one after the other, and each once the client has read most of what it was sent: what
 * waits for a client is never more than one answer beyond the bound.
 */
function takeTurns(client: Client, slow: SlowClients): (request: () => Promise<void>) => void {
  let waiting = 0
  let last = Promise.resolve()
  return (request) => {
    if (++waiting > mostRequests) {
      cutOff(client)
      return
    }
    last = last.then(async () => {
      await slow.until(client)
      if (client.connected) await request()
      waiting--
    })
  }
}

async function answerTo(
  client: Client,
  request: unknown,
  backlog: Backlog,
  runs: WatchedRuns,
  log: Log,
): Promise<SubscribeAnswer> {
  try {
    return await subscribe(client, parse(subscribeSchema, request), backlog, runs)
  } catch (error) {
    if (!isAppError(error)) log.error({ error }, 'subscription failed')
    return { ok: false, problem: toProblem(error) }
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidRequest(parsed.error)
  return parsed.data
}
