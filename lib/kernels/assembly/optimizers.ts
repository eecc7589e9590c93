/**
 * What moves the parameters: element by element, 32 bytes at a time in pairs of like operations with all loads
 * before the stores, the form that V8's re-vectorizer joins into 256-bit operations. `count` is a multiple of 8.
 * Bound by memory but for Adam, which is bound by its square root and its division.
 */
import { multiplyAdd } from './vector'

/** The least normal float32. */
const leastNormal: f32 = 1.1754943508222875e-38

/**
 * Zero instead of a subnormal number. A decaying average of zeros would end at a few units of the last place and
 * stay there, and every later step would pay for subnormal arithmetic. NaN goes through.
 */
// @ts-ignore: decorator
@inline
function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(leastNormal)))
}

/** gradient += l2·w, then += l1·sign(w), for l1 ≥ 0. */
export function regularize(count: i32, w: usize, g: usize, l1: f32, l2: f32): void {
  const shrink = f32x4.splat(l2)
  const end = g + (<usize>count << 2)
  if (l1 == 0) {
    for (; g < end; g += 32, w += 32) {
      const g0 = multiplyAdd(shrink, v128.load(w), v128.load(g))
      const g1 = multiplyAdd(shrink, v128.load(w, 16), v128.load(g, 16))
      v128.store(g, g0)
      v128.store(g, g1, 16)
    }
    return
  }
  const pull = f32x4.splat(l1)
  for (; g < end; g += 32, w += 32) {
    const w0 = v128.load(w)
    const w1 = v128.load(w, 16)
    const g0 = f32x4.add(multiplyAdd(shrink, w0, v128.load(g)), withSign(pull, w0))
    const g1 = f32x4.add(multiplyAdd(shrink, w1, v128.load(g, 16)), withSign(pull, w1))
    v128.store(g, g0)
    v128.store(g, g1, 16)
  }
}

/** size·sign(x) for size ≥ 0. */
// @ts-ignore: decorator
@inline
function withSign(size: v128, x: v128): v128 {
  const signed = v128.or(size, v128.and(x, i32x4.splat(0x80000000)))
  return v128.and(signed, f32x4.ne(x, f32x4.splat(0)))
}

/** x *= factor. */
export function scale(count: i32, factor: f32, at: usize): void {
  const by = f32x4.splat(factor)
  for (const end = at + (<usize>count << 2); at < end; at += 32) {
    const x0 = f32x4.mul(v128.load(at), by)
    const x1 = f32x4.mul(v128.load(at, 16), by)
    v128.store(at, x0)
    v128.store(at, x1, 16)
  }
}

/** w −= rate·gradient. */
export function descend(count: i32, w: usize, g: usize, rate: f32): void {
  const back = f32x4.splat(-rate)
  for (const end = w + (<usize>count << 2); w < end; w += 32, g += 32) {
    const w0 = multiplyAdd(back, v128.load(g), v128.load(w))
    const w1 = multiplyAdd(back, v128.load(g, 16), v128.load(w, 16))
    v128.store(w, w0)
    v128.store(w, w1, 16)
  }
}

/** v = momentum·v + gradient; w −= rate·v, or with `nesterov` rate·(momentum·v + gradient). */
export function momentumStep(
  count: i32, w: usize, g: usize, v: usize, rate: f32, momentum: f32, nesterov: bool,
): void {
  const keep = f32x4.splat(momentum)
  const back = f32x4.splat(-rate)
  const end = w + (<usize>count << 2)
  if (nesterov) {
    for (; w < end; w += 32, g += 32, v += 32) {
      const g0 = v128.load(g)
      const g1 = v128.load(g, 16)
      const v0 = flush(multiplyAdd(keep, v128.load(v), g0))
      const v1 = flush(multiplyAdd(keep, v128.load(v, 16), g1))
      const w0 = multiplyAdd(back, multiplyAdd(keep, v0, g0), v128.load(w))
      const w1 = multiplyAdd(back, multiplyAdd(keep, v1, g1), v128.load(w, 16))
      v128.store(v, v0)
      v128.store(v, v1, 16)
      v128.store(w, w0)
      v128.store(w, w1, 16)
    }
    return
  }
  for (; w < end; w += 32, g += 32, v += 32) {
    const v0 = flush(multiplyAdd(keep, v128.load(v), v128.load(g)))
    const v1 = flush(multiplyAdd(keep, v128.load(v, 16), v128.load(g, 16)))
    const w0 = multiplyAdd(back, v0, v128.load(w))
    const w1 = multiplyAdd(back, v1, v128.load(w, 16))
    v128.store(v, v0)
    v128.store(v, v1, 16)
    v128.store(w, w0)
    v128.store(w, w1, 16)
  }
}

