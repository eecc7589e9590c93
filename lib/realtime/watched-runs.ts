import type { Run } from '#lib/contracts/run.ts'
import { type Clients, roomsOf, runOf } from './client.ts'
import { SeriesLengths } from './series-lengths.ts'

/** What is kept of a run as long as somebody watches it. */
export class WatchedRun {
  readonly lengths = new SeriesLengths()
  /** The newest row that was published, and how many have been. */
  #row: Run | null = null
  #rows = 0

  changed(run: Run): void {
    this.#row = run
    this.#rows++
  }

  /** Reads the row; where one was published meanwhile, that one, which whoever reads may have been told already. */
  async row(read: () => Promise<Run>): Promise<Run> {
    const before = this.#rows
    const run = await read()
    return this.#rows === before ? run : this.#row!
  }
}

/** Runs that somebody watches. */
export class WatchedRuns {
  readonly #held = new Map<string, WatchedRun>()

  constructor(io: Clients) {
    const { adapter } = io.of('/')
    adapter.on('delete-room', (room: string) => {
      const runId = runOf(room)
      if (runId !== null && !roomsOf(runId).some((each) => adapter.rooms.has(each))) this.#held.delete(runId)
    })
  }

  get(runId: string): WatchedRun | undefined {
    return this.#held.get(runId)
  }

  /** To be called when a client has entered a room of the run. */
  watch(runId: string): WatchedRun {
    const known = this.#held.get(runId)
    if (known) return known
    const fresh = new WatchedRun()
    this.#held.set(runId, fresh)
    return fresh
  }
}
