import { beforeAll, expect, it } from 'vitest'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import type { Dataset } from '#lib/datasets/dataset.ts'
import { generateThousandClusters } from '#lib/datasets/thousand-clusters.ts'
import type { Samples } from '#lib/nn/spec.ts'

const { inputs, classes, trainSamples, valSamples } = describeDataset('thousand_clusters')
let data: Dataset

beforeAll(async () => {
  data = await generateThousandClusters()
})

/** Mean of each class's samples, `[classes, inputs]`. */
function meansOf({ features, labels, count }: Samples): Float64Array {
  const means = new Float64Array(classes * inputs)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < inputs; k++) {
      means[labels[i]! * inputs + k]! += (features[i * inputs + k]! * classes) / count
    }
  }
  return means
}

it('is the same every time', async () => {
  const again = await generateThousandClusters()
  expect(again.hash).toBe(data.hash)
  expect(again.val).toEqual(data.val)
})

it('has as many samples as the catalogue says, as many of each class, in shared memory, train and val apart', () => {
  const { train, val } = data
  expect([train.count, val.count, train.inputs]).toEqual([trainSamples, valSamples, inputs])
  for (const { features, labels, count } of [train, val]) {
    expect(features.length).toBe(count * inputs)
    expect(features.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(labels.buffer).toBeInstanceOf(SharedArrayBuffer)
    const each = new Uint32Array(classes)
    for (const label of labels) each[label]!++
    expect(new Set(each)).toEqual(new Set([count / classes]))
  }
  expect(val.features.slice(0, inputs)).not.toEqual(train.features.slice(0, inputs))
})

it('has clusters of one width around centres that are apart, the same in both splits', () => {
  const [centres, others] = [meansOf(data.train), meansOf(data.val)]
  const distances = others.map((mean, i) => mean - centres[i]!)
  const variance = (values: Float64Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length
  // The means of 40 and of 5 samples that scatter by 0.9.
  expect(variance(distances)).toBeCloseTo(0.81 / 40 + 0.81 / 5, 2)
  expect(variance(centres)).toBeCloseTo(1 + 0.81 / 40, 1)
})

it('can be learned, though not without mistakes: by the nearest centre', () => {
  const centres = meansOf(data.train)
  const { features, labels } = data.val
  let right = 0
  for (let i = 0; i < 1000; i++) {
    let [nearest, least] = [0, Infinity]
    for (let c = 0; c < classes; c++) {
      let distance = 0
      for (let k = 0; k < inputs; k++) distance += (features[i * inputs + k]! - centres[c * inputs + k]!) ** 2
      if (distance < least) [nearest, least] = [c, distance]
    }
    if (nearest === labels[i]) right++
  }
  expect(right / 1000).toBeGreaterThan(0.8)
  expect(right / 1000).toBeLessThan(0.999)
})
