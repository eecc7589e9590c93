import { multiplyAdd } from './vector'

/** v = momentum·v + gradient; w −= rate·v, on `count` elements, a multiple of 4. */
export function momentumStep(count: i32, w: usize, g: usize, v: usize, rate: f32, momentum: f32): void {
  const keep = f32x4.splat(momentum)
  const back = f32x4.splat(-rate)
  for (const end = w + (<usize>count << 2); w < end; w += 16, g += 16, v += 16) {
    const velocity = multiplyAdd(v128.load(v), keep, v128.load(g))
    v128.store(v, velocity)
    v128.store(w, multiplyAdd(back, velocity, v128.load(w)))
  }
}

/** Σ x² in float64, two lanes. */
export function sumOfSquares(count: i32, at: usize): f64 {
  let sum = f64x2.splat(0)
  for (const end = at + (<usize>count << 2); at < end; at += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(at))
    sum = f64x2.add(sum, f64x2.mul(x, x))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
