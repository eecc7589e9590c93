import type { Kernels } from '../../nn/kernels.ts'

type Optimizers = Pick<
  Kernels,
  'regularize' | 'scale' | 'descend' | 'momentumStep' | 'rmspropStep' | 'adamStep'
>

const { fround, sqrt } = Math

/** The least normal float32. */
const leastNormal = 2 ** -126

/**
 * Zero instead of a subnormal number: a decaying average of zeros would end at a few units of the last place and
 * stay there, where arithmetic is slow on many processors.
 */
function flush(x: number): number {
  return Math.abs(x) < leastNormal ? 0 : x
}

/** x·y + sum, rounded twice. */
function multiplyAdd(x: number, y: number, sum: number): number {
  return fround(fround(x * y) + sum)
}

/** What moves the parameters, element by element; float32 rounded after each step, parameters rounded first. */
export function scalarOptimizers(floats: Float32Array): Optimizers {
  return {
    regularize(count, weights, gradient, l1, l2) {
      const [pull, shrink] = [fround(l1), fround(l2)]
      for (let i = 0; i < count; i++) {
        const w = floats[weights / 4 + i]!
        const sign = w > 0 ? pull : w < 0 ? -pull : 0
        floats[gradient / 4 + i] = multiplyAdd(shrink, w, floats[gradient / 4 + i]!) + sign
      }
    },
    scale(count, factor, at) {
      const by = fround(factor)
      for (let i = 0; i < count; i++) floats[at / 4 + i]! *= by
    },
    descend(count, weights, gradient, learningRate) {
      const back = fround(-learningRate)
      for (let i = 0; i < count; i++) {
        const at = weights / 4 + i
        floats[at] = multiplyAdd(back, floats[gradient / 4 + i]!, floats[at]!)
      }
    },
    momentumStep(count, weights, gradient, velocity, learningRate, momentum, nesterov) {
      const [keep, back] = [fround(momentum), fround(-learningRate)]
      for (let i = 0; i < count; i++) {
        const g = floats[gradient / 4 + i]!
        const v = flush(multiplyAdd(keep, floats[velocity / 4 + i]!, g))
        const step = nesterov ? multiplyAdd(keep, v, g) : v
        floats[velocity / 4 + i] = v
        floats[weights / 4 + i] = multiplyAdd(back, step, floats[weights / 4 + i]!)
      }
    },
    rmspropStep(count, weights, gradient, square, learningRate, decay, epsilon) {
      const [keep, rest] = [fround(decay), fround(1 - decay)]
      const [back, least] = [fround(-learningRate), fround(epsilon)]
      for (let i = 0; i < count; i++) {
        const g = floats[gradient / 4 + i]!
        const v = flush(multiplyAdd(keep, floats[square / 4 + i]!, fround(fround(rest * g) * g)))
        const step = fround(g / fround(fround(sqrt(v)) + least))
        floats[square / 4 + i] = v
        floats[weights / 4 + i] = multiplyAdd(back, step, floats[weights / 4 + i]!)
      }
    },
    adamStep(count, weights, gradient, mean, square, rate, beta1, beta2, epsilon, rootScale, keep) {
      const [decay1, rest1] = [fround(beta1), fround(1 - beta1)]
      const [decay2, rest2] = [fround(beta2), fround(1 - beta2)]
      const [back, least] = [fround(-rate), fround(epsilon)]
      const [root, kept] = [fround(rootScale), fround(keep)]
      for (let i = 0; i < count; i++) {
        const g = floats[gradient / 4 + i]!
        const m = flush(multiplyAdd(decay1, floats[mean / 4 + i]!, fround(rest1 * g)))
        const v = flush(multiplyAdd(decay2, floats[square / 4 + i]!, fround(fround(rest2 * g) * g)))
        const step = fround(m / multiplyAdd(fround(sqrt(v)), root, least))
        floats[mean / 4 + i] = m
        floats[square / 4 + i] = v
        floats[weights / 4 + i] = multiplyAdd(back, step, fround(kept * floats[weights / 4 + i]!))
      }
    },
  }
}
