import type { Frame } from '#lib/contracts/metric.ts'
import type { Run } from '#lib/contracts/run.ts'

/** How the end of a run is judged: it equals that reference, or else its replay says that it comes out the same. */
export type Yardstick = { reference: string } | 'replay'

/** A run that was acknowledged, and all that was acknowledged about it since. */
export interface Entry {
  id: string
  yardstick: Yardstick
  name: string
  priority: number
  /** The run that it goes on from, or repeats. */
  parent: string | null
  /** Whether it is out of sight, and whether it ever was. */
  deleted: boolean
  everDeleted: boolean
  /** Reasons that were given with what was asked for; each is in an event. */
  reasons: string[]
  /** How much there was of it when it was looked through. */
  audited: string | null
}

/** Everything that the server has told anybody: by answers to requests, and over sockets. */
export class Journal {
  readonly entries = new Map<string, Entry>()
  readonly #frames = new Map<string, Map<number, Frame>>()
  readonly #states = new Map<string, Set<string>>()
  /** Whatever was not as it must be. */
  readonly violations: string[] = []

  enter(run: Run, yardstick: Yardstick): void {
    const { id, name, priority } = run
    const parent = run.fork?.of ?? run.replay?.of ?? null
    const fresh = { deleted: false, everDeleted: false, reasons: [], audited: null }
    this.entries.set(id, { id, yardstick, name, priority, parent, ...fresh })
  }

  complain(text: string): void {
    if (!this.violations.includes(text)) this.violations.push(text)
  }

  heardFrame(frame: Frame): void {
    const frames = this.#frames.get(frame.runId) ?? new Map<number, Frame>()
    this.#frames.set(frame.runId, frames)
    const before = frames.get(frame.seq)
    if (before && JSON.stringify(before) !== JSON.stringify(frame)) {
      this.complain(`Run ${frame.runId}: frame ${frame.seq} was told twice, and not the same`)
    }
    frames.set(frame.seq, frame)
  }

  heardRun({ id, state, attempt }: Run): void {
    const states = this.#states.get(id) ?? new Set()
    this.#states.set(id, states)
    states.add(`${attempt} ${state}`)
  }

  /** Frames of a run that somebody has seen. */
  frames(id: string): Frame[] {
    return [...(this.#frames.get(id)?.values() ?? [])]
  }

  /** Attempts and states of a run that somebody has seen. */
  states(id: string): { attempt: number; state: string }[] {
    return [...(this.#states.get(id) ?? [])].map((text) => {
      const [attempt, state] = text.split(' ') as [string, string]
      return { attempt: Number(attempt), state }
    })
  }

  get framesHeard(): number {
    return this.#frames.values().reduce((sum, frames) => sum + frames.size, 0)
  }
}
