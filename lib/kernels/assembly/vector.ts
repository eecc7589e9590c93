/**
 * What the kernels are built of: multiply-add in the variant's rounding, and float32 transcendental functions on four
 * lanes. Polynomials from Moshier's Cephes library (expf.c, logf.c, tanhf.c) where nothing else is said. NaN goes
 * through all of them but `log`. test/lib/kernels/precision.test.ts holds the bounds, which are measured.
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

/** r = x − n·ln 2, ln 2 in two parts. */
// @ts-ignore: decorator
@inline
function restOf(x: v128, n: v128): v128 {
  return multiplyAdd(n, f32x4.splat(2.12194440e-4), multiplyAdd(n, f32x4.splat(-0.693359375), x))
}

/** eʳ − 1 for |r| ≤ ½·ln 2. */
// @ts-ignore: decorator
@inline
function expm1OfRest(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4)
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3))
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3))
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2))
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1))
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1))
  return multiplyAdd(p, f32x4.mul(r, r), r)
}

/**
 * eˣ within 1.05 ulp, subnormal results and infinity included. x = n·ln 2 + r; the power of
 * two is applied in two halves, for 2¹²⁸ and 2⁻¹⁵⁰ are no float32.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89))
  const shifted = multiplyAdd(z, f32x4.splat(1.44269504088896341), f32x4.splat(roundingShift))
  const n = f32x4.sub(shifted, f32x4.splat(roundingShift))
  const p = expm1OfRest(restOf(z, n))
  const power = i32x4.sub(shifted, f32x4.splat(roundingShift))
  const half = i32x4.shr_s(power, 1)
  const rest = i32x4.sub(power, half)
  return f32x4.mul(f32x4.mul(f32x4.add(p, f32x4.splat(1)), powerOfTwo(half)), powerOfTwo(rest))
}

/** 2ⁿ for integers −126 … 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/** 1 / (1 + e⁻ˣ) within 2.5 ulp, most so around −17, where it is almost eˣ. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))
}

/** tanh x within 1.35 ulp: an odd polynomial below 0.625, 1 − 2 / (e^2|x| + 1) with the sign of x above. */
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

/** eˣ − 1 for x ≤ 88, within 1.6 ulp: 2ⁿ·(eʳ − 1) + (2ⁿ − 1). Above 88 it is what it is there. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-30)), f32x4.splat(88))
  const shifted = multiplyAdd(z, f32x4.splat(1.44269504088896341), f32x4.splat(roundingShift))
  const n = f32x4.sub(shifted, f32x4.splat(roundingShift))
  const p = expm1OfRest(restOf(z, n))
  const power = powerOfTwo(i32x4.sub(shifted, f32x4.splat(roundingShift)))
  return f32x4.add(f32x4.mul(p, power), f32x4.sub(power, f32x4.splat(1)))
}

/** log x for normal, finite x > 0 within 0.85 ulp: x = 2ᵉ·m with m in √½ … √2. For anything else, NaN too, undefined. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23)
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), f32x4.splat(1))
  const e = f32x4.convert_i32x4_s(exponent)
  const square = f32x4.mul(f, f)
  let p = f32x4.splat(7.0376836292e-2)
  p = multiplyAdd(p, f, f32x4.splat(-1.1514610310e-1))
  p = multiplyAdd(p, f, f32x4.splat(1.1676998740e-1))
  p = multiplyAdd(p, f, f32x4.splat(-1.2420140846e-1))
  p = multiplyAdd(p, f, f32x4.splat(1.4249322787e-1))
  p = multiplyAdd(p, f, f32x4.splat(-1.6668057665e-1))
  p = multiplyAdd(p, f, f32x4.splat(2.0000714765e-1))
  p = multiplyAdd(p, f, f32x4.splat(-2.4999993993e-1))
  p = multiplyAdd(p, f, f32x4.splat(3.3333331174e-1))
  let tail = f32x4.mul(f32x4.mul(p, f), square)
  tail = multiplyAdd(e, f32x4.splat(-2.12194440e-4), tail)
  tail = multiplyAdd(square, f32x4.splat(-0.5), tail)
  return multiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(f, tail))
}

/** log(1 + x) for 0 ≤ x < 2¹²⁶ within 1.3 ulp: the logarithm of the rounded sum, and what the rounding took, put back. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const one = f32x4.splat(1)
  const sum = f32x4.add(one, x)
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(sum, one)), sum)
  return f32x4.add(log(sum), lost)
}

/**
 * The error function within 1.2 ulp: an odd polynomial below 475/512, 1 − e^polynomial with the sign of x above
 * (coefficients: N. Juffa's erff, BSD licence).
 */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), f32x4.splat(4))
  const square = f32x4.mul(size, size)
  let r = multiplyAdd(f32x4.splat(-1.72853470e-5), size, f32x4.splat(3.83197126e-4))
  const u = multiplyAdd(f32x4.splat(-3.88396438e-3), size, f32x4.splat(2.42546219e-2))
  r = multiplyAdd(r, square, u)
  r = multiplyAdd(r, size, f32x4.splat(-1.06777877e-1))
  r = multiplyAdd(r, size, f32x4.splat(-6.34846687e-1))
  r = multiplyAdd(r, size, f32x4.splat(-1.28717512e-1))
  r = f32x4.sub(f32x4.mul(r, size), size)
  const large = f32x4.sub(f32x4.splat(1), exp(r))
  let s = multiplyAdd(f32x4.splat(-5.96761703e-4), square, f32x4.splat(4.99119423e-3))
  s = multiplyAdd(s, square, f32x4.splat(-2.67681349e-2))
  s = multiplyAdd(s, square, f32x4.splat(1.12819925e-1))
  s = multiplyAdd(s, square, f32x4.splat(-3.76125336e-1))
  s = multiplyAdd(s, square, f32x4.splat(1.28379166e-1))
  const small = f32x4.add(f32x4.mul(s, size), size)
  const sign = v128.and(x, i32x4.splat(0x80000000))
  return v128.or(v128.bitselect(large, small, f32x4.gt(size, f32x4.splat(0.927734375))), sign)
}

