import type { ServerEvents } from '#lib/contracts/events.ts'
import { type Client, type Clients, cutOff, waitingFor } from './client.ts'

/** Beyond either, a client is slow. The bytes leave room for the answer to a subscription, which is the largest. */
const mostPackets = 10_000
const mostBytes = 4_000_000
/** Things to tell that are kept for a slow client; one that missed more has to begin anew. */
const mostKept = 500
/** Milliseconds between two looks at whether slow clients have read what waited for them. */
const lookEvery = 100

const slowRoom = 'slow'

interface Slow {
  /** The newest of each thing to tell, in the order in which it came. */
  kept: Map<string, () => void>
  /** Called once the client is no longer slow, or gone. */
  waiters: (() => void)[]
}

/**
 * Keeps what waits for clients that do not read within a bound. While one is slow it is told nothing; of what changed
 * meanwhile it gets the newest once it has read everything.
 */
export class SlowClients {
  readonly #io: Clients
  readonly #caughtUp: (client: Client) => void
  readonly #slow = new Map<Client, Slow>()
  #timer: ReturnType<typeof setInterval> | undefined

  /** @param caughtUp called for a client that was slow and has read everything */
  constructor(io: Clients, caughtUp: (client: Client) => void) {
    this.#io = io
    this.#caughtUp = caughtUp
  }

  get count(): number {
    return this.#slow.size
  }

  /** Whether more waits for a client than it may; then it is slow until it has read all of it. */
  has(client: Client): boolean {
    if (this.#slow.has(client)) return true
    const { packets, bytes } = waitingFor(client)
    if (packets <= mostPackets && bytes <= mostBytes) return false
    this.#slow.set(client, { kept: new Map(), waiters: [] })
    client.join(slowRoom)
    this.#timer ??= setInterval(() => this.#look(), lookEvery)
    return true
  }

  /** Resolves once the client is not slow, or gone. */
  async until(client: Client): Promise<void> {
    if (!client.connected || !this.has(client)) return
    await new Promise<void>((resolve) => this.#slow.get(client)!.waiters.push(resolve))
  }

  /** Tells everybody; slow clients later, and of what has the same `subject` only the newest. */
  tellAll<Event extends keyof ServerEvents>(
    subject: string,
    event: Event,
    ...payload: Parameters<ServerEvents[Event]>
  ): void {
    for (const client of this.#io.of('/').sockets.values()) this.has(client)
    this.#io.except(slowRoom).emit(event, ...payload)
    for (const [client, { kept }] of this.#slow) {
      // Taken out first: a map keeps the place of a key that it has.
      kept.delete(subject)
      kept.set(subject, () => client.emit(event, ...payload))
      if (kept.size > mostKept) cutOff(client)
    }
  }

  /** To be called when a client is gone. */
  forget(client: Client): void {
    const slow = this.#slow.get(client)
    if (!slow) return
    this.#slow.delete(client)
    if (this.#slow.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    for (const done of slow.waiters) done()
  }

  #look(): void {
    for (const [client, { kept }] of this.#slow) {
      const { packets, bytes } = waitingFor(client)
      if (packets > 0 || bytes > 0) continue
      this.forget(client)
      client.leave(slowRoom)
      for (const tell of kept.values()) tell()
      this.#caughtUp(client)
    }
  }
}
