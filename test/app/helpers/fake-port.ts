import type { StreamPort } from '#app/stream/stream-port.ts'
import type { SubscribeAnswer } from '#lib/contracts/events.ts'
import type { Frame } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from './runs.ts'

interface Question {
  runId: string
  after: number
  answer: (answer: SubscribeAnswer) => void
}

/** A connection whose server is the test. Frame `seq` n records step 10 n with value n under `train/loss`. */
export class FakePort implements StreamPort {
  connected = true
  readonly questions: Question[] = []
  readonly left: string[] = []
  readonly #connected = new Set<() => void>()
  readonly #disconnected = new Set<() => void>()
  readonly #frame = new Set<(frame: Frame) => void>()
  readonly #changed = new Set<(run: Run) => void>()
  readonly #deleted = new Set<(runId: string) => void>()

  subscribe(request: { runId: string; after: number }, answer: Question['answer']): void {
    this.questions.push({ ...request, answer })
  }
  unsubscribe(runId: string): void {
    this.left.push(runId)
  }
  onConnected = (listener: () => void) => listening(this.#connected, listener)
  onDisconnected = (listener: () => void) => listening(this.#disconnected, listener)
  onFrame = (listener: (frame: Frame) => void) => listening(this.#frame, listener)
  onChanged = (listener: (run: Run) => void) => listening(this.#changed, listener)
  onDeleted = (listener: (runId: string) => void) => listening(this.#deleted, listener)

  disconnect(): void {
    this.connected = false
    for (const listener of this.#disconnected) listener()
  }
  connect(): void {
    this.connected = true
    for (const listener of this.#connected) listener()
  }
  frame(runId: string, seq: number, value = seq): void {
    const frame = { runId, seq, step: 10 * seq, keys: ['train/loss'], values: [encodeValue(value)] }
    for (const listener of this.#frame) listener(frame)
  }
  change(run: Run): void {
    for (const listener of this.#changed) listener(run)
  }
  remove(runId: string): void {
    for (const listener of this.#deleted) listener(runId)
  }

  /** Answers the latest question, or an earlier one, with frames after what was asked up to `seq`. */
  answer(seq: number, question = this.questions.at(-1)!): void {
    const seqs = Array.from({ length: seq - question.after }, (_, i) => question.after + 1 + i)
    const series = { steps: seqs.map((n) => 10 * n), values: seqs, total: seqs.length }
    question.answer({
      ok: true,
      run: makeRun({ id: question.runId }),
      metrics: { seq, series: { 'train/loss': series } },
    })
  }
}

function listening<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}
