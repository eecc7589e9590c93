import type { StreamPort } from '#app/stream/stream-port.ts'
import type { FrameBatch, SubscribeAnswer } from '#lib/contracts/events.ts'
import { encodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
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
  readonly #frames = new Set<(batch: FrameBatch) => void>()
  readonly #changed = new Set<(run: Run) => void>()
  readonly #deleted = new Set<(runId: string) => void>()
  readonly #queue = new Set<(queue: Queue) => void>()
  readonly #status = new Set<(status: ServerStatus) => void>()

  subscribe(request: { runId: string; after: number }, answer: Question['answer']): void {
    this.questions.push({ ...request, answer })
  }
  unsubscribe(runId: string): void {
    this.left.push(runId)
  }
  onConnected = (listener: () => void) => listening(this.#connected, listener)
  onDisconnected = (listener: () => void) => listening(this.#disconnected, listener)
  onFrames = (listener: (batch: FrameBatch) => void) => listening(this.#frames, listener)
  onChanged = (listener: (run: Run) => void) => listening(this.#changed, listener)
  onDeleted = (listener: (runId: string) => void) => listening(this.#deleted, listener)
  onQueue = (listener: (queue: Queue) => void) => listening(this.#queue, listener)
  onStatus = (listener: (status: ServerStatus) => void) => listening(this.#status, listener)

  disconnect(): void {
    this.connected = false
    for (const listener of this.#disconnected) listener()
  }
  connect(): void {
    this.connected = true
    for (const listener of this.#connected) listener()
  }
  /** A batch as the server sends it. */
  batch(batch: FrameBatch): void {
    for (const listener of this.#frames) listener(batch)
  }
  /** A batch of one frame. */
  frame(runId: string, seq: number, value = seq): void {
    const series = seriesOf([seq], [encodeValue(value)])
    this.batch({ runId, after: seq - 1, seq, series })
  }
  change(run: Run): void {
    for (const listener of this.#changed) listener(run)
  }
  remove(runId: string): void {
    for (const listener of this.#deleted) listener(runId)
  }
  queue(queue: Queue): void {
    for (const listener of this.#queue) listener(queue)
  }
  status(status: ServerStatus): void {
    for (const listener of this.#status) listener(status)
  }

  /** Answers the latest question, or an earlier one, with frames after what was asked up to `seq`. */
  answer(seq: number, question = this.questions.at(-1)!, after = question.after): void {
    const seqs = Array.from({ length: seq - after }, (_, i) => after + 1 + i)
    question.answer({
      ok: true,
      run: makeRun({ id: question.runId }),
      after,
      metrics: { seq, series: seriesOf(seqs, seqs) },
    })
  }
}

function seriesOf(seqs: readonly number[], values: MetricValue[]) {
  return { 'train/loss': { steps: seqs.map((seq) => 10 * seq), values, total: seqs.length } }
}

function listening<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}
