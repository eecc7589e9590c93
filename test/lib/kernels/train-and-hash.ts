/**
 * A process of its own for determinism.test.ts: trains a small network on the variant in argv[2], under the
 * re-vectorizer if argv[3] is `on`, in a worker thread if argv[4] is `thread`, and prints a hash of its state.
 */
import { createHash } from 'node:crypto'
import { isMainThread, Worker } from 'node:worker_threads'
import { createKernels, enableRevectorizer } from '../../../lib/kernels/load.ts'
import { smallTrainingBytes, trainSmallNetwork } from './small-training.ts'

const [, script, variant, revectorizer, place] = process.argv

if (revectorizer === 'on') enableRevectorizer()
if (place === 'thread' && isMainThread) new Worker(script!, { argv: process.argv.slice(2) })
else console.log(trainAndHash(variant!))

function trainAndHash(variant: string): string {
  const steps = variant === 'scalar' ? 10 : 1000
  const values = trainSmallNetwork(createKernels(variant, smallTrainingBytes), steps)
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')
}
