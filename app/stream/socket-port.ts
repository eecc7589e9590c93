import { io, type Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents } from '#lib/contracts/events.ts'
import type { StreamPort } from './stream-port.ts'

/**
 * Milliseconds after which an unanswered question means that the connection is dead, whatever it says. A server answers
 * one question of a page after the other, and over a slow line each takes seconds.
 */
const answerTimeout = 60_000

/** A port that can be opened and closed. */
export interface SocketPort extends StreamPort {
  open(): void
  close(): void
}

/** The page's socket to the server that it came from, not open yet; once opened it reconnects by itself for ever. */
export function createSocketPort(): SocketPort {
  const socket: Socket<ServerEvents, ClientEvents> = io({
    autoConnect: false,
    forceNew: true,
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
  })
  return {
    open() {
      socket.connect()
    },
    close() {
      socket.disconnect()
    },
    get connected() {
      return socket.connected
    },
    subscribe(request, answer) {
      const inBatches = { ...request, mode: 'batches' as const }
      socket.timeout(answerTimeout).emit('run:subscribe', inBatches, (error, given) => {
        if (!error) answer(given)
        else if (socket.connected) socket.disconnect().connect()
      })
    },
    unsubscribe(runId) {
      if (socket.connected) socket.emit('run:unsubscribe', { runId })
    },
    onConnected(listener) {
      socket.on('connect', listener)
      return () => void socket.off('connect', listener)
    },
    onDisconnected(listener) {
      socket.on('disconnect', listener)
      return () => void socket.off('disconnect', listener)
    },
    onFrames(listener) {
      socket.on('run:frames', listener)
      return () => void socket.off('run:frames', listener)
    },
    onChanged(listener) {
      const heard: ServerEvents['run:changed'] = ({ run }) => listener(run)
      socket.on('run:changed', heard)
      return () => void socket.off('run:changed', heard)
    },
    onDeleted(listener) {
      const heard: ServerEvents['run:deleted'] = ({ runId }) => listener(runId)
      socket.on('run:deleted', heard)
      return () => void socket.off('run:deleted', heard)
    },
    onQueue(listener) {
      socket.on('queue:changed', listener)
      return () => void socket.off('queue:changed', listener)
    },
    onStatus(listener) {
      socket.on('server:status', listener)
      return () => void socket.off('server:status', listener)
    },
  }
}
