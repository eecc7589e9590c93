import { exp, sigmoid, tanh } from './vector'

/** Codes as in lib/kernels/wasm.ts. */
const SIGMOID: i32 = 1
const TANH: i32 = 2
const RELU: i32 = 3
const LEAKY_RELU: i32 = 4

/** A = f(Z) on `count` elements, a multiple of 8. */
export function activate(code: i32, alpha: f32, count: i32, z: usize, a: usize): void {
  const end = z + (<usize>count << 2)
  const zero = f32x4.splat(0)
  const slope = f32x4.splat(alpha)
  switch (code) {
    case SIGMOID:
      for (; z < end; z += 16, a += 16) v128.store(a, sigmoid(v128.load(z)))
      break
    case TANH:
      for (; z < end; z += 16, a += 16) v128.store(a, tanh(v128.load(z)))
      break
    case RELU:
      for (; z < end; z += 32, a += 32) {
        v128.store(a, f32x4.pmax(v128.load(z), zero))
        v128.store(a, f32x4.pmax(v128.load(z, 16), zero), 16)
      }
      break
    case LEAKY_RELU:
      for (; z < end; z += 16, a += 16) {
        const x = v128.load(z)
        v128.store(a, v128.bitselect(f32x4.mul(x, slope), x, f32x4.le(x, zero)))
      }
      break
    default:
      if (a != z) memory.copy(a, z, end - z)
  }
}

/** delta ∘= f′(Z), with A = f(Z), on `count` elements, a multiple of 8. A NaN delta stays one. */
export function differentiate(code: i32, alpha: f32, count: i32, z: usize, a: usize, delta: usize): void {
  const end = delta + (<usize>count << 2)
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  const slope = f32x4.splat(alpha)
  switch (code) {
    case SIGMOID:
      for (; delta < end; delta += 16, a += 16) {
        const y = v128.load(a)
        v128.store(delta, f32x4.mul(v128.load(delta), f32x4.mul(y, f32x4.sub(one, y))))
      }
      break
    case TANH:
      for (; delta < end; delta += 16, a += 16) {
        const y = v128.load(a)
        v128.store(delta, f32x4.mul(v128.load(delta), f32x4.sub(one, f32x4.mul(y, y))))
      }
      break
    case RELU:
      for (; delta < end; delta += 16, z += 16) {
        v128.store(delta, v128.andnot(v128.load(delta), f32x4.le(v128.load(z), zero)))
      }
      break
    case LEAKY_RELU:
      for (; delta < end; delta += 16, z += 16) {
        const d = v128.load(delta)
        v128.store(delta, v128.bitselect(f32x4.mul(d, slope), d, f32x4.le(v128.load(z), zero)))
      }
      break
  }
}

/** exp on `count` elements, for tests of its error. */
export function exponentials(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, exp(v128.load(x)))
}
