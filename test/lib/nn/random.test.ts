import { describe, expect, it } from 'vitest'
import { createRandom, generatorFrom, naturalLogarithm, splitMix64 } from '../../../lib/nn/random.ts'

describe('random', () => {
  it('is xoshiro128** 1.1: the reference implementation from the state 1, 2, 3, 4', () => {
    const random = generatorFrom(Uint32Array.of(1, 2, 3, 4))
    // As in rand_xoshiro, made with prng.di.unimi.it/xoshiro128starstar.c.
    expect(Array.from({ length: 10 }, () => random.nextUint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  it('is seeded by SplitMix64: the published outputs for the seed 1234567', () => {
    expect(splitMix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ])
  })

  it('gives each seed and each stream a sequence of its own, and always the same', () => {
    const first = (seed: number, stream?: number) => createRandom(seed, stream).nextUint32()
    expect(first(1)).toBe(first(1, 0))
    expect(new Set([first(1), first(2), first(0xffffffff), first(1, 1), first(1, 2)]).size).toBe(5)
  })

  it('starts the next stream 2⁶⁴ steps further on', () => {
    // A step is linear over GF(2): its matrix, as the images of the 128 unit vectors, squared 64 times.
    let images = Array.from({ length: 128 }, (_, bit) => stepOnce(1n << BigInt(bit)))
    const apply = (state: bigint) =>
      images.reduce((sum, image, bit) => ((state >> BigInt(bit)) & 1n ? sum ^ image : sum), 0n)
    for (let squaring = 0; squaring < 64; squaring++) images = images.map(apply)
    const start = toBits(createRandom(9).save())
    expect(toBits(createRandom(9, 1).save())).toBe(apply(start))
    expect(toBits(createRandom(9, 2).save())).toBe(apply(apply(start)))
  })

  it('goes on from a saved state', () => {
    const random = createRandom(5)
    random.normal()
    const state = random.save()
    const ahead = [random.uniform(), random.normal(), random.nextUint32()]
    random.restore(state)
    expect([random.uniform(), random.normal(), random.nextUint32()]).toEqual(ahead)
    expect(state).toHaveLength(4)
  })

  it('draws uniform numbers with the moments of U(0, 1)', () => {
    const random = createRandom(3)
    const values = Array.from({ length: 20_000 }, () => random.uniform())
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    expect(mean(values)).toBeCloseTo(0.5, 2)
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2)
  })

  it('draws normal numbers with the moments of N(0, 1)', () => {
    const random = createRandom(4)
    const values = Array.from({ length: 50_000 }, () => random.normal())
    expect(Math.abs(mean(values))).toBeLessThan(0.02)
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.03)
    expect(Math.abs(mean(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.2)
    const withinOne = values.filter((value) => Math.abs(value) < 1).length / values.length
    expect(withinOne).toBeCloseTo(0.6827, 2)
  })

  it('shuffles into every order about equally often', () => {
    const random = createRandom(6)
    const seen = new Map<string, number>()
    for (let i = 0; i < 6_000; i++) {
      const rows = Uint32Array.of(0, 1, 2)
      random.shuffle(rows)
      seen.set(rows.join(), (seen.get(rows.join()) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  it('computes logarithms to the last bits', () => {
    for (const x of [1e-300, 1e-9, 0.1, 0.5, 0.7, 0.71, 0.999999, 1 - 2 ** -53]) {
      const exact = Math.log(x)
      expect(Math.abs(naturalLogarithm(x) - exact)).toBeLessThanOrEqual(
        4e-16 * Math.max(Math.abs(exact), 1e-3),
      )
    }
  })
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function toBits(words: Uint32Array): bigint {
  return words.reduceRight((bits, word) => (bits << 32n) | BigInt(word), 0n)
}

function stepOnce(state: bigint): bigint {
  const words = Uint32Array.from({ length: 4 }, (_, i) => Number((state >> BigInt(32 * i)) & 0xffffffffn))
  const random = generatorFrom(words)
  random.nextUint32()
  return toBits(random.save())
}