/** decay·average + (rest·g)·g, flushed: the running mean of the squared gradient, for rest = 1 − decay. */
// @ts-ignore: decorator
@inline
function meanSquare(average: v128, decay: v128, rest: v128, g: v128): v128 {
  return flush(multiplyAdd(decay, average, f32x4.mul(f32x4.mul(rest, g), g)))
}

/** v = decay·v + (1 − decay)·gradient²; w −= rate·(gradient / (√v + ε)). */
export function rmspropStep(
  count: i32, w: usize, g: usize, v: usize, rate: f32, decay: f64, epsilon: f32,
): void {
  const keep = f32x4.splat(<f32>decay)
  const rest = f32x4.splat(<f32>(1 - decay))
  const back = f32x4.splat(-rate)
  const least = f32x4.splat(epsilon)
  for (const end = w + (<usize>count << 2); w < end; w += 32, g += 32, v += 32) {
    const g0 = v128.load(g)
    const g1 = v128.load(g, 16)
    const v0 = meanSquare(v128.load(v), keep, rest, g0)
    const v1 = meanSquare(v128.load(v, 16), keep, rest, g1)
    const step0 = f32x4.div(g0, f32x4.add(f32x4.sqrt(v0), least))
    const step1 = f32x4.div(g1, f32x4.add(f32x4.sqrt(v1), least))
    const w0 = multiplyAdd(back, step0, v128.load(w))
    const w1 = multiplyAdd(back, step1, v128.load(w, 16))
    v128.store(v, v0)
    v128.store(v, v1, 16)
    v128.store(w, w0)
    v128.store(w, w1, 16)
  }
}

/**
 * m = β₁·m + (1 − β₁)·gradient; v = β₂·v + (1 − β₂)·gradient²; w = keep·w − rate·(m / (√v·rootScale + ε))
 * (Kingma & Ba 2015; with keep < 1 Loshchilov & Hutter 2019).
 */
export function adamStep(
  count: i32, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f64, beta2: f64, epsilon: f32, rootScale: f32, keep: f32,
): void {
  const decay1 = f32x4.splat(<f32>beta1)
  const rest1 = f32x4.splat(<f32>(1 - beta1))
  const decay2 = f32x4.splat(<f32>beta2)
  const rest2 = f32x4.splat(<f32>(1 - beta2))
  const back = f32x4.splat(-rate)
  const least = f32x4.splat(epsilon)
  const root = f32x4.splat(rootScale)
  const kept = f32x4.splat(keep)
  for (const end = w + (<usize>count << 2); w < end; w += 32, g += 32, m += 32, v += 32) {
    const g0 = v128.load(g)
    const g1 = v128.load(g, 16)
    const m0 = flush(multiplyAdd(decay1, v128.load(m), f32x4.mul(rest1, g0)))
    const m1 = flush(multiplyAdd(decay1, v128.load(m, 16), f32x4.mul(rest1, g1)))
    const v0 = meanSquare(v128.load(v), decay2, rest2, g0)
    const v1 = meanSquare(v128.load(v, 16), decay2, rest2, g1)
    const step0 = f32x4.div(m0, multiplyAdd(f32x4.sqrt(v0), root, least))
    const step1 = f32x4.div(m1, multiplyAdd(f32x4.sqrt(v1), root, least))
    const w0 = multiplyAdd(back, step0, f32x4.mul(kept, v128.load(w)))
    const w1 = multiplyAdd(back, step1, f32x4.mul(kept, v128.load(w, 16)))
    v128.store(m, m0)
    v128.store(m, m1, 16)
    v128.store(v, v0)
    v128.store(v, v1, 16)
    v128.store(w, w0)
    v128.store(w, w1, 16)
  }
}
