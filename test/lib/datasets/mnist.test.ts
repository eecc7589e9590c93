import { describe, expect, it } from 'vitest'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { loadMnist, readIdx } from '#lib/datasets/mnist.ts'

describe('loadMnist', () => {
  it('has all 70,000 digits as the catalogue says, in shared memory', async () => {
    const { train, val } = await loadMnist()
    const { trainSamples, valSamples, inputs, classes } = describeDataset('mnist')
    expect([train.count, val.count, train.inputs]).toEqual([trainSamples, valSamples, inputs])
    expect(train.features.length).toBe(trainSamples * inputs)
    expect(train.labels.length).toBe(trainSamples)
    expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(Math.max(...val.labels)).toBe(classes - 1)
  })

  it('begins with the published labels, and ink where the first digit, a five, is', async () => {
    const { train } = await loadMnist()
    expect([...train.labels.slice(0, 5)]).toEqual([5, 0, 4, 1, 9])
    const first = train.features.subarray(0, 784)
    expect(first[0]).toBe(0)
    expect(Math.max(...first)).toBe(255)
  })
})

describe('readIdx', () => {
  const header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3]

  it('reads sizes and values', () => {
    const { sizes, data } = readIdx(Buffer.from([...header, 1, 2, 3, 4, 5, 6]))
    expect(sizes).toEqual([2, 3])
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6])
  })

  it.each([
    ['another format', [1, 2, 3, 4, 5], 'Not an IDX file'],
    ['values that are not bytes', [0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0], 'Not an IDX file'],
    ['half a header', header.slice(0, 9), 'ends within its header'],
    ['a value too few', [...header, 1, 2, 3, 4, 5], 'holds 5 values; its header says 6'],
    ['a value too many', [...header, 1, 2, 3, 4, 5, 6, 7], 'holds 7 values; its header says 6'],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => readIdx(Buffer.from(bytes))).toThrow(message)
  })
})
