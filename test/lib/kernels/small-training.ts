import type { Kernels } from '../../../lib/nn/kernels.ts'
import { bytesNeeded, createTrainer, type TrainerOptions } from '../../../lib/nn/network.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'

// Runs in Node and, as it is, in a browser: no module of Node's in here or in what it imports.

/** A network of every kind of layer, each of them wide enough for all parts of a product's tiles. */
const spec: NetworkSpec = {
  inputs: 70,
  hidden: [
    { units: 33, activation: 'relu', normalization: 'batch', dropout: 0.2 },
    { units: 20, activation: 'gelu' },
    { units: 20, activation: 'prelu', normalization: 'layer' },
    { units: 20, activation: 'rrelu' },
    { units: 20, activation: 'mish' },
    { units: 17, activation: 'sine' },
  ],
  output: { units: 5, activation: 'softmax', loss: 'cross_entropy', labelSmoothing: 0.1, temperature: 1.5 },
  initializer: 'auto',
}
const optimizer = { name: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const
const options: TrainerOptions = {
  batchSize: 25,
  optimizer: { ...optimizer, learningRate: 0.003, clipNorm: 1 },
  regularization: { l1: 1e-5, l2: 1e-4 },
  seed: 11,
}

/** Memory that `trainSmallNetwork` needs. */
export const smallTrainingBytes = bytesNeeded(spec, options)

/** All that is learned, and the optimizer's state, after so many steps with a fixed seed. Throws where a value is not finite. */
export function trainSmallNetwork(kernels: Kernels, steps: number): Float32Array<ArrayBuffer> {
  const random = createRandom(2)
  const samples = {
    count: 100,
    inputs: 70,
    // About as many zeros as in a picture of a digit.
    features: Uint8Array.from({ length: 7000 }, () => (random.uniform() < 0.8 ? 0 : random.nextUint32())),
    labels: Uint8Array.from({ length: 100 }, () => random.nextUint32() % 5),
  }
  const trainer = createTrainer(kernels, spec, options)
  const rows = Uint32Array.from({ length: 100 }, (_, row) => row)
  for (let step = 0; step < steps; step++) trainer.step(samples, rows, (step % 4) * 25, 25, 0.003)
  const { values } = trainer.save()
  if (!values.every(Number.isFinite)) throw new Error('The training went astray')
  return values
}
