import type { Arithmetic } from './arithmetic.ts'

/** Maclaurin series to |x| < 3, Laplace's continued fraction of the tail above. */
function erf(x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(x)) return x
  if (size > 6) return Math.sign(x)
  if (size < 3) {
    let term = x
    let sum = x
    for (let n = 1; n < 100 && Math.abs(term) > 1e-18; n++) {
      term *= (-x * x) / n
      sum += term / (2 * n + 1)
    }
    return (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (size + fraction)
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (size + fraction))
}

/** The mathematics, in float64. */
export const float64: Arithmetic<number> = {
  constant: (value) => value,
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  neg: (x) => -x,
  abs: Math.abs,
  ifAtMost: (x, y, then, otherwise) => (x <= y ? then : otherwise),
  exp: Math.exp,
  expm1: Math.expm1,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  erf,
  sin: Math.sin,
  cos: Math.cos,
}
