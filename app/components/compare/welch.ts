import { meanAndDeviation, studentQuantile } from './statistics.ts'

/** Mean and standard deviation of a sample. */
export interface Spread {
  n: number
  mean: number
  /** With n − 1 in the denominator; null of a sample of one. */
  std: number | null
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const { mean, deviation } = meanAndDeviation(values)
  return { n: values.length, mean, std: values.length > 1 ? deviation : null }
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
  const half = studentQuantile(freedom) * Math.sqrt(u + v)
  return { difference, low: difference - half, high: difference + half }
}
