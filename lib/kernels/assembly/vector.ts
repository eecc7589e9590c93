/**
 * What the kernels are built of: multiply-add in the variant's rounding, and float32 exp, tanh and the logistic
 * function on four lanes. Polynomials from Moshier's Cephes library (expf.c, tanhf.c). NaN goes through.
 */

/** x·y + sum: fused (one rounding) where relaxed SIMD is on, else multiply, then add. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum)
  return f32x4.add(f32x4.mul(x, y), sum)
}

/** Adding 1.5·2²³ rounds a small float32 to an integer, which then is in the low bits. */
const roundingShift: f32 = 12582912

/**
 * eˣ within 1.5 ulp, subnormal results and infinity included. x = n·ln 2 + r, ln 2 in two parts; the power of
 * two is applied in two halves, for 2¹²⁸ and 2⁻¹⁵⁰ are no float32.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89))
  const shifted = multiplyAdd(z, f32x4.splat(1.44269504088896341), f32x4.splat(roundingShift))
  const n = f32x4.sub(shifted, f32x4.splat(roundingShift))
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), z)
  r = multiplyAdd(n, f32x4.splat(2.12194440e-4), r)
  let p = f32x4.splat(1.9875691500e-4)
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3))
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3))
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2))
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1))
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1))
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1))
  const power = i32x4.sub(shifted, f32x4.splat(roundingShift))
  const half = i32x4.shr_s(power, 1)
  const rest = i32x4.sub(power, half)
  return f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(rest))
}

/** 2ⁿ for integers −126 … 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/** 1 / (1 + e⁻ˣ). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))
}

/** tanh x: an odd polynomial below 0.625, 1 − 2 / (e^2|x| + 1) with the sign of x above. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x)
  const square = f32x4.mul(x, x)
  let p = f32x4.splat(-5.70498872745e-3)
  p = multiplyAdd(p, square, f32x4.splat(2.06390887954e-2))
  p = multiplyAdd(p, square, f32x4.splat(-5.37397155531e-2))
  p = multiplyAdd(p, square, f32x4.splat(1.33314422036e-1))
  p = multiplyAdd(p, square, f32x4.splat(-3.33332819422e-1))
  const small = multiplyAdd(f32x4.mul(p, square), x, x)
  const one = f32x4.splat(1)
  const e = exp(f32x4.add(size, size))
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)))
  const sign = v128.and(x, i32x4.splat(0x80000000))
  return v128.bitselect(small, v128.or(large, sign), f32x4.lt(size, f32x4.splat(0.625)))
}
