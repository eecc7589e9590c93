import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { z } from 'zod'
import {
  type ClientEvents,
  type ServerEvents,
  type SubscribeAnswer,
  subscribeSchema,
  unsubscribeSchema,
} from '#lib/contracts/events.ts'
import type { Metrics } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import { invalidRequest, isAppError, toProblem } from '#lib/errors.ts'
import type { Log } from '#lib/log.ts'
import { refusalOf } from '#lib/origin.ts'
import type { Publisher } from '#lib/runs/ports.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'

/** Where a subscription's answer comes from. */
export interface Backlog {
  run(id: string): Promise<Run>
  metrics(id: string, after: number): Promise<Metrics>
}

export interface Realtime extends Publisher {
  /** Ends every socket; the server that they came through goes on. */
  close(): void
}

type Sockets = Server<ClientEvents, ServerEvents>
type Client = Socket<ClientEvents, ServerEvents>

const roomOf = (runId: string): string => `run:${runId}`
/**
 * Packets (about 0.5 kB each) that may wait for a client that does not read. One that falls behind further is
 * cut off: when it comes back it asks for what came after its last frame, in buckets.
 */
const maxWaiting = 10_000
/** Of one message from a client; the largest valid one is far below. */
const maxMessageBytes = 16_384

/** Live events on the server's own port. */
export function createRealtime(httpServer: HttpServer, backlog: Backlog, log: Log): Realtime {
  const io: Sockets = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    allowRequest: (request, decide) => {
      const refusal = refusalOf(request)
      decide(refusal, refusal === null)
    },
  })
  io.on('connection', (client) => {
    client.on('run:subscribe', async (request, answer) => {
      if (typeof answer === 'function') answer(await subscribe(client, request, backlog, log))
    })
    client.on('run:unsubscribe', async (request) => {
      const parsed = unsubscribeSchema.safeParse(request)
      if (parsed.success) await client.leave(roomOf(parsed.data.runId))
    })
  })
  return {
    frames: (runId, blocks) => {
      const room = roomOf(runId)
      const members = io.of('/').adapter.rooms.get(room)
      if (!members) return
      for (const id of members) {
        const client = io.of('/').sockets.get(id)
        // At once: an ordinary end would wait for the client to take what it does not take.
        if (client && waiting(client) > maxWaiting) client.conn.close(true)
      }
      for (const frame of inOrder(runId, blocks)) io.to(room).emit('run:frame', frame)
    },
    changed: (run) => {
      io.emit('run:changed', { run })
    },
    deleted: (runId) => {
      io.emit('run:deleted', { runId })
      io.in(roomOf(runId)).socketsLeave(roomOf(runId))
    },
    close: () => {
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

/** Packets that a client has not taken yet. Named here because engine.io's types keep its buffer to themselves. */
function waiting(client: Client): number {
  return (client.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length
}

/**
 * Joins the room before the log is read: what is published meanwhile reaches the client too, which drops what
 * the answer holds already. So there is no moment at which a frame could slip through.
 */
async function subscribe(
  client: Client,
  request: unknown,
  backlog: Backlog,
  log: Log,
): Promise<SubscribeAnswer> {
  try {
    const { runId, after } = parse(subscribeSchema, request)
    await client.join(roomOf(runId))
    try {
      const metrics = await backlog.metrics(runId, after)
      return { ok: true, run: await backlog.run(runId), metrics }
    } catch (error) {
      await client.leave(roomOf(runId))
      throw error
    }
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

/** The blocks' frames by `seq`: blocks with different keys interleave. */
function inOrder(runId: string, blocks: readonly FrameBlock[]) {
  const frames = blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, i) => ({
      runId,
      seq: seqOf(block, i),
      step: stepOf(block, i),
      keys: [...block.keys],
      values: block.keys.map((_key, key) => encodeValue(valuesOf(block, key)[i]!)),
    })),
  )
  return frames.sort((a, b) => a.seq - b.seq)
}
