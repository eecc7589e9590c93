/**
 * A process of its own for determinism.test.ts: trains a small network on the variant in argv[2], under the
 * re-vectorizer if argv[3] is `on`, in a worker thread if argv[4] is `thread`, and prints a hash of its state.
 */
import { createHash } from 'node:crypto'
import { isMainThread, Worker } from 'node:worker_threads'
import { createKernels, enableRevectorizer } from '../../../lib/kernels/load.ts'
import { bytesNeeded, createTrainer, type TrainerOptions } from '../../../lib/nn/network.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'

const [, script, variant, revectorizer, place] = process.argv

if (revectorizer === 'on') enableRevectorizer()
if (place === 'thread' && isMainThread) new Worker(script!, { argv: process.argv.slice(2) })
else console.log(trainAndHash(variant!))

/** A network of every kind of layer, each of them wide enough for all parts of a product's tiles. */
function trainAndHash(variant: string): string {
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
  const random = createRandom(2)
  const samples = {
    count: 100,
    inputs: 70,
    // About as many zeros as in a picture of a digit.
    features: Uint8Array.from({ length: 7000 }, () => (random.uniform() < 0.8 ? 0 : random.nextUint32())),
    labels: Uint8Array.from({ length: 100 }, () => random.nextUint32() % 5),
  }
  const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
  const rows = Uint32Array.from({ length: 100 }, (_, row) => row)
  const steps = variant === 'scalar' ? 10 : 1000
  for (let step = 0; step < steps; step++) trainer.step(samples, rows, (step % 4) * 25, 25, 0.003)
  const { values } = trainer.save()
  if (!values.every(Number.isFinite)) throw new Error('The training went astray')
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')
}
