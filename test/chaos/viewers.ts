import { io, type Socket } from 'socket.io-client'
import { GrowingSeries } from '#app/stream/growing-series.ts'
import { RunStreams } from '#app/stream/run-streams.ts'
import { createSocketPort } from '#app/stream/socket-port.ts'
import type { ClientEvents, ServerEvents } from '#lib/contracts/events.ts'
import type { Frame, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import type { Journal } from './journal.ts'
import type { Site } from './site.ts'
import type { StoredFrame } from './stored-log.ts'

export type Curves = Record<string, Buckets>

/** Somebody who watches runs, and never goes away. */
export interface Viewer {
  name: string
  follow(run: Run): void
  /** What the viewer's charts show of a run. */
  curves(runId: string): Curves
  /** Loses the connection, as a network does; it comes back by itself. */
  cut(): void
  close(): void
}

/** What a chart of the whole log shows. */
export function curvesOf(frames: readonly StoredFrame[]): Curves {
  const curves = new Map<string, GrowingSeries>()
  for (const { step, keys, values } of frames) {
    for (const [i, key] of keys.entries()) {
      const series = curves.get(key) ?? new GrowingSeries()
      curves.set(key, series)
      series.extend({ steps: [step], values: [encodeValue(values[i]!)], total: 1 })
    }
  }
  return bucketsOf(curves)
}

function bucketsOf(curves: Map<string, GrowingSeries>): Curves {
  return Object.fromEntries([...curves].map(([key, series]) => [key, series.buckets()]))
}

/** A page, with the product's own client. */
export function openPage(site: Site): Viewer & { status(): ServerStatus | null } {
  // Where a page's socket finds its server.
  Object.assign(globalThis, { location: new URL(site.url) })
  const port = createSocketPort()
  const streams = new RunStreams(port)
  const followed = new Map<string, ReturnType<RunStreams['follow']>>()
  let status: ServerStatus | null = null
  port.onStatus((told) => {
    status = told
  })
  port.open()
  return {
    name: 'page',
    follow: (run) => {
      if (!followed.has(run.id)) followed.set(run.id, streams.follow(run))
    },
    curves: (runId) => followed.get(runId)?.commit().series ?? {},
    cut: () => {
      port.close()
      port.open()
    },
    close: () => port.close(),
    status: () => status,
  }
}

/** A script that takes every frame by itself, and writes down all that it is told. */
export function openListener(site: Site, journal: Journal): Viewer {
  const socket: Socket<ServerEvents, ClientEvents> = io(site.url, {
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 50,
    reconnectionDelayMax: 500,
  })
  const followed = new Map<string, FollowedRun>()
  socket.on('connect', () => {
    for (const run of followed.values()) run.subscribe()
  })
  socket.on('run:frame', (frame) => {
    journal.heardFrame(frame)
    followed.get(frame.runId)?.take(frame)
  })
  socket.on('run:changed', ({ run }) => journal.heardRun(run))
  return {
    name: 'listener',
    follow: ({ id }) => {
      if (followed.has(id)) return
      const run = new FollowedRun(id, socket, journal)
      followed.set(id, run)
      run.subscribe()
    },
    curves: (runId) => followed.get(runId)?.curves() ?? {},
    cut: () => void socket.io.engine.close(),
    close: () => void socket.disconnect(),
  }
}

/** One run of a listener: everything up to `seq`, each frame once. */
class FollowedRun {
  readonly #id: string
  readonly #socket: Socket<ServerEvents, ClientEvents>
  readonly #journal: Journal
  #series = new Map<string, GrowingSeries>()
  #seq = 0
  /** Frames that came while an answer was awaited; null while none is. */
  #aside: Frame[] | null = null
  #question = 0
  /** Frames that came over this subscription. */
  #came = new Set<number>()

  constructor(id: string, socket: Socket<ServerEvents, ClientEvents>, journal: Journal) {
    this.#id = id
    this.#socket = socket
    this.#journal = journal
  }

  curves(): Curves {
    return bucketsOf(this.#series)
  }

  subscribe(): void {
    if (!this.#socket.connected) return
    const question = ++this.#question
    this.#aside = []
    this.#came = new Set()
    this.#socket.emit('run:subscribe', { runId: this.#id, after: this.#seq }, (answer) => {
      if (question !== this.#question) return
      const aside = this.#aside ?? []
      this.#aside = null
      if (!answer.ok) {
        // A database that is away for a moment; a run that was deleted for a moment.
        setTimeout(() => question === this.#question && this.subscribe(), 300)
        return
      }
      if (answer.after === 0) this.#series = new Map()
      this.#extend(answer.metrics.series)
      this.#seq = answer.metrics.seq
      for (const frame of aside) this.take(frame)
    })
  }

  take(frame: Frame): void {
    if (this.#aside) {
      this.#aside.push(frame)
      return
    }
    if (this.#came.has(frame.seq)) {
      this.#journal.complain(`Run ${this.#id}: frame ${frame.seq} came twice over one subscription`)
    }
    this.#came.add(frame.seq)
    if (frame.seq <= this.#seq) return
    if (frame.seq !== this.#seq + 1) {
      this.subscribe()
      return
    }
    this.#seq = frame.seq
    const series = frame.keys.map((key, i) => [
      key,
      { steps: [frame.step], values: [frame.values[i]!], total: 1 },
    ])
    this.#extend(Object.fromEntries(series))
  }

  #extend(more: Readonly<Record<string, Series>>): void {
    for (const [key, series] of Object.entries(more)) {
      const held = this.#series.get(key) ?? new GrowingSeries()
      held.extend(series)
      this.#series.set(key, held)
    }
  }
}
