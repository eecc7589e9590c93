// Several trainings of this project at a time, each on a thread of its own: product-threads.ts TASK VARIANT THREADS
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Samples } from '#lib/nn/spec.ts'
import { readDataset } from '../dataset.ts'
import type { Request, Task } from '../task.ts'
import { createProductTrainer } from './product-trainer.ts'
import { serve } from './session.ts'

interface ThreadTask {
  task: Task
  variant: string
  train: Samples
  val: Samples
}

if (isMainThread) await serve(createThreads)
else answer(workerData)

/** As many threads as asked for over one copy of the data; a round lasts until the last of them has trained. */
async function createThreads(task: Task, [variant = 'scalar', count = '1']: string[]) {
  const data = readDataset(task)
  const workers = await Promise.all(
    Array.from({ length: Number(count) }, async (_, index) => {
      const thread: ThreadTask = { task: { ...task, seed: task.seed + index }, variant, ...data }
      const worker = new Worker(new URL(import.meta.url), { workerData: thread })
      await once(worker, 'message')
      return worker
    }),
  )
  const ask = (worker: Worker, request: Request): Promise<number[]> => {
    worker.postMessage(request)
    return once(worker, 'message')
  }
  return {
    version: `${variant}, ${count} ${count === '1' ? 'thread' : 'threads'}`,
    async train() {
      const begin = performance.now()
      await Promise.all(workers.map((worker) => ask(worker, 'train')))
      return (performance.now() - begin) / 1000 / workers.length
    },
    async validate() {
      const [accuracy] = await ask(workers[0]!, 'validate')
      return accuracy!
    },
  }
}

function answer({ task, variant, train, val }: ThreadTask): void {
  const trainer = createProductTrainer(task, variant, train, 0)
  parentPort!.on('message', (request: Request) => {
    parentPort!.postMessage(request === 'train' ? trainer.train() : trainer.validate(val))
  })
  parentPort!.postMessage('ready')
}
