/**
 * Random numbers from counters: element i of a stream is a hash of its place, so that they need no state and come
 * out the same in every implementation and order. Bit for bit as lib/kernels/scalar/noise.ts, hence never fused.
 */

/** The mixer lowbias32 (Wellons 2018, "Prospecting for hash functions", bias 0.174). */
function mix(word: u32): u32 {
  word = (word ^ (word >> 16)) * 0x7feb352d
  word = (word ^ (word >> 15)) * 0x846ca68b
  return word ^ (word >> 16)
}

/** The two words of a stream, from its key. */
// @ts-ignore: decorator
@inline
function firstWord(key: u32): v128 {
  return i32x4.splat(mix(key))
}

// @ts-ignore: decorator
@inline
function secondWord(key: u32): v128 {
  return i32x4.splat(mix(mix(key) + 0x9e3779b9))
}

/**
 * Uniform over [0, 1) in steps of 2⁻²⁴ at four places: lowbias32 of first + index, with the second word let in
 * between its two rounds, so that no stream is another one shifted.
 */
// @ts-ignore: decorator
@inline
function uniform(index: v128, first: v128, second: v128): v128 {
  let word = i32x4.add(index, first)
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 16)), i32x4.splat(0x7feb352d))
  word = v128.xor(word, second)
  word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 15)), i32x4.splat(0x846ca68b))
  word = v128.xor(word, i32x4.shr_u(word, 16))
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), f32x4.splat(5.9604644775390625e-8))
}

/** low + u·(high − low); what rounding brings up to `high` becomes `low`. */
export function fillUniform(key: u32, low: f32, high: f32, count: i32, into: usize): void {
  const first = firstWord(key)
  const second = secondWord(key)
  const range = f32x4.splat(high - low)
  const least = f32x4.splat(low)
  const bound = f32x4.splat(high)
  let index = i32x4(0, 1, 2, 3)
  for (const end = into + (<usize>count << 2); into < end; into += 16) {
    const value = f32x4.add(least, f32x4.mul(uniform(index, first, second), range))
    v128.store(into, v128.bitselect(least, value, f32x4.ge(value, bound)))
    index = i32x4.add(index, i32x4.splat(4))
  }
}

/** x / (1 − rate) where u ≥ rate, else 0, whatever x is. */
export function dropOut(key: u32, rate: f32, count: i32, from: usize, to: usize): void {
  const first = firstWord(key)
  const second = secondWord(key)
  const factor = f32x4.splat(<f32>(1 / (1 - <f64>rate)))
  const bound = f32x4.splat(rate)
  let index = i32x4(0, 1, 2, 3)
  for (const end = to + (<usize>count << 2); to < end; to += 16, from += 16) {
    const kept = f32x4.ge(uniform(index, first, second), bound)
    v128.store(to, v128.and(f32x4.mul(v128.load(from), factor), kept))
    index = i32x4.add(index, i32x4.splat(4))
  }
}
