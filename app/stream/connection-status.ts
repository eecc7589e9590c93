import type { StreamPort } from './stream-port.ts'

/** `connecting` only before the first success, and not for long. */
export type ConnectionStatus = 'connecting' | 'online' | 'offline'

/** Milliseconds that a first connection may take before the page says that it has none. */
const patience = 3000

/** Whether the page hears the server, as an external store for React. */
export class ConnectionWatch {
  #status: ConnectionStatus = 'connecting'
  readonly #listeners = new Set<() => void>()

  constructor(port: StreamPort) {
    port.onConnected(() => this.#become('online'))
    port.onDisconnected(() => this.#become('offline'))
  }

  /** Loses patience after a while; the answer keeps it. */
  waitForFirst(): () => void {
    const timer = setTimeout(() => {
      if (this.#status === 'connecting') this.#become('offline')
    }, patience)
    return () => clearTimeout(timer)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): ConnectionStatus => this.#status

  #become(status: ConnectionStatus): void {
    if (status === this.#status) return
    this.#status = status
    for (const listener of this.#listeners) listener()
  }
}
