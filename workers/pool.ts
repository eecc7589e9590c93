import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { hashKernels } from '#lib/kernels/hash.ts'
import { variantFor } from '#lib/kernels/select.ts'
import type { TrainingOutcome, TrainingPool, TrainingTask } from '#lib/runs/ports.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { writeRate } from './live-rate.ts'
import {
  commands,
  control,
  type DeliveryMessage,
  type EndMessage,
  endMessage,
  type TrainAnswer,
  type TrainMessage,
} from './messages.ts'

export interface ThreadPool extends TrainingPool {
  close(): Promise<void>
}

/** A pool of `threads` threads, one training each, that share the datasets. */
export function createPool(
  threads: number,
  onError: (error: Error) => void,
  datasets: Datasets = createDatasets(),
): ThreadPool {
  const piscina = new Piscina<TrainMessage, TrainAnswer>({
    filename: new URL('./train.ts', import.meta.url).href,
    // A pool without a thread would wait for ever for one whose file fails to load.
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 30_000,
    // Training takes what the server leaves: pages and live events come first. Only Linux has this per thread.
    niceIncrement: process.platform === 'linux' ? 10 : 0,
  })
  piscina.on('error', onError)

  const train = async (
    { runId: _, numericClass, ...task }: TrainingTask,
    cells: Int32Array,
    onDelivery: OnDelivery,
  ): Promise<TrainingOutcome> => {
    const { config } = task
    const loaded = await datasets(config.dataset).catch((error: Error) => error)
    if (loaded instanceof Error) {
      return { state: 'failed', error: `The dataset could not be loaded: ${loaded.message}` }
    }
    const { train, val, hash: data } = loaded
    const variant = variantFor(numericClass)
    const { port1, port2 } = new MessageChannel()
    const delivered = deliver(port1, cells, onDelivery)
    const message: TrainMessage = { ...task, variant, train, val, control: cells, port: port2 }
    const answer = await piscina
      .run(message, { transferList: [port2] })
      .then((result) => delivered.then(() => result))
      .finally(() => port1.close())
    if (!answer.ok) return { state: 'failed', error: answer.error }
    const { ended, weights } = answer
    return { state: ended, weights, data, kernels: hashKernels(variant) }
  }

  return {
    start: (task, onDelivery) => {
      const cells = new Int32Array(new SharedArrayBuffer(4 * control.cells))
      return {
        outcome: train(task, cells, onDelivery),
        stop: () => stop(cells),
        setLearningRate: (change) => writeRate(cells, change),
      }
    },
    close: () => piscina.destroy(),
  }
}

type OnDelivery = Parameters<TrainingPool['start']>[1]

function stop(cells: Int32Array): void {
  Atomics.store(cells, control.command, commands.stop)
  Atomics.notify(cells, control.pending)
}

/**
 * Hands on what arrives, one message after the other, until the last has come. Where one cannot be stored
 * the training is told to stop, the rest is dropped, and the promise rejects.
 */
function deliver(port: MessagePort, cells: Int32Array, onDelivery: OnDelivery): Promise<void> {
  let stored = Promise.resolve()
  const { promise: delivered, resolve, reject } = Promise.withResolvers<void>()
  port.on('message', (message: DeliveryMessage | EndMessage) => {
    if (message === endMessage) {
      stored.then(resolve, reject)
      return
    }
    stored = stored.then(() => onDelivery(message))
    stored
      .catch(() => stop(cells))
      .finally(() => {
        Atomics.sub(cells, control.pending, 1)
        Atomics.notify(cells, control.pending)
      })
  })
  // A thread that dies rejects the task first; this rejection then has nobody who waits for it.
  delivered.catch(() => {})
  return delivered
}
