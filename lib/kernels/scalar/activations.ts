import type { HiddenActivationName } from '../../nn/names.ts'
import { sigmoid, tanh } from './float-math.ts'

interface ScalarActivation {
  /** f(z) */
  value(z: number, alpha: number): number
  /** f′ times the incoming delta, from z and a = f(z); products are rounded to float32 one by one. */
  backward(delta: number, z: number, a: number, alpha: number): number
}

const { fround } = Math

/** One entry an activation, in float32. NaN goes through, also where the derivative would be zero. */
export const scalarActivations: Readonly<Record<HiddenActivationName, ScalarActivation>> = {
  identity: { value: (z) => z, backward: (delta) => delta },
  sigmoid: { value: sigmoid, backward: (delta, _z, a) => fround(delta * fround(a * fround(1 - a))) },
  tanh: { value: tanh, backward: (delta, _z, a) => fround(delta * fround(1 - fround(a * a))) },
  relu: { value: (z) => (z <= 0 ? 0 : z), backward: (delta, z) => (z <= 0 ? 0 : delta) },
  leaky_relu: {
    value: (z, alpha) => (z <= 0 ? fround(z * fround(alpha)) : z),
    backward: (delta, z, _a, alpha) => (z <= 0 ? fround(delta * fround(alpha)) : delta),
  },
}
