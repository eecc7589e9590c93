import { createKernels } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import { scheduleFactor } from '#lib/nn/schedules.ts'
import { hashParameters } from '#workers/checkpoint.ts'
import { type GoldenConfiguration, goldenSteps } from './configurations.ts'

/** What one training comes to, to the last bit: JSON keeps a double exactly. */
export interface GoldenTraining {
  /** Mean loss of each step's batch. */
  losses: number[]
  /** Of all samples after the last step. */
  evaluated: { loss: number; accuracy: number }
  /** sha-256 in hex of all tensors after the last step. */
  weights: string
}

/** Trains one configuration on the kernels of that name. */
export function trainGolden(configuration: GoldenConfiguration, variant: string): GoldenTraining {
  const { spec, samples } = configuration
  const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, configuration)), spec, configuration)
  const losses = batchesOf(configuration).map(({ rows, start, count, learningRate }) => {
    trainer.step(samples, rows, start, count, learningRate)
    return trainer.lossSum / count
  })
  return { losses, evaluated: trainer.evaluate(samples), weights: hashParameters(trainer) }
}

/** A configuration before its first step: its tensors are the same in every numeric class. */
export function startOf(configuration: GoldenConfiguration): Trainer {
  const { spec } = configuration
  return createTrainer(createKernels('scalar', bytesNeeded(spec, configuration)), spec, configuration)
}

/** The samples of each step and the rate at which they are learned: epoch after epoch in shuffled orders. */
export function batchesOf({ samples, batchSize, optimizer, schedule, seed }: GoldenConfiguration) {
  const random = createRandom(seed, 1)
  const perEpoch = Math.ceil(samples.count / batchSize)
  let rows = new Uint32Array()
  return Array.from({ length: goldenSteps }, (_, index) => {
    const position = index % perEpoch
    if (position === 0) {
      rows = Uint32Array.from({ length: samples.count }, (_, row) => row)
      random.shuffle(rows)
    }
    const start = position * batchSize
    const factor = scheduleFactor(schedule ?? { name: 'constant' }, index + 1, goldenSteps, perEpoch)
    const count = Math.min(batchSize, samples.count - start)
    return { rows, start, count, learningRate: optimizer.learningRate * factor }
  })
}
