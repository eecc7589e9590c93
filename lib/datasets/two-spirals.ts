import { createHash } from 'node:crypto'
import { createRandom, type Random } from '#lib/nn/random.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { describeDataset } from './catalogue.ts'
import type { Dataset } from './dataset.ts'

/** Fixed, so that runs differ by their own seed alone. */
const dataSeed = 20_260_101
const turns = 1.75
/** Standard deviation of the noise; neighbouring arms are 0.29 apart. */
const noise = 0.02

/**
 * Two entwined spirals in the square [-1, 1]², the one the other's mirror image through the origin: the
 * benchmark of Lang and Witbrock (Learning to tell two spirals apart, 1988), sampled anew and with noise.
 */
export async function generateTwoSpirals(): Promise<Dataset> {
  const random = createRandom(dataSeed)
  const { trainSamples, valSamples } = describeDataset('two_spirals')
  const train = sample(random, trainSamples)
  const val = sample(random, valSamples)
  const hash = createHash('sha256')
  for (const { features, labels } of [train, val]) {
    hash.update(new Uint8Array(features.buffer)).update(labels)
  }
  return { train, val, hash: hash.digest('hex') }
}

function sample(random: Random, count: number): Samples {
  const features = new Float32Array(new SharedArrayBuffer(count * 8))
  const labels = new Uint8Array(new SharedArrayBuffer(count))
  for (let i = 0; i < count; i++) {
    const label = i % 2
    // The square root spreads the points evenly along the arm, which is longer outside.
    const t = Math.sqrt(random.uniform())
    const angle = t * turns * 2 * Math.PI + label * Math.PI
    features[2 * i] = t * Math.cos(angle) + noise * random.normal()
    features[2 * i + 1] = t * Math.sin(angle) + noise * random.normal()
    labels[i] = label
  }
  return { count, inputs: 2, features, labels }
}
