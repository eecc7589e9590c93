import { createKernels, enableRevectorizer } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import type { NetworkSpec, Samples } from '#lib/nn/spec.ts'
import type { Task } from '../task.ts'
import { createRounds } from './session.ts'

/** This project's trainer at work on a task. */
export interface ProductTrainer {
  /** Trains on the task's next samples; returns the seconds of it. */
  train(): number
  validate(val: Samples): number
}

/** Builds a trainer with the kernels of that name; with `readEvery` > 0 one step in so many is measured. */
export function createProductTrainer(
  task: Task,
  variant: string,
  train: Samples,
  readEvery: number,
): ProductTrainer {
  enableRevectorizer()
  const { batch: batchSize, seed, optimizer } = task
  const spec = specOf(task)
  const options = { batchSize, seed, optimizer }
  const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
  const { learningRate } = optimizer
  let steps = 0
  const rounds = createRounds(task, train.count, (rows, start, count) => {
    const read = readEvery > 0 && ++steps % readEvery === 0
    trainer.step(train, rows, start, count, learningRate, read ? 'measures' : 'none')
  })
  return { train: rounds, validate: (val) => trainer.evaluate(val).accuracy }
}

function specOf({ widths, activation }: Task): NetworkSpec {
  const units = widths.at(-1)!
  return {
    inputs: widths[0]!,
    hidden: widths.slice(1, -1).map((hidden) => ({ units: hidden, activation })),
    output:
      units === 1
        ? { units, activation: 'sigmoid', loss: 'binary_cross_entropy' }
        : { units, activation: 'softmax', loss: 'cross_entropy' },
    initializer: 'auto',
  }
}
