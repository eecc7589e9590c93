/** A seeded source of random numbers; the same on every machine and engine. */
export interface Random {
  /** Uniform over 0 … 2³² − 1. */
  nextUint32(): number
  /** Uniform over [0, 1), 53 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Permutes in place, every order equally likely (Fisher–Yates, unbiased). */
  shuffle(rows: Uint32Array): void
  /** The whole state: what `restore` needs to go on from here. */
  save(): Uint32Array
  /** Goes on from a saved state of four words, not all zero. */
  restore(state: Uint32Array): void
}

/** SplitMix64 (Steele, Lea & Flood 2014), as Vigna recommends it for seeding: the first `count` outputs. */
export function splitMix64(seed: bigint, count: number): bigint[] {
  const word = (value: bigint) => BigInt.asUintN(64, value)
  return Array.from({ length: count }, (_, step) => {
    let z = word(seed + 0x9e3779b97f4a7c15n * BigInt(step + 1))
    z = word((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = word((z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    return z ^ (z >> 31n)
  })
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** One step of xoshiro128** 1.1 (Blackman & Vigna 2018, prng.di.unimi.it/xoshiro128starstar.c). */
function next(state: Uint32Array): number {
  const s0 = state[0]!
  const s1 = state[1]!
  const s2 = state[2]!
  const s3 = state[3]!
  const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
  state[0] = s0 ^ s1 ^ s3
  state[1] = s0 ^ s1 ^ s2
  state[2] = s2 ^ s0 ^ (s1 << 9)
  state[3] = rotateLeft(s1 ^ s3, 11)
  return result
}

/** The generator's jump polynomial, equivalent to 2⁶⁴ steps. */
const jumpWords = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b]

/** Moves a state 2⁶⁴ steps on: the start of the next, not overlapping stream. */
function jump(state: Uint32Array): void {
  const sum = new Uint32Array(4)
  for (const word of jumpWords) {
    for (let bit = 0; bit < 32; bit++) {
      if (word & (1 << bit)) for (let i = 0; i < 4; i++) sum[i]! ^= state[i]!
      next(state)
    }
  }
  state.set(sum)
}

/** xoshiro128** seeded by SplitMix64. `stream` picks one of independent sequences of the same seed. */
export function createRandom(seed: number, stream = 0): Random {
  const [first, second] = splitMix64(BigInt(seed), 2) as [bigint, bigint]
  const state = Uint32Array.from([first, first >> 32n, second, second >> 32n], (w) =>
    Number(BigInt.asUintN(32, w)),
  )
  for (let i = 0; i < stream; i++) jump(state)
  return generatorFrom(state)
}

/** The generator over a state of four words, which it owns. */
export function generatorFrom(state: Uint32Array): Random {
  const nextUint32 = () => next(state)
  const uniform = () => ((nextUint32() >>> 5) * 2 ** 26 + (nextUint32() >>> 6)) * 2 ** -53
  return {
    nextUint32,
    uniform,
    normal: () => polarNormal(uniform),
    shuffle(rows) {
      for (let i = rows.length - 1; i > 0; i--) {
        const j = below(i + 1, nextUint32)
        const row = rows[i]!
        rows[i] = rows[j]!
        rows[j] = row
      }
    },
    save: () => state.slice(),
    restore: (saved) => state.set(saved),
  }
}

/** Uniform over 0 … bound − 1, by rejecting what would favour small numbers. */
function below(bound: number, nextUint32: () => number): number {
  const surplus = 2 ** 32 % bound
  let word = nextUint32()
  while (word < surplus) word = nextUint32()
  return word % bound
}

/** Marsaglia's polar method (1964); its second number is dropped, so that the state stays four words. */
function polarNormal(uniform: () => number): number {
  for (;;) {
    const u = 2 * uniform() - 1
    const v = 2 * uniform() - 1
    const square = u * u + v * v
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * naturalLogarithm(square)) / square)
  }
}

/**
 * log x for 0 < x < 1 in IEEE arithmetic alone, because engines disagree on Math.log's last bit. x = m·2ᵉ with
 * m within √½ … √2, and log m = 2 artanh((m − 1)/(m + 1)) by its series.
 */
export function naturalLogarithm(x: number): number {
  let mantissa = x
  let exponent = 0
  for (; mantissa < Math.SQRT1_2; exponent--) mantissa *= 2
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let series = 0
  for (let power = 23; power >= 1; power -= 2) series = series * square + 1 / power
  return exponent * Math.LN2 + 2 * ratio * series
}
