import type { Run } from '#lib/contracts/run.ts'
import { type RunSnapshot, RunStream } from './run-stream.ts'
import type { StreamPort } from './stream-port.ts'

/** Least milliseconds between commits to the page: at most 8 a second, for all runs together. */
const commitInterval = 125

/** Milliseconds until a question that the server could not answer is asked again. */
const retryAfter = 3000

/** A clock for commits. After one that took long to draw it pauses longer: drawing gets a quarter of the time. */
function pacedByDrawing(): (commit: () => void) => void {
  let pause = commitInterval
  return (commit) => {
    setTimeout(() => {
      const began = performance.now()
      commit()
      // React draws before the next task begins.
      setTimeout(() => {
        pause = Math.max(commitInterval, 3 * (performance.now() - began))
      })
    }, pause)
  }
}

interface Held {
  stream: RunStream
  watchers: number
}

/** All runs that a page follows, over one connection and with one clock for what it draws. */
export class RunStreams {
  readonly #port: StreamPort
  readonly #later: (commit: () => void) => void
  readonly #afterPause: (retry: () => void) => void
  readonly #held = new Map<string, Held>()
  readonly #listeners = new Set<() => void>()
  #scheduled = false

  constructor(
    port: StreamPort,
    later: (commit: () => void) => void = pacedByDrawing(),
    afterPause: (retry: () => void) => void = (retry) => void setTimeout(retry, retryAfter),
  ) {
    this.#port = port
    this.#later = later
    this.#afterPause = afterPause
    port.onConnected(() => this.#each((stream) => stream.subscribe()))
    port.onDisconnected(() => this.#each((stream) => stream.disconnected()))
    port.onFrames((batch) => this.#held.get(batch.runId)?.stream.frames(batch))
    port.onChanged((run) => this.#held.get(run.id)?.stream.rowChanged(run))
    port.onDeleted((runId) => this.#held.get(runId)?.stream.deleted())
  }

  /** Follows a run until `release` of its id was called as often; what is held is shared by all who follow. */
  follow(run: Run): RunStream {
    const known = this.#held.get(run.id)
    if (known) {
      known.watchers++
      return known.stream
    }
    const retry = () => {
      if (this.#held.get(run.id)?.stream === stream) stream.retry()
    }
    const stream = new RunStream(
      this.#port,
      run,
      () => this.#schedule(),
      () => this.#afterPause(retry),
    )
    this.#held.set(run.id, { stream, watchers: 1 })
    stream.subscribe()
    return stream
  }

  release(runId: string): void {
    const held = this.#held.get(runId)
    if (!held || --held.watchers > 0) return
    this.#held.delete(runId)
    this.#port.unsubscribe(runId)
  }

  /** Calls after every commit. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #each(action: (stream: RunStream) => void): void {
    for (const { stream } of this.#held.values()) action(stream)
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#later(() => {
      this.#scheduled = false
      for (const listener of this.#listeners) listener()
    })
  }
}

/** Several runs as one external store for React: the same array until the next commit changes one of them. */
export class RunGroup {
  readonly #streams: () => RunStreams
  readonly #runs: readonly Run[]
  #followed: RunStream[] = []
  #snapshots: readonly RunSnapshot[]

  /** @param streams called on the first subscription, so that rendering on the server opens nothing. */
  constructor(streams: () => RunStreams, initial: readonly RunSnapshot[]) {
    this.#streams = streams
    this.#runs = initial.map((snapshot) => snapshot.run)
    this.#snapshots = initial
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const streams = this.#streams()
    this.#followed = this.#runs.map((run) => streams.follow(run))
    this.#commit()
    const silence = streams.listen(() => {
      this.#commit()
      listener()
    })
    return () => {
      silence()
      this.#followed = []
      for (const run of this.#runs) streams.release(run.id)
    }
  }

  readonly snapshot = (): readonly RunSnapshot[] => this.#snapshots

  #commit(): void {
    const next = this.#followed.map((stream) => stream.commit())
    if (next.some((snapshot, i) => snapshot !== this.#snapshots[i])) this.#snapshots = next
  }
}
