import { expect, it } from 'vitest'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { generateTwoSpirals } from '#lib/datasets/two-spirals.ts'

it('is the same every time', async () => {
  const [first, second] = [await generateTwoSpirals(), await generateTwoSpirals()]
  expect(second.hash).toBe(first.hash)
  expect(second.train.features).toEqual(first.train.features)
})

it('has as many samples as the catalogue says, half of each class, train and val apart', async () => {
  const { train, val } = await generateTwoSpirals()
  const { trainSamples, valSamples } = describeDataset('two_spirals')
  expect([train.count, val.count]).toEqual([trainSamples, valSamples])
  expect(train.labels.filter((label) => label === 1).length).toBe(trainSamples / 2)
  expect(val.features.slice(0, 2)).not.toEqual(train.features.slice(0, 2))
})

it('has entwined arms: no line tells them apart, the nearest neighbour does', async () => {
  const { train, val } = await generateTwoSpirals()
  let right = 0
  for (let i = 0; i < val.count; i++) {
    let nearest = 0
    let least = Infinity
    for (let j = 0; j < train.count; j++) {
      const distance = Math.hypot(
        val.features[2 * i]! - train.features[2 * j]!,
        val.features[2 * i + 1]! - train.features[2 * j + 1]!,
      )
      if (distance < least) [least, nearest] = [distance, j]
    }
    if (train.labels[nearest] === val.labels[i]) right++
  }
  expect(right / val.count).toBeGreaterThan(0.98)
  for (let angle = 0; angle < Math.PI; angle += 0.1) {
    let side = 0
    for (let i = 0; i < val.count; i++) {
      const above = val.features[2 * i]! * Math.cos(angle) + val.features[2 * i + 1]! * Math.sin(angle) > 0
      if (above === (val.labels[i] === 1)) side++
    }
    expect(Math.max(side, val.count - side) / val.count).toBeLessThan(0.75)
  }
})
