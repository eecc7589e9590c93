/** Mean and standard deviation of a sample. */
export interface Spread {
  n: number
  mean: number
  /** With n − 1 in the denominator; null of a sample of one. */
  std: number | null
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 2) return { n, mean, std: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { n, mean, std: Math.sqrt(squares / (n - 1)) }
}

/** How far the mean of one sample is above that of another, and the interval that the true difference lies in. */
export interface MeanDifference {
  difference: number
  low: number
  high: number
}

/**
 * Welch's t interval of the difference of two means whose variances may differ, at a confidence of 95 %; null where a
 * sample has fewer than two values. Where neither sample varies at all, the interval is the difference itself.
 *
 * B. L. Welch, The generalization of "Student's" problem when several different population variances are involved,
 * Biometrika 34 (1947), with the degrees of freedom of Satterthwaite (1946).
 */
export function welch(first: readonly number[], second: readonly number[]): MeanDifference | null {
  if (first.length < 2 || second.length < 2) return null
  const [a, b] = [spreadOf(first), spreadOf(second)]
  const difference = a.mean - b.mean
  const [u, v] = [a.std! ** 2 / a.n, b.std! ** 2 / b.n]
  if (u + v === 0) return { difference, low: difference, high: difference }
  const freedom = (u + v) ** 2 / (u ** 2 / (a.n - 1) + v ** 2 / (b.n - 1))
  const half = tQuantile(0.975, freedom) * Math.sqrt(u + v)
  return { difference, low: difference - half, high: difference + half }
}

/**
 * Student's t below which a share `p` (above a half) of the distribution lies, found by bisection of its distribution
 * function: 1 − I(x; ν/2, ½)/2 with x = ν/(ν + t²).
 *
 * @param freedom degrees of freedom ν, above 0; need not be whole
 */
export function tQuantile(p: number, freedom: number): number {
  const below = (t: number) => 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  let low = 0
  let high = 1
  while (below(high) < p) high *= 2
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (below(middle) < p) low = middle
    else high = middle
  }
  return high
}

/** The regularized incomplete beta function I(x; a, b), 0 ≤ x ≤ 1: the continued fraction of DLMF 8.17.22. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  // It converges quickly below the mean of the distribution.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return (front / a) * betaFraction(x, a, b)
}

/** The fraction by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let change = 1
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d)
      c = 1 + term / c
      change = c * d
      fraction *= change
    }
    if (Math.abs(change - 1) < 1e-14) break
  }
  return fraction
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0 by Lanczos' approximation (g = 7, nine terms), to about 15 digits. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const base = x + 6.5
  const sum = lanczos.reduce((total, term, i) => total + term / (x + i), 0.9999999999998099)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}
