import type { Kernels } from './kernels.ts'
import type { ParameterPlace } from './layout.ts'

/** How gradients move the parameters; formulas at each in `createOptimizer`. */
export type OptimizerSpec = (
  | { name: 'sgd' | 'momentum' | 'nesterov'; momentum: number }
  | { name: 'rmsprop'; decay: number; epsilon: number }
  | { name: 'adam'; beta1: number; beta2: number; epsilon: number }
  | { name: 'adamw'; beta1: number; beta2: number; epsilon: number; weightDecay: number }
) & {
  learningRate: number
  /** The gradient's norm over all parameters is scaled down to it where it is greater (Pascanu et al. 2013). */
  clipNorm?: number | undefined
}

/** l1·Σ|w| + ½·l2·Σw² of the weights is added to the loss; biases, gains and slopes are left alone. */
export interface Regularization {
  l1: number
  l2: number
}

export const noRegularization: Regularization = { l1: 0, l2: 0 }

/** Vectors of state that an optimizer keeps for each parameter. */
export function stateCount(spec: OptimizerSpec): number {
  switch (spec.name) {
    case 'adam':
    case 'adamw':
      return 2
    case 'rmsprop':
      return 1
    default:
      return spec.momentum > 0 ? 1 : 0
  }
}

/** Moves parameters along their gradients. */
export interface Optimizer {
  /** To be called once a step, before any update. */
  begin(): void
  /** Moves one parameter by the gradient at its place. */
  update(parameter: ParameterPlace, learningRate: number): void
  /** β₁ᵗ and β₂ᵗ: what must be kept beside the parameters' own state. */
  powers: [number, number]
}

/** The optimizer on the memory of `kernels`. */
export function createOptimizer(kernels: Kernels, spec: OptimizerSpec): Optimizer {
  const powers: [number, number] = [1, 1]
  switch (spec.name) {
    // Plain descent, or v ← momentum·v + g, w ← w − learningRate·v (Sutskever et al. 2013 as PyTorch writes it).
    case 'sgd':
    case 'momentum':
    case 'nesterov': {
      const { momentum } = spec
      const nesterov = spec.name === 'nesterov'
      return {
        powers,
        begin: () => {},
        update({ count, at, gradient, state }, learningRate) {
          if (momentum === 0) kernels.descend(count, at, gradient, learningRate)
          else kernels.momentumStep(count, at, gradient, state[0]!, learningRate, momentum, nesterov)
        },
      }
    }
    // Hinton 2012, lecture 6e.
    case 'rmsprop': {
      const { decay, epsilon } = spec
      return {
        powers,
        begin: () => {},
        update: ({ count, at, gradient, state }, learningRate) =>
          kernels.rmspropStep(count, at, gradient, state[0]!, learningRate, decay, epsilon),
      }
    }
    // Kingma & Ba 2015; AdamW's decay beside the gradient: Loshchilov & Hutter 2019.
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon } = spec
      const weightDecay = spec.name === 'adamw' ? spec.weightDecay : 0
      return {
        powers,
        begin() {
          powers[0] *= beta1
          powers[1] *= beta2
        },
        update({ count, at, gradient, state, decays }, learningRate) {
          const rate = learningRate / (1 - powers[0])
          const rootScale = 1 / Math.sqrt(1 - powers[1])
          const keep = decays ? 1 - learningRate * weightDecay : 1
          const [mean, square] = state as [number, number]
          kernels.adamStep(count, at, gradient, mean, square, rate, beta1, beta2, epsilon, rootScale, keep)
        },
      }
    }
  }
}
