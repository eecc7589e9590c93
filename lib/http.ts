import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type AppError, StartError, toProblem } from './errors.ts'
import type { Log } from './log.ts'

/**
 * Takes the port and answers the address.
 * @throws StartError where it cannot be had
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, resolve)
  await promise.catch((cause: NodeJS.ErrnoException) => {
    const reason =
      cause.code === 'EADDRINUSE' ? 'is in use; set PORT to another' : `cannot be used: ${cause.message}`
    throw new StartError(`Port ${port} ${reason}`, { cause })
  })
  server.removeListener('error', reject)
  const { address, port: actual } = server.address() as AddressInfo
  return `http://${address.includes(':') ? `[${address}]` : address}:${actual}`
}

/** Remembers every connection of the server; the answer ends it and cuts them all, upgraded ones included. */
export function closer(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return async () => {
    if (!server.listening) return
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
    await promise
  }
}

/** Answers that are under way. */
export class OpenAnswers {
  readonly #open = new Set<ServerResponse>()
  #onNone = () => {}

  add(response: ServerResponse): void {
    this.#open.add(response)
    response.once('close', () => {
      this.#open.delete(response)
      if (this.#open.size === 0) this.#onNone()
    })
  }

  /** Resolves once all have been given, or so much later. */
  settled(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#onNone = resolve
    if (this.#open.size === 0) resolve()
    return promise.finally(() => clearTimeout(timer))
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'])

/** Whether it asks for a path, by a method that pages and API know of; Next.js fails on some that it does not. */
export function isPlain({ method, url }: IncomingMessage): boolean {
  return methods.has(method ?? '') && (url ?? '').startsWith('/')
}

/** What every answer says to a browser: take types as named, tell no other site of our addresses, no frames. */
export function setSafetyHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-frame-options', 'DENY')
}

/**
 * Logs the request once it is over, at the level `debug`: no headers, which hold cookies, and no query, which may hold
 * a secret. A connection that broke before the answer is told by `aborted`.
 */
export function logRequest(log: Log, { method, url }: IncomingMessage, response: ServerResponse): void {
  if (!log.isLevelEnabled('debug')) return
  const start = performance.now()
  const path = url?.split('?', 1)[0]
  response.once('close', () => {
    const milliseconds = Math.round(10 * (performance.now() - start)) / 10
    const { statusCode: status, writableFinished } = response
    log.debug(
      { method, path, status, milliseconds, ...(writableFinished ? {} : { aborted: true }) },
      'request',
    )
  })
}

/** Answers outside Next.js, with RFC 9457 problem details. */
export function respondProblem(response: ServerResponse, error: AppError): void {
  const problem = toProblem(error)
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(problem))
}
