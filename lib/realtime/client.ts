import type { Server, Socket } from 'socket.io'
import type { ClientEvents, ServerEvents } from '#lib/contracts/events.ts'

/** All sockets of this server. */
export type Clients = Server<ClientEvents, ServerEvents>
/** One socket. */
export type Client = Socket<ClientEvents, ServerEvents>

const kinds = ['frames', 'batches', 'behind'] as const

/** Who watches a run: `frames` one by one, or `batches`; those who are `behind` would get batches if they read faster. */
export type RoomKind = (typeof kinds)[number]

export const roomOf = (kind: RoomKind, runId: string): string => `${kind}:${runId}`

/** All rooms of a run. */
export const roomsOf = (runId: string): string[] => kinds.map((kind) => roomOf(kind, runId))

/** The run that a room belongs to; null for another kind of room. */
export function runOf(room: string): string | null {
  return /^(?:frames|batches|behind):(.*)$/.exec(room)?.[1] ?? null
}

/** The part of engine.io's connection that its types keep to themselves. */
interface Connection {
  /** Not given to the transport yet. */
  writeBuffer: readonly { data?: { length: number } }[]
  /** Of a WebSocket: `bufferedAmount` is what the transport has not given to the system yet. */
  transport: { socket?: { bufferedAmount: number } }
}

/** What was sent to a client and has not left this process: packets that wait, and bytes, theirs included. */
export function waitingFor(client: Client): { packets: number; bytes: number } {
  const { writeBuffer, transport } = client.conn as unknown as Connection
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return { packets: writeBuffer.length, bytes }
}

/** Ends a connection at once: an ordinary end would wait for the client to take what it does not take. */
export function cutOff(client: Client): void {
  client.conn.close(true)
}
