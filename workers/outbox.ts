import { getHeapStatistics } from 'node:v8'
import type { MessagePort } from 'node:worker_threads'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { Checkpoint, Delivery } from '#lib/runs/ports.ts'
import type { ClockMark } from '#lib/series/clock.ts'
import type { FrameBlock } from '#lib/series/frames.ts'
import { commands, control, type DeliveryMessage, maxPending } from './messages.ts'

/** How long news is gathered before it is posted. */
const postEveryMs = 50
/** Checkpoints under way that are posted at once, whatever the time. */
const mostCheckpointBytes = 1 << 20

/** Where a training stands, for the progress of its run. */
export interface Standing {
  step: number
  epoch: number
  samplesPerSecond: number | null
  verdicts: Verdict[]
}

/**
 * Posts to the server's thread what a training has to say. Grouping is a matter of time alone and has no influence
 * on what is said.
 */
export class Outbox {
  readonly #port: MessagePort
  readonly #cells: Int32Array
  /** Bytes of the training's own memory. */
  readonly #ownBytes: number
  #snapshots: Snapshot[] = []
  #checkpoints: Checkpoint[] = []
  #checkpointBytes = 0
  #learningRates: Delivery['learningRates'] = []
  #marks: ClockMark[] = []
  #postedAt = performance.now()

  constructor(port: MessagePort, cells: Int32Array, ownBytes: number) {
    this.#port = port
    this.#cells = cells
    this.#ownBytes = ownBytes
  }

  /** Whether it is time to post. */
  get isDue(): boolean {
    return this.#checkpointBytes > mostCheckpointBytes || performance.now() - this.#postedAt >= postEveryMs
  }

  addSnapshot(snapshot: Snapshot): void {
    this.#snapshots.push(snapshot)
  }

  addCheckpoint(checkpoint: Checkpoint): void {
    this.#checkpoints.push(checkpoint)
    this.#checkpointBytes += checkpoint.state.length
  }

  /** To be said before the next step, so that it is posted no later than what that step shows. */
  addLearningRate(applied: Delivery['learningRates'][number]): void {
    this.#learningRates.push(applied)
  }

  /** That a step is done now, after so many seconds of training in this attempt. */
  addMark(step: number, seconds: number): void {
    this.#marks.push({ step, seconds, at: performance.timeOrigin + performance.now() })
  }

  /** Posts these frames and all that was added. Waits first while too much that was posted is not stored yet. */
  post(blocks: FrameBlock[], { verdicts, ...standing }: Standing): void {
    const message: DeliveryMessage = {
      blocks,
      snapshots: this.#snapshots,
      verdicts,
      checkpoints: this.#checkpoints,
      learningRates: this.#learningRates,
      marks: this.#marks,
      postedAt: performance.timeOrigin + performance.now(),
      progress: { ...standing, memoryBytes: this.#measureMemory() },
    }
    this.#waitForRoom()
    Atomics.add(this.#cells, control.pending, 1)
    this.#port.postMessage(message, [
      ...blocks.map((block) => block.columns.buffer as ArrayBuffer),
      ...this.#checkpoints.map((checkpoint) => checkpoint.state.buffer as ArrayBuffer),
    ])
    this.#snapshots = []
    this.#checkpoints = []
    this.#checkpointBytes = 0
    this.#learningRates = []
    this.#marks = []
    this.#postedAt = performance.now()
  }

  /** The training's buffers, this thread's heap, and what waits to be posted. */
  #measureMemory(): number {
    return this.#ownBytes + getHeapStatistics().used_heap_size + this.#checkpointBytes
  }

  #waitForRoom(): void {
    for (;;) {
      const pending = Atomics.load(this.#cells, control.pending)
      if (pending < maxPending || Atomics.load(this.#cells, control.command) === commands.stop) return
      Atomics.wait(this.#cells, control.pending, pending, 1000)
    }
  }
}
