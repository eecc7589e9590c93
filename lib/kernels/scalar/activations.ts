import { activations } from '../../nn/activations.ts'
import type { Kernels } from '../../nn/kernels.ts'
import { float32 } from './float32.ts'

const { fround } = Math

/** The activations' passes from the table's own formulas, in float32. Operands are byte offsets into `floats`. */
export function scalarActivations(
  floats: Float32Array,
): Pick<Kernels, 'activate' | 'activateEach' | 'differentiate' | 'differentiateEach'> {
  return {
    activate(activation, alpha, count, z, a) {
      const { value } = activations[activation]
      const parameter = fround(alpha)
      for (let i = 0; i < count; i++) floats[a / 4 + i] = value(float32, floats[z / 4 + i]!, parameter)
    },
    activateEach(activation, alphas, count, z, a) {
      const { value } = activations[activation]
      for (let i = 0; i < count; i++) {
        floats[a / 4 + i] = value(float32, floats[z / 4 + i]!, floats[alphas / 4 + i]!)
      }
    },
    differentiate(activation, alpha, count, z, a, delta) {
      const { derivative } = activations[activation]
      const parameter = fround(alpha)
      for (let i = 0; i < count; i++) {
        const slope = derivative(float32, floats[z / 4 + i]!, floats[a / 4 + i]!, parameter)
        floats[delta / 4 + i] = floats[delta / 4 + i]! * slope
      }
    },
    differentiateEach(activation, alphas, count, z, a, delta) {
      const { derivative } = activations[activation]
      for (let i = 0; i < count; i++) {
        const slope = derivative(float32, floats[z / 4 + i]!, floats[a / 4 + i]!, floats[alphas / 4 + i]!)
        floats[delta / 4 + i] = floats[delta / 4 + i]! * slope
      }
    },
  }
}
