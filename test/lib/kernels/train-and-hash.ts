/**
 * A process of its own for determinism.test.ts: trains a small network on the variant in argv[2], under the
 * re-vectorizer if argv[3] is `on`, in a worker thread if argv[4] is `thread`, and prints a hash of its weights.
 */
import { createHash } from 'node:crypto'
import { isMainThread, Worker } from 'node:worker_threads'
import { createKernels, enableRevectorizer } from '../../../lib/kernels/load.ts'
import { bytesNeeded, createTrainer } from '../../../lib/nn/network.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'

const [, script, variant, revectorizer, place] = process.argv

if (revectorizer === 'on') enableRevectorizer()
if (place === 'thread' && isMainThread) new Worker(script!, { argv: process.argv.slice(2) })
else console.log(trainAndHash(variant!))

function trainAndHash(variant: string): string {
  const spec: NetworkSpec = {
    inputs: 30,
    hidden: [
      { units: 33, activation: 'relu' },
      { units: 20, activation: 'tanh' },
      { units: 20, activation: 'sigmoid' },
    ],
    output: { units: 5, activation: 'softmax', loss: 'cross_entropy' },
    initializer: 'auto',
  }
  const options = { batchSize: 25, learningRate: 0.05, momentum: 0, seed: 11 }
  const random = createRandom(2)
  const samples = {
    count: 100,
    inputs: 30,
    features: Uint8Array.from({ length: 3000 }, () => random.nextUint32()),
    labels: Uint8Array.from({ length: 100 }, () => random.nextUint32() % 5),
  }
  const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
  const rows = Uint32Array.from({ length: 100 }, (_, row) => row)
  const steps = variant === 'scalar' ? 20 : 2000
  for (let step = 0; step < steps; step++) trainer.step(samples, rows, (step % 4) * 25, 25)
  const hash = createHash('sha256')
  for (const values of trainer.parameters()) hash.update(new Uint8Array(values.buffer))
  return hash.digest('hex')
}
