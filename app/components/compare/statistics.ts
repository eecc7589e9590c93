// Means over few runs, and how sure they are.

export const bands = ['std', 'sem', 'ci'] as const
/** What a band around a mean is: standard deviation, standard error of the mean, or its 95 % interval. */
export type Band = (typeof bands)[number]

/** Mean and sample standard deviation (n − 1); NaN where there are too few values. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN }
}

/** Half the width of a band around the mean of values; NaN for fewer than two. */
export function halfBand(values: readonly number[], band: Band): number {
  const { deviation } = meanAndDeviation(values)
  if (band === 'std') return deviation
  const error = deviation / Math.sqrt(values.length)
  return band === 'sem' || values.length < 2 ? error : studentQuantile(values.length - 1) * error
}

const known = new Map<number, number>()

/** Student's t that 2.5 % exceed, for so many degrees of freedom (at least 1): what a two-sided 95 % interval takes. */
export function studentQuantile(freedom: number): number {
  const held = known.get(freedom)
  if (held !== undefined) return held
  let [low, high] = [0, 16]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (beyond(middle, freedom) > 0.025) low = middle
    else high = middle
  }
  known.set(freedom, low)
  return low
}

/** Probability that Student's t is above `t`: half of I_x(ν/2, 1/2) at x = ν ÷ (ν + t²) (Abramowitz, Stegun 26.7.1). */
function beyond(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
}

/** Regularized incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), Lentz's method. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  const tiny = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let fraction = d
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d || tiny)
      c = 1 + term / c || tiny
      fraction *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-14) break
  }
  return (front * fraction) / a
}

/** ln Γ by Stirling's series, above 0 to about 14 digits. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 12) shift -= Math.log(z++)
  const inverse = 1 / (z * z)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / z
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series
}
