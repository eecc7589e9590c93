import type { MessagePort } from 'node:worker_threads'
import type { RunConfig } from '#lib/contracts/run.ts'
import type { Samples } from '#lib/nn/spec.ts'
import type { KeptNetwork, Question } from '#lib/runs/network-ports.ts'
import type { Delivery, TrainingTask } from '#lib/runs/ports.ts'

// Everything that crosses between the server's thread and the others.

/**
 * Shared int32 cells, one array a training. The server's thread writes `command`; the worker adds to `pending`
 * for every message it posts, the server's thread takes away for every one it has stored and wakes the worker.
 * `rateVersion` and the four cells from `rate` on are the mailbox of a learning rate, see live-rate.ts.
 */
export const control = { command: 0, pending: 1, rateVersion: 2, rate: 3, cells: 7 } as const
export const commands = { proceed: 0, stop: 1 } as const

/** Messages under way at which a worker waits: bounds the memory that a slow database can cost. */
export const maxPending = 4

/** Piscina's task; the first fields as in `TrainingTask`. */
export interface TrainMessage
  extends Pick<TrainingTask, 'steps' | 'from' | 'forkedFrom' | 'learningRates' | 'recordedStep'> {
  config: RunConfig
  /** Name of the kernel build to train with. */
  variant: string
  train: Samples
  val: Samples
  control: Int32Array
  port: MessagePort
}

/** Worker → server's thread over the task's port, buffers transferred. */
export type DeliveryMessage = Delivery

/**
 * The last message of a task. The port's own closing would come too late: Piscina's threads sleep between
 * tasks without turning their event loop.
 */
export const endMessage = 'end'
export type EndMessage = typeof endMessage

/** What the task resolves to. An error of our own code is an answer; only a dying thread rejects. */
export type TrainAnswer =
  | { ok: true; ended: 'completed' | 'stopped'; weights: string }
  | { ok: false; error: string }

/** The task of the thread that looks at networks. */
export interface EvaluateMessage {
  network: KeptNetwork
  question: Question
  train: Samples
  val: Samples
  /** Of the network's checkpoint; null where the thread may still have the network from the question before. */
  state: Uint8Array<ArrayBuffer> | null
}

/** The answer as it goes out, or why there is none: the state is missing, or another version wrote it. */
export type EvaluateAnswer = Uint8Array<ArrayBuffer> | 'state needed' | 'unreadable'
