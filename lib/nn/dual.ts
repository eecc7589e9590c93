import type { Arithmetic } from './arithmetic.ts'
import { float64 } from './float64.ts'

/** A number and how fast it changes with the variable: automatic differentiation forward (Wengert 1964). */
export interface Dual {
  value: number
  slope: number
}

/** The variable itself. */
export const variable = (value: number): Dual => ({ value, slope: 1 })

const constant = (value: number): Dual => ({ value, slope: 0 })

/** f(x) by its value and its derivative there. */
const chain = (x: Dual, value: number, derivative: number): Dual => ({ value, slope: derivative * x.slope })

function divide(x: Dual, y: Dual): Dual {
  const value = x.value / y.value
  return { value, slope: (x.slope - value * y.slope) / y.value }
}

function sigmoid(x: Dual): Dual {
  const value = float64.sigmoid(x.value)
  return chain(x, value, value * (1 - value))
}

function tanh(x: Dual): Dual {
  const value = Math.tanh(x.value)
  return chain(x, value, 1 - value * value)
}

/** The arithmetic of duals: whatever is written in it comes out with its exact derivative, in float64. */
export const dual: Arithmetic<Dual> = {
  constant,
  add: (x, y) => ({ value: x.value + y.value, slope: x.slope + y.slope }),
  sub: (x, y) => ({ value: x.value - y.value, slope: x.slope - y.slope }),
  mul: (x, y) => ({ value: x.value * y.value, slope: x.slope * y.value + x.value * y.slope }),
  div: divide,
  neg: (x) => ({ value: -x.value, slope: -x.slope }),
  abs: (x) => chain(x, Math.abs(x.value), x.value > 0 ? 1 : -1),
  ifAtMost: (x, y, then, otherwise) => (x.value <= y.value ? then : otherwise),
  exp: (x) => chain(x, Math.exp(x.value), Math.exp(x.value)),
  expm1: (x) => chain(x, Math.expm1(x.value), Math.exp(x.value)),
  log1p: (x) => chain(x, Math.log1p(x.value), 1 / (1 + x.value)),
  tanh,
  sigmoid,
  erf: (x) => chain(x, float64.erf(x.value), (2 / Math.sqrt(Math.PI)) * Math.exp(-x.value * x.value)),
  sin: (x) => chain(x, Math.sin(x.value), Math.cos(x.value)),
  cos: (x) => chain(x, Math.cos(x.value), -Math.sin(x.value)),
}
