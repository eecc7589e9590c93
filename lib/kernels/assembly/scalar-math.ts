/** exp and log of single numbers in float64, by series, for results in float32: once a sample, in the losses. */

const ln2: f64 = 0.6931471805599453

/** log x for a positive, finite x: 2 artanh((m − 1)/(m + 1)) after x = m·2ⁿ with m in √½ … √2. */
export function logarithm(x: f64): f64 {
  if (!(x > 0)) return x == 0 ? -Infinity : NaN
  if (x == Infinity) return x
  const bits = reinterpret<u64>(x)
  let n = <i32>(bits >> 52) - 1023
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (m > 1.4142135623730951) {
    m *= 0.5
    n++
  }
  const ratio = (m - 1) / (m + 1)
  const square = ratio * ratio
  let series: f64 = 1.0 / 17.0
  series = series * square + 1.0 / 15.0
  series = series * square + 1.0 / 13.0
  series = series * square + 1.0 / 11.0
  series = series * square + 1.0 / 9.0
  series = series * square + 1.0 / 7.0
  series = series * square + 1.0 / 5.0
  series = series * square + 1.0 / 3.0
  return <f64>n * ln2 + 2 * (ratio + ratio * square * series)
}

/** eˣ for −104 ≤ x ≤ 0; 0 below. */
function exponential(x: f64): f64 {
  if (x < -104) return 0
  const n = Math.floor(x * 1.4426950408889634 + 0.5)
  const r = x - n * ln2
  let series: f64 = 1
  for (let k = 13; k >= 1; k--) series = 1 + (series * r) / <f64>k
  return series * reinterpret<f64>((<u64>(<i64>n + 1023)) << 52)
}

/** log(1 + e^−|x|). */
export function softplusTail(x: f64): f64 {
  if (x != x) return x
  const e = exponential(-Math.abs(x))
  return e < 1e-5 ? e - 0.5 * e * e : logarithm(1 + e)
}
