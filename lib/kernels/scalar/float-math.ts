/**
 * The transcendental functions in IEEE arithmetic alone: float64 inside, float32 results within
 * 0.51 ulp, the same bits in every engine (Math.exp and its kin are not).
 */

const log2E = Math.LOG2E
const ln2 = Math.LN2
const smallestPower = -160

/** 2ⁿ for n from `smallestPower` to 160. */
const powersOfTwo = Float64Array.from({ length: 321 }, (_, index) => {
  const n = index + smallestPower
  let power = 1
  for (let i = 0; i < Math.abs(n); i++) power *= n < 0 ? 0.5 : 2
  return power
})

/** eˣ in float64 to about 1e-15, for |x| ≤ 104; 0 and Infinity beyond, where float32 has nothing else. */
function exponential(x: number): number {
  if (x > 104) return Infinity
  if (x < -104) return 0
  if (Number.isNaN(x)) return x
  const n = Math.floor(x * log2E + 0.5)
  const r = x - n * ln2
  let series = 1
  for (let k = 13; k >= 1; k--) series = 1 + (series * r) / k
  return series * powersOfTwo[n - smallestPower]!
}

/** log x for a positive, finite x not below 2⁻¹⁵⁰; 2 artanh((m − 1)/(m + 1)) after x = m·2ⁿ. */
export function logarithm(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? x : NaN
  let mantissa = x
  let n = 0
  for (; mantissa < Math.SQRT1_2; n--) mantissa *= 2
  for (; mantissa > Math.SQRT2; n++) mantissa *= 0.5
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let series = 0
  for (let power = 23; power >= 1; power -= 2) series = series * square + 1 / power
  return n * ln2 + 2 * ratio * series
}

/** eˣ as float32. */
export function exp(x: number): number {
  return Math.fround(exponential(x))
}

/** log x as float32. */
export function log(x: number): number {
  return Math.fround(logarithm(x))
}

/** log(1 + e^−|x|) as float32: the softplus part of binary cross-entropy. */
export function softplusTail(x: number): number {
  return log1p(exponential(-Math.abs(x)))
}

/** tanh x as float32. */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (size < 1e-4) return Math.fround(x - (x * x * x) / 3)
  if (size > 20) return x > 0 ? 1 : -1
  const e = exponential(2 * size)
  const value = (e - 1) / (e + 1)
  return Math.fround(x < 0 ? -value : value)
}

/** 1 / (1 + e⁻ˣ) as float32. */
export function sigmoid(x: number): number {
  return Math.fround(1 / (1 + exponential(-x)))
}

/** eˣ − 1 as float32. */
export function expm1(x: number): number {
  if (Math.abs(x) < 1e-5) return Math.fround(x + (x * x) / 2)
  return Math.fround(exponential(x) - 1)
}

/** log(1 + x) as float32, for x ≥ 0. */
export function log1p(x: number): number {
  return Math.fround(x < 1e-5 ? x - (x * x) / 2 : logarithm(1 + x))
}

/** erf x as float32: Maclaurin's series to 3, Laplace's continued fraction of the tail above. */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (size > 4) return Math.sign(x)
  if (size > 3) {
    let fraction = 0
    for (let k = 60; k >= 1; k--) fraction = k / 2 / (size + fraction)
    const tail = (exponential(-x * x) * inverseSqrtPi) / (size + fraction)
    return Math.fround(Math.sign(x) * (1 - tail))
  }
  let term = x
  let sum = x
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return Math.fround(2 * inverseSqrtPi * sum)
}

/** 1/√π */
const inverseSqrtPi = 0.5641895835477563

/** π in two parts; the first has 33 bits, so that its products with integers and their halves are exact. */
const piHigh = 3.1415926534682512
const piLow = 1.2154201013012384e-10

/** sin(x + shift·π) in float64, by a series in the distance to the nearest zero; in −1 … 1 however large x is. */
function sineSeries(x: number, shift: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  const n = Math.round(x / Math.PI + shift)
  const turns = n - shift
  const r = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, x - turns * piHigh - turns * piLow))
  let series = 1
  for (let k = 21; k >= 3; k -= 2) series = 1 - (series * r * r) / (k * (k - 1))
  return n % 2 === 0 ? series * r : -series * r
}

/** sin x as float32. */
export function sine(x: number): number {
  return Math.fround(sineSeries(x, 0))
}

/** cos x as float32. */
export function cosine(x: number): number {
  return Math.fround(sineSeries(x, 0.5))
}
