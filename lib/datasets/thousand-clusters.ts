import { createHash } from 'node:crypto'
import { createRandom, type Random } from '#lib/nn/random.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { describeDataset } from './catalogue.ts'
import type { Dataset } from './dataset.ts'

/** Fixed, so that runs differ by their own seed alone. */
const dataSeed = 20_261_123
/** Standard deviation around a centre; the centres' own is 1 in each dimension. */
const scatter = 0.9

/**
 * A softmax with a thousand outputs: normal clusters around 1,000 centres that are normal themselves. So many in 32
 * dimensions touch here and there, and no straight cuts divide them all.
 */
export async function generateThousandClusters(): Promise<Dataset> {
  const random = createRandom(dataSeed)
  const { inputs, classes, trainSamples, valSamples } = describeDataset('thousand_clusters')
  const centres = Float32Array.from({ length: classes * inputs }, () => random.normal())
  const train = sample(random, centres, inputs, trainSamples)
  const val = sample(random, centres, inputs, valSamples)
  const hash = createHash('sha256')
  for (const { features, labels } of [train, val]) {
    hash.update(new Uint8Array(features.buffer)).update(new Uint8Array(labels.buffer))
  }
  return { train, val, hash: hash.digest('hex') }
}

/** As many samples of each class. */
function sample(random: Random, centres: Float32Array, inputs: number, count: number): Samples {
  const features = new Float32Array(new SharedArrayBuffer(count * inputs * 4))
  const labels = new Uint16Array(new SharedArrayBuffer(count * 2))
  const classes = centres.length / inputs
  for (let i = 0; i < count; i++) {
    const label = i % classes
    for (let k = 0; k < inputs; k++) {
      features[i * inputs + k] = centres[label * inputs + k]! + scatter * random.normal()
    }
    labels[i] = label
  }
  return { count, inputs, features, labels }
}
