import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadDataset } from '#lib/datasets/dataset.ts'
import type { Samples } from '#lib/nn/spec.ts'
import type { BenchDataset, Task } from './task.ts'

/** Of all pixels of the training images, as shares of 255. */
const pixelMean = 0.1307
const pixelDeviation = 0.3081

async function loadBenchDataset(name: BenchDataset): Promise<{ train: Samples; val: Samples }> {
  if (name !== 'mnist_standardized') return loadDataset(name)
  const { train, val } = await loadDataset('mnist')
  const standardize = (samples: Samples): Samples => ({
    ...samples,
    features: Float32Array.from(samples.features, (pixel) => (pixel / 255 - pixelMean) / pixelDeviation),
  })
  return { train: standardize(train), val: standardize(val) }
}

/** Writes a dataset as four files of bare values in the machine's order of bytes, which every peer can read. */
export async function writeDataset(name: BenchDataset, parent: string): Promise<Task['data']> {
  const folder = join(parent, name)
  const { train, val } = await loadBenchDataset(name)
  await mkdir(folder)
  for (const [split, { features, labels }] of Object.entries({ train, val })) {
    await writeFile(join(folder, `${split}.features`), features)
    await writeFile(join(folder, `${split}.labels`), labels)
  }
  return { folder, type: train.features instanceof Uint8Array ? 'uint8' : 'float32' }
}

/** What `writeDataset` wrote, in memory that threads can share. */
export function readDataset({ data, widths }: Task): { train: Samples; val: Samples } {
  const read = (file: string) => {
    const bytes = readFileSync(join(data.folder, file))
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    return shared
  }
  const split = (name: string): Samples => {
    const bytes = read(`${name}.features`)
    const labels = read(`${name}.labels`)
    const features = data.type === 'uint8' ? bytes : new Float32Array(bytes.buffer)
    return { count: labels.length, inputs: widths[0]!, features, labels }
  }
  return { train: split('train'), val: split('val') }
}
