import type { FrameBatch, SubscribeAnswer } from '#lib/contracts/events.ts'
import type { Series } from '#lib/contracts/metric.ts'
import type { Problem } from '#lib/contracts/problem.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import { GrowingSeries } from './growing-series.ts'
import type { StreamPort } from './stream-port.ts'

/** What a page knows of a run at one moment; a new object whenever any of it changed. */
export interface RunSnapshot {
  run: Run
  series: Readonly<Record<string, Buckets>>
  /** `loading` until the first answer; old data stays whatever comes after. */
  status: 'loading' | 'live' | 'refused' | 'deleted'
  problem: Problem | null
}

/** A run of which nothing but its row is known yet. */
export function emptySnapshot(run: Run): RunSnapshot {
  return { run, series: {}, status: 'loading', problem: null }
}

/**
 * Follows one run. Invariant: everything up to `#seq` is held, exactly once, and nothing beyond it.
 *
 *     subscribe(after: seq) ──answer──▶ live ──batch after seq──▶ live
 *           ▲                             │ batch after another frame, or connection lost
 *           └─────────────────────────────┘
 *
 * While an answer is awaited, batches are kept aside: the answer holds some of them already.
 */
export class RunStream {
  readonly runId: string
  readonly #port: StreamPort
  readonly #changed: () => void
  readonly #refused: () => void
  readonly #series = new Map<string, GrowingSeries>()
  readonly #touched = new Set<string>()
  #aside: FrameBatch[] = []
  #seq = 0
  /** Number of the question whose answer counts; an older one's came over a connection that is gone. */
  #question = 0
  #awaiting = false
  #next: RunSnapshot

  /**
   * @param changed called when there is something to commit
   * @param refused called when the server could not answer, though it may later
   */
  constructor(port: StreamPort, run: Run, changed: () => void, refused: () => void) {
    this.#port = port
    this.#changed = changed
    this.#refused = refused
    this.runId = run.id
    this.#next = emptySnapshot(run)
  }

  /** Asks for all that came after what is held. Nothing happens while there is no connection. */
  subscribe(): void {
    if (!this.#port.connected) return
    const question = ++this.#question
    this.#awaiting = true
    this.#port.subscribe({ runId: this.runId, after: this.#seq }, (answer) => {
      if (question === this.#question) this.#accept(answer)
    })
  }

  /** The connection is gone, and with it the answer under way. */
  disconnected(): void {
    this.#question++
    this.#awaiting = false
    this.#aside = []
  }

  /** Asks again where the last answer was a refusal. */
  retry(): void {
    if (this.#next.status === 'refused' && !this.#awaiting) this.subscribe()
  }

  frames(batch: FrameBatch): void {
    if (batch.seq <= this.#seq) return
    if (this.#awaiting) {
      this.#aside.push(batch)
      return
    }
    if (batch.after !== this.#seq) {
      this.#aside = [batch]
      this.subscribe()
      return
    }
    this.#extend(batch.series)
    this.#seq = batch.seq
    this.#changed()
  }

  rowChanged(run: Run): void {
    this.#next = { ...this.#next, run }
    this.#changed()
    if (this.#awaiting) return
    const restored = this.#next.status === 'deleted'
    // Frames that were stored while nobody could be told, and after which none came.
    const missed = this.#next.status === 'live' && run.state !== 'running' && run.seq > this.#seq
    if (restored || missed) this.subscribe()
  }

  deleted(): void {
    // An answer under way is from before.
    this.disconnected()
    this.#next = { ...this.#next, status: 'deleted' }
    this.#changed()
  }

  /** The state as it is now; series that did not change keep their identity. */
  commit(): RunSnapshot {
    if (this.#touched.size > 0) {
      const series = { ...this.#next.series }
      for (const key of this.#touched) series[key] = this.#series.get(key)!.buckets()
      this.#touched.clear()
      this.#next = { ...this.#next, series }
    }
    return this.#next
  }

  #accept(answer: SubscribeAnswer): void {
    this.#awaiting = false
    const aside = this.#aside
    this.#aside = []
    if (!answer.ok) {
      const status = answer.problem.status === 404 ? 'deleted' : 'refused'
      this.#next = { ...this.#next, status, problem: answer.problem }
      this.#changed()
      if (status === 'refused') this.#refused()
      return
    }
    if (answer.after === 0) this.#forget()
    this.#extend(answer.metrics.series)
    this.#seq = answer.metrics.seq
    this.#next = { ...this.#next, run: answer.run, status: 'live', problem: null }
    this.#changed()
    for (const batch of aside) this.frames(batch)
  }

  /** Everything comes anew. What was committed stays until then. */
  #forget(): void {
    this.#series.clear()
    this.#touched.clear()
    this.#next = { ...this.#next, series: {} }
  }

  #extend(more: Readonly<Record<string, Series>>): void {
    for (const [key, series] of Object.entries(more)) {
      const held = this.#series.get(key) ?? new GrowingSeries()
      held.extend(series)
      this.#series.set(key, held)
      this.#touched.add(key)
    }
  }
}
