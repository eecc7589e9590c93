import type { SubscribeAnswer } from '#lib/contracts/events.ts'
import type { Frame } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
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
 *     subscribe(after: seq) ──answer──▶ live ──frame seq+1──▶ live
 *           ▲                             │ frame beyond seq+1, or connection lost
 *           └─────────────────────────────┘
 *
 * While an answer is awaited, frames are kept aside: the answer holds some of them already.
 */
export class RunStream {
  readonly runId: string
  readonly #port: StreamPort
  readonly #changed: () => void
  readonly #series = new Map<string, GrowingSeries>()
  readonly #touched = new Set<string>()
  #aside: Frame[] = []
  #seq = 0
  /** Number of the question whose answer counts; an older one's came over a connection that is gone. */
  #question = 0
  #awaiting = false
  #next: RunSnapshot

  constructor(port: StreamPort, run: Run, changed: () => void) {
    this.#port = port
    this.#changed = changed
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

  frame(frame: Frame): void {
    if (frame.seq <= this.#seq) return
    if (this.#awaiting) {
      this.#aside.push(frame)
      return
    }
    if (frame.seq !== this.#seq + 1) {
      this.#aside = [frame]
      this.subscribe()
      return
    }
    this.#seq = frame.seq
    for (const [i, key] of frame.keys.entries()) {
      this.#growing(key).append(frame.step, decodeValue(frame.values[i]!))
    }
    this.#changed()
  }

  rowChanged(run: Run): void {
    this.#next = { ...this.#next, run }
    this.#changed()
  }

  deleted(): void {
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
    if (!answer.ok) {
      this.#aside = []
      const status = answer.problem.status === 404 ? 'deleted' : 'refused'
      this.#next = { ...this.#next, status, problem: answer.problem }
      this.#changed()
      return
    }
    for (const [key, series] of Object.entries(answer.metrics.series)) this.#growing(key).extend(series)
    this.#seq = Math.max(this.#seq, answer.metrics.seq)
    this.#next = { ...this.#next, run: answer.run, status: 'live', problem: null }
    this.#changed()
    const aside = this.#aside
    this.#aside = []
    for (const frame of aside) this.frame(frame)
  }

  #growing(key: string): GrowingSeries {
    let series = this.#series.get(key)
    if (!series) {
      series = new GrowingSeries()
      this.#series.set(key, series)
    }
    this.#touched.add(key)
    return series
  }
}
