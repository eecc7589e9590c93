/**
 * The operations that an activation is written in. One formula serves every implementation: evaluated on float64
 * numbers it is the mathematics, on float32 numbers the scalar reference, on names of registers it is the source
 * of the vector kernels. NaN goes through every operation; a comparison with NaN is false.
 */
export interface Arithmetic<T> {
  constant(value: number): T
  add(x: T, y: T): T
  sub(x: T, y: T): T
  mul(x: T, y: T): T
  div(x: T, y: T): T
  neg(x: T): T
  abs(x: T): T
  /** `then` where x ≤ y, else `otherwise`, also where one is NaN. */
  ifAtMost(x: T, y: T, then: T, otherwise: T): T
  /** eˣ */
  exp(x: T): T
  /** eˣ − 1, accurate near 0. */
  expm1(x: T): T
  /** log(1 + x) for x ≥ 0, accurate near 0. */
  log1p(x: T): T
  tanh(x: T): T
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(x: T): T
  /** 2/√π ∫₀ˣ e^−t² dt */
  erf(x: T): T
  sin(x: T): T
  cos(x: T): T
}
