import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import type { OptimizerSpec, Regularization } from '../../../lib/nn/optimizers.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'
import { referenceGradient, type Tensors } from './reference-network.ts'
import { allRows, networkOf, plain, samplesFor, tensorsOf, trainerFor } from './small-networks.ts'

const steps = 20
/** Changes from step to step, as under a schedule. */
const learningRateAt = (step: number) => 0.02 * (1 + (step % 3)) * 0.95 ** step

/** All gradients of a step, scaled to `clipNorm` where their common norm is greater. */
function clip(gradient: Tensors, clipNorm = Infinity): Tensors {
  const norm = Math.hypot(...Object.values(gradient).flat())
  const factor = Math.min(1, clipNorm / (norm + 1e-6))
  return Object.fromEntries(Object.entries(gradient).map(([name, g]) => [name, g.map((x) => x * factor)]))
}

/** One number's path under an optimizer, in float64, as its paper has it: given each gradient, how far it moves. */
function createRule(spec: OptimizerSpec): (gradient: number, learningRate: number) => number {
  let [first, second, step] = [0, 0, 0]
  switch (spec.name) {
    case 'sgd':
    case 'momentum':
      return (g, rate) => {
        first = spec.momentum * first + g
        return rate * first
      }
    case 'nesterov':
      return (g, rate) => {
        first = spec.momentum * first + g
        return rate * (g + spec.momentum * first)
      }
    case 'rmsprop':
      return (g, rate) => {
        second = spec.decay * second + (1 - spec.decay) * g * g
        return (rate * g) / (Math.sqrt(second) + spec.epsilon)
      }
    case 'adam':
    case 'adamw':
      return (g, rate) => {
        step++
        first = spec.beta1 * first + (1 - spec.beta1) * g
        second = spec.beta2 * second + (1 - spec.beta2) * g * g
        const mean = first / (1 - spec.beta1 ** step)
        const square = second / (1 - spec.beta2 ** step)
        return (rate * mean) / (Math.sqrt(square) + spec.epsilon)
      }
  }
}

/** The tensors after `steps` steps in float64. */
function follow(
  network: NetworkSpec,
  start: Tensors,
  samples: ReturnType<typeof samplesFor>,
  spec: OptimizerSpec,
  { l1, l2 }: Regularization,
): Tensors {
  const tensors = structuredClone(start)
  const rules = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => [name, values.map(() => createRule(spec))]),
  )
  for (let step = 0; step < steps; step++) {
    const gradient = referenceGradient(network, tensors, samples, { training: true })
    for (const [name, values] of Object.entries(tensors)) {
      if (!name.endsWith('/weights')) continue
      for (const [i, w] of values.entries()) gradient[name]![i]! += l2 * w + l1 * Math.sign(w)
    }
    const clipped = clip(gradient, spec.clipNorm)
    const rate = learningRateAt(step)
    for (const [name, values] of Object.entries(tensors)) {
      const decay = spec.name === 'adamw' && name.endsWith('/weights') ? rate * spec.weightDecay : 0
      values.forEach((value, i) => {
        values[i] = (1 - decay) * value - rules[name]![i]!(clipped[name]![i]!, rate)
      })
    }
  }
  return tensors
}

const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, learningRate: 1 } as const
const optimizers: OptimizerSpec[] = [
  { name: 'sgd', momentum: 0, learningRate: 1 },
  { name: 'sgd', momentum: 0.5, learningRate: 1 },
  { name: 'momentum', momentum: 0.9, learningRate: 1 },
  { name: 'momentum', momentum: 0, learningRate: 1 },
  { name: 'nesterov', momentum: 0.9, learningRate: 1 },
  { name: 'rmsprop', decay: 0.9, epsilon: 1e-3, learningRate: 1 },
  { name: 'adam', ...adam },
  { name: 'adamw', ...adam, weightDecay: 0.5 },
]
const penalties: [string, Regularization, number | undefined][] = [
  ['no penalty', { l1: 0, l2: 0 }, undefined],
  ['l1', { l1: 0.01, l2: 0 }, undefined],
  ['l2', { l1: 0, l2: 0.05 }, undefined],
  ['a norm that is clipped', { l1: 0, l2: 0 }, 0.2],
  ['l1, l2 and clipping', { l1: 0.01, l2: 0.05 }, 0.2],
]

/** Every kind of tensor that is learned. */
const network = networkOf([
  { units: 4, activation: 'prelu', normalization: 'layer' },
  { units: 3, activation: 'tanh' },
])
const samples = samplesFor(network, 6, 3)
const cases = optimizers.flatMap((optimizer) =>
  penalties.map(([title, regularization, clipNorm]) => {
    const spec: OptimizerSpec = { ...optimizer, clipNorm }
    const momentum = 'momentum' in spec ? `(${spec.momentum})` : ''
    const start = tensorsOf(trainerFor('scalar', network))
    const expected = () => follow(network, start, samples, spec, regularization)
    return { title: `${spec.name}${momentum} with ${title}`, spec, regularization, expected }
  }),
)

describe.each(cases)('$title', ({ spec, regularization, expected }) => {
  it(`goes the way of float64 over ${steps} steps on every variant`, () => {
    const reference = expected()
    for (const { name: variant } of variants) {
      const trainer = trainerFor(variant, network, { ...plain, optimizer: spec, regularization })
      const start = tensorsOf(trainer)
      for (let step = 0; step < steps; step++) {
        trainer.step(samples, allRows(samples), 0, samples.count, learningRateAt(step))
      }
      for (const [name, values] of Object.entries(tensorsOf(trainer))) {
        const way = Math.max(...values.map((value, i) => Math.abs(value - start[name]![i]!)))
        expect(way, name).toBeGreaterThan(1e-3)
        for (const [i, value] of values.entries()) {
          expect(Math.abs(value - reference[name]![i]!), `${variant} ${name}[${i}]`).toBeLessThan(2e-5)
        }
      }
    }
  })
})

it('clipping leaves a norm that is small enough alone', () => {
  const run = (clipNorm?: number) => {
    const trainer = trainerFor('simd128', network, { ...plain, optimizer: { ...optimizers[0]!, clipNorm } })
    trainer.step(samples, allRows(samples), 0, samples.count, 0.1)
    return tensorsOf(trainer)
  }
  const [unclipped, loose] = [run(), run(100)]
  for (const [name, values] of Object.entries(loose)) {
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(unclipped[name]![i]!, 6)
  }
})