/**
 * sin(x + shift·π) in float64 on two lanes, for |x| up to 10⁶ within 1e-9: x = (n − shift)·π + r, then a series in r.
 * π is in two parts, the first short enough for (n − shift)·π to be exact.
 */
// @ts-ignore: decorator
@inline
function sineOfTwo(x: v128, shift: f64): v128 {
  const n = f64x2.nearest(f64x2.add(f64x2.mul(x, f64x2.splat(0.3183098861837907)), f64x2.splat(shift)))
  const turns = f64x2.sub(n, f64x2.splat(shift))
  let r = f64x2.sub(x, f64x2.mul(turns, f64x2.splat(3.1415926534682512)))
  r = f64x2.sub(r, f64x2.mul(turns, f64x2.splat(1.2154201013012384e-10)))
  // Where x is so large that r is rounding error, the result stays in −1 … 1 all the same.
  r = f64x2.pmin(f64x2.pmax(r, f64x2.splat(-1.5707963267948966)), f64x2.splat(1.5707963267948966))
  const square = f64x2.mul(r, r)
  let p = f64x2.splat(1.605904383682161e-10)
  p = f64x2.add(f64x2.mul(p, square), f64x2.splat(-2.505210838544172e-8))
  p = f64x2.add(f64x2.mul(p, square), f64x2.splat(2.7557319223985893e-6))
  p = f64x2.add(f64x2.mul(p, square), f64x2.splat(-1.984126984126984e-4))
  p = f64x2.add(f64x2.mul(p, square), f64x2.splat(8.333333333333333e-3))
  p = f64x2.add(f64x2.mul(p, square), f64x2.splat(-1.6666666666666666e-1))
  const value = f64x2.add(f64x2.mul(f64x2.mul(p, square), r), r)
  // The sign changes with every odd n.
  const half = f64x2.mul(n, f64x2.splat(0.5))
  const odd = f64x2.ne(f64x2.floor(half), half)
  return v128.bitselect(f64x2.neg(value), value, odd)
}

/** sin(x + shift·π) on four lanes. */
// @ts-ignore: decorator
@inline
function shiftedSine(x: v128, shift: f64): v128 {
  const low = sineOfTwo(f64x2.promote_low_f32x4(x), shift)
  const high = sineOfTwo(f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)), shift)
  const first = f32x4.demote_f64x2_zero(low)
  return v128.shuffle<f32>(first, f32x4.demote_f64x2_zero(high), 0, 1, 4, 5)
}

/** sin x within 0.55 ulp for |x| up to 10⁶, in −1 … 1 beyond. */
// @ts-ignore: decorator
@inline
export function sine(x: v128): v128 {
  return shiftedSine(x, 0)
}

/** cos x = sin(x + π/2), as exact. */
// @ts-ignore: decorator
@inline
export function cosine(x: v128): v128 {
  return shiftedSine(x, 0.5)
}
