import type { Arithmetic } from '../../nn/arithmetic.ts'
import { cosine, erf, exp, expm1, log1p, sigmoid, sine, tanh } from './float-math.ts'

const { fround } = Math

/** float32 numbers, rounded after every operation: what the vector kernels do, one number at a time. */
export const float32: Arithmetic<number> = {
  constant: fround,
  add: (x, y) => fround(x + y),
  sub: (x, y) => fround(x - y),
  mul: (x, y) => fround(x * y),
  div: (x, y) => fround(x / y),
  neg: (x) => -x,
  abs: Math.abs,
  ifAtMost: (x, y, then, otherwise) => (x <= y ? then : otherwise),
  exp,
  expm1,
  log1p,
  tanh,
  sigmoid,
  erf,
  sin: sine,
  cos: cosine,
}
