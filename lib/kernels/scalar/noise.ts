import type { Kernels } from '../../nn/kernels.ts'

const { fround, imul } = Math

/** The mixer lowbias32 (Wellons 2018, "Prospecting for hash functions", bias 0.174), on uint32. */
function mix(word: number): number {
  let mixed = imul(word ^ (word >>> 16), 0x7feb352d)
  mixed = imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * The stream of a key: a function from a place to a number uniform over [0, 1) in steps of 2⁻²⁴. It is lowbias32 of
 * first + index, with a second word let in between the mixer's two rounds, so that no stream is another one shifted.
 */
function createStream(key: number): (index: number) => number {
  const first = mix(key)
  const second = mix(first + 0x9e3779b9)
  return (index) => {
    let word = (index + first) | 0
    word = imul(word ^ (word >>> 16), 0x7feb352d) ^ second
    word = imul(word ^ (word >>> 15), 0x846ca68b)
    return ((word ^ (word >>> 16)) >>> 8) * 2 ** -24
  }
}

/** Random numbers from counters, without state; every implementation makes the same bits. */
export function scalarNoise(floats: Float32Array): Pick<Kernels, 'fillUniform' | 'dropOut'> {
  return {
    fillUniform(key, low, high, count, into) {
      const uniform = createStream(key)
      const [least, bound] = [fround(low), fround(high)]
      const range = fround(bound - least)
      for (let i = 0; i < count; i++) {
        const value = fround(least + fround(uniform(i) * range))
        // Rounding may bring the greatest ones up to the bound.
        floats[into / 4 + i] = value >= bound ? least : value
      }
    },
    dropOut(key, rate, count, from, to) {
      const uniform = createStream(key)
      const bound = fround(rate)
      const factor = fround(1 / (1 - bound))
      for (let i = 0; i < count; i++) {
        floats[to / 4 + i] = uniform(i) >= bound ? floats[from / 4 + i]! * factor : 0
      }
    },
  }
}
