import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { numbers, Workbench } from './workbench.ts'

const names = variants.map((variant) => variant.name)
const many = 1 << 16

function uniforms(variant: string, key: number, low = 0, high = 1, count = many): Float32Array {
  const bench = new Workbench(variant)
  const into = bench.room(count)
  bench.kernels.fillUniform(key, low, high, count, into)
  expect(bench.intact).toBe(true)
  return bench.kernels.floats.slice(into / 4, into / 4 + count)
}

function dropped(variant: string, key: number, rate: number, values: Float32Array): Float32Array {
  const bench = new Workbench(variant)
  const [from, to] = [bench.plain(values), bench.room(values.length)]
  bench.kernels.dropOut(key, rate, values.length, from, to)
  expect(bench.intact).toBe(true)
  expect(bench.kernels.floats.slice(from / 4, from / 4 + values.length)).toEqual(values)
  return bench.kernels.floats.slice(to / 4, to / 4 + values.length)
}

/** Correlation of two samples of U(0, 1): normal with deviation 1/√n if they are independent. */
function correlation(x: Float32Array, y: Float32Array): number {
  return x.reduce((sum, value, i) => sum + (value - 0.5) * (y[i]! - 0.5), 0) / (x.length / 12)
}

const others = names.filter((name) => name !== 'scalar')
const keys = [0, 1, 2, 1000, 0x7fffffff, 0x80000000, 0xffffffff]

describe.each(others)('noise on %s', (variant) => {
  it.each(keys)('is that of the reference bit for bit, key %i', (key) => {
    expect(uniforms(variant, key, -0.3, 0.7, 4096)).toEqual(uniforms('scalar', key, -0.3, 0.7, 4096))
    const values = numbers(key, 4096)
    expect(dropped(variant, key, 0.3, values)).toEqual(dropped('scalar', key, 0.3, values))
  })
})

describe('fillUniform', () => {
  it('pins its streams, for a replay must find them again', () => {
    expect([...uniforms('scalar', 1, 0, 1, 4)].map((u) => u * 2 ** 24)).toEqual([
      7222549, 1696182, 15341089, 6870079,
    ])
    expect([...uniforms('scalar', 0xffffffff, 0, 1, 4)].map((u) => u * 2 ** 24)).toEqual([
      15284324, 3081749, 15335204, 13189358,
    ])
  })

  it('fills its range evenly, never reaching the upper end', () => {
    for (const key of [1, 2, 77]) {
      const values = uniforms('scalar', key, 0.125, 1 / 3)
      const bins = new Uint32Array(64)
      for (const value of values) bins[Math.floor(((value - 0.125) / (1 / 3 - 0.125)) * 64)]!++
      const expected = many / 64
      const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      // 63 degrees of freedom: mean 63, deviation √126; five of them either way.
      expect(Math.abs(chiSquare - 63)).toBeLessThan(5 * Math.sqrt(126))
    }
  })

  it.each(names)('keeps below the upper end on %s where rounding would reach it', (variant) => {
    expect(new Set(uniforms(variant, 5, 1, 1 + 2 ** -23, 4096))).toEqual(new Set([1]))
    expect(new Set(uniforms(variant, 5, 2, 2, 64))).toEqual(new Set([2]))
  })

  it('has uncorrelated neighbours', () => {
    const values = uniforms('scalar', 3)
    for (const lag of [1, 2, 3, 4, 7, 8, 16, 128, 1024]) {
      const r = correlation(values.subarray(0, -lag), values.subarray(lag))
      expect(Math.abs(r)).toBeLessThan(5 / Math.sqrt(many))
    }
  })

  it('has unrelated streams for neighbouring keys, also one shifted against the other', () => {
    const pairs = [0, 1, 2, 3, 4, 8, 1 << 20, 0x80000000].map((key) => [key, key + 1] as const)
    for (const [a, b] of [...pairs, [1, 1 << 16], [1, 0x80000001]] as const) {
      const [x, y] = [uniforms('scalar', a), uniforms('scalar', b)]
      for (const lag of [0, 1, 2, 3, 4, 8, 64]) {
        const r = correlation(x.subarray(0, many - lag), y.subarray(lag))
        expect(Math.abs(r)).toBeLessThan(5 / Math.sqrt(many))
      }
    }
  })
})

describe.each(names)('dropOut on %s', (variant) => {
  it.each([0.1, 0.5, 0.9])('drops a share of %d and scales the rest', (rate) => {
    const kept = dropped(variant, 11, rate, new Float32Array(many).fill(1)).filter((x) => x !== 0)
    const deviation = Math.sqrt(rate * (1 - rate) * many)
    expect(Math.abs(kept.length - (1 - rate) * many)).toBeLessThan(5 * deviation)
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - Math.fround(rate)))]))
  })

  it('drops nothing at rate 0', () => {
    const values = numbers(1, 4096)
    expect(dropped(variant, 11, 0, values)).toEqual(values)
  })

  it('drops the same places every time by one key, others by another, in place too', () => {
    const ones = new Float32Array(4096).fill(1)
    const places = (key: number) => dropped(variant, key, 0.5, ones)
    expect(places(1)).toEqual(places(1))
    const other = places(2)
    const same = places(1).filter((x, i) => x === other[i]).length
    expect(Math.abs(same - 2048)).toBeLessThan(5 * 32)
    const bench = new Workbench(variant)
    const at = bench.plain(ones)
    bench.kernels.dropOut(1, 0.5, 4096, at, at)
    expect(bench.kernels.floats.slice(at / 4, at / 4 + 4096)).toEqual(places(1))
  })

  it('makes what it drops a positive zero, NaN and infinity too, and keeps them elsewhere', () => {
    const mask = dropped(variant, 4, 0.5, new Float32Array(64).fill(1))
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY, -3]) {
      const result = dropped(variant, 4, 0.5, new Float32Array(64).fill(value))
      expect([...result]).toEqual(Array.from(mask, (kept) => (kept ? value * 2 : 0)))
    }
  })
})
