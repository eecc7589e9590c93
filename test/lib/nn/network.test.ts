import { describe, expect, it } from 'vitest'
import { createKernels } from '../../../lib/kernels/load.ts'
import { variants } from '../../../lib/kernels/variants.ts'
import { hiddenActivationNames } from '../../../lib/nn/names.ts'
import { bytesNeeded, createTrainer, type TrainerOptions } from '../../../lib/nn/network.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { NetworkSpec, Samples } from '../../../lib/nn/spec.ts'
import { type Parameters, referenceGradient, referenceLoss } from './reference-network.ts'

const names = variants.map((variant) => variant.name)
const outputs = [
  { units: 3, activation: 'softmax', loss: 'cross_entropy' },
  { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
  { units: 3, activation: 'linear', loss: 'mean_squared_error' },
  { units: 1, activation: 'linear', loss: 'mean_squared_error' },
  { units: 3, activation: 'sigmoid', loss: 'mean_squared_error' },
  { units: 1, activation: 'sigmoid', loss: 'mean_squared_error' },
  { units: 3, activation: 'softmax', loss: 'mean_squared_error' },
] as const satisfies NetworkSpec['output'][]

const plain: TrainerOptions = { batchSize: 8, learningRate: 1, momentum: 0, seed: 1 }

function trainerFor(variant: string, spec: NetworkSpec, options: TrainerOptions) {
  return createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
}

function networkOf(
  activation: (typeof hiddenActivationNames)[number],
  output: NetworkSpec['output'],
): NetworkSpec {
  return {
    inputs: 3,
    hidden: [
      { units: 5, activation, alpha: 0.2 },
      { units: 4, activation },
    ],
    output,
    initializer: 'auto',
  }
}

function randomSamples(seed: number, count: number, inputs: number, classes: number): Samples {
  const random = createRandom(seed)
  return {
    count,
    inputs,
    features: Float32Array.from({ length: count * inputs }, () => random.normal()),
    labels: Uint8Array.from({ length: count }, () => random.nextUint32() % classes),
  }
}

/** Start weights with biases that are not zero, from a seed with which no unit is near its kink. */
function startAwayFromKinks(spec: NetworkSpec, samples: Samples): Float32Array[] {
  for (let seed = 1; ; seed++) {
    const start = trainerFor('scalar', spec, { ...plain, seed }).parameters()
    const random = createRandom(seed, 1)
    const parameters = start.map((values, i) => (i % 2 ? values.map(() => random.normal() / 4) : values))
    if (referenceLoss(spec, inFloat64(parameters), samples).nearestKink > 1e-3) return parameters
  }
}

function inFloat64(parameters: Float32Array[]): Parameters {
  return parameters.map((values) => [...values])
}

function allRows(samples: Samples): Uint32Array {
  return Uint32Array.from({ length: samples.count }, (_, row) => row)
}

describe.each(names)('network on %s', (variant) => {
  const combinations = hiddenActivationNames.flatMap((activation) =>
    outputs.map((output) => ({ activation, output, title: `${output.activation}(${output.units})` })),
  )
  it.each(combinations)(
    'has the gradients of central differences: $activation, $title, $output.loss',
    (c) => {
      const spec = networkOf(c.activation, c.output)
      const samples = randomSamples(7, 7, 3, c.output.units === 1 ? 2 : 3)
      const before = startAwayFromKinks(spec, samples)
      const trainer = trainerFor(variant, spec, plain)
      trainer.setParameters(before)
      trainer.step(samples, allRows(samples), 0, 7, true)
      const after = trainer.parameters()
      const expected = referenceGradient(spec, inFloat64(before), samples)
      const greatest = Math.max(...expected.flat().map(Math.abs))
      expected.forEach((gradient, index) => {
        gradient.forEach((slope, i) => {
          const moved = before[index]![i]! - after[index]![i]!
          expect(Math.abs(moved - slope)).toBeLessThan(2e-6 + 2e-5 * greatest)
        })
      })
      const { loss } = referenceLoss(spec, inFloat64(before), samples)
      expect(Math.abs(trainer.lossSum / 7 - loss)).toBeLessThan(1e-6 * (1 + loss))
      const norms = new Float64Array(3)
      trainer.gradientNorms(norms)
      norms.forEach((norm, layer) => {
        expect(Math.abs(norm - Math.hypot(...expected[2 * layer]!))).toBeLessThan(1e-5 * greatest + 1e-7)
      })
    },
  )

  it('follows momentum as PyTorch defines it', () => {
    const spec = networkOf('tanh', outputs[0])
    const samples = randomSamples(3, 6, 3, 3)
    const options = { ...plain, learningRate: 0.1, momentum: 0.9 }
    const trainer = trainerFor(variant, spec, options)
    const expected = inFloat64(trainer.parameters())
    const velocity = expected.map((values) => values.map(() => 0))
    for (let step = 0; step < 4; step++) {
      const gradient = referenceGradient(spec, expected, samples)
      expected.forEach((values, i) => {
        values.forEach((_, j) => {
          velocity[i]![j] = 0.9 * velocity[i]![j]! + gradient[i]![j]!
          values[j]! -= 0.1 * velocity[i]![j]!
        })
      })
      trainer.step(samples, allRows(samples), 0, 6)
    }
    trainer.parameters().forEach((values, i) => {
      values.forEach((value, j) => {
        expect(Math.abs(value - expected[i]![j]!)).toBeLessThan(2e-6)
      })
    })
  })

  it('comes to the same bits every time, diagnosed or not, with short batches too', () => {
    const spec = networkOf('sigmoid', outputs[0])
    const samples = randomSamples(5, 50, 3, 3)
    const run = (diagnose: boolean, momentum: number) => {
      const trainer = trainerFor(variant, spec, { ...plain, momentum })
      const rows = allRows(samples)
      for (let start = 0; start < 50; start += 8) {
        trainer.step(samples, rows, start, Math.min(8, 50 - start), diagnose)
      }
      return trainer.parameters()
    }
    expect(run(true, 0)).toEqual(run(false, 0))
    expect(run(true, 0.5)).toEqual(run(false, 0.5))
    expect(run(false, 0)).not.toEqual(run(false, 0.5))
  })

  it('differs with another seed', () => {
    const spec = networkOf('relu', outputs[0])
    const start = (seed: number) => trainerFor(variant, spec, { ...plain, seed }).parameters()
    expect(start(1)).toEqual(start(1))
    expect(start(1)).not.toEqual(start(2))
  })

  it('learns exclusive or', () => {
    const spec: NetworkSpec = {
      inputs: 2,
      hidden: [{ units: 8, activation: 'tanh' }],
      output: { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
      initializer: 'auto',
    }
    const samples: Samples = {
      count: 4,
      inputs: 2,
      features: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      labels: Uint8Array.of(0, 1, 1, 0),
    }
    const trainer = trainerFor(variant, spec, { batchSize: 4, learningRate: 0.5, momentum: 0.9, seed: 1 })
    expect(trainer.evaluate(samples).loss).toBeGreaterThan(0.5)
    for (let step = 0; step < 500; step++) trainer.step(samples, allRows(samples), 0, 4)
    expect(trainer.correct).toBe(4)
    const { loss, accuracy } = trainer.evaluate(samples)
    expect(accuracy).toBe(1)
    expect(loss).toBeLessThan(0.02)
  })

  it('evaluates as the reference does, over more samples than fit at once', () => {
    const spec = networkOf('leaky_relu', outputs[0])
    const samples = randomSamples(9, 150, 3, 3)
    const trainer = trainerFor(variant, spec, plain)
    const { loss } = referenceLoss(spec, inFloat64(trainer.parameters()), samples)
    const evaluated = trainer.evaluate(samples)
    expect(Math.abs(evaluated.loss - loss)).toBeLessThan(1e-6)
    expect(evaluated.accuracy * 150).toBeCloseTo(Math.round(evaluated.accuracy * 150), 9)
  })

  it('returns the parameters that were set, and recovers from weights gone to NaN', () => {
    const spec = networkOf('relu', outputs[0])
    const samples = randomSamples(2, 8, 3, 3)
    const trainer = trainerFor(variant, spec, plain)
    const good = trainer.parameters()
    trainer.setParameters(good.map((values) => values.map(() => NaN)))
    trainer.step(samples, allRows(samples), 0, 8)
    expect(trainer.lossSum).toBeNaN()
    expect(trainer.correct).toBe(0)
    trainer.setParameters(good)
    expect(trainer.parameters()).toEqual(good)
    trainer.step(samples, allRows(samples), 0, 8, true)
    const norms = new Float64Array(3)
    trainer.gradientNorms(norms)
    expect(norms.every(Number.isFinite)).toBe(true)
    expect(() => trainer.setParameters(good.slice(1))).toThrow(RangeError)
  })

  it('refuses samples of another width and batches that do not fit', () => {
    const trainer = trainerFor(variant, networkOf('relu', outputs[0]), plain)
    const samples = randomSamples(2, 100, 3, 3)
    expect(() => trainer.step({ ...samples, inputs: 4 }, allRows(samples), 0, 8)).toThrow('4 features')
    expect(() => trainer.step(samples, allRows(samples), 0, 100)).toThrow('batch of 100')
    expect(() => trainer.step(samples, allRows(samples), 0, 0)).toThrow('batch of 0')
  })
})

it('names layers from the input to the output', () => {
  expect(trainerFor('scalar', networkOf('relu', outputs[0]), plain).layers).toEqual([
    'hidden_1',
    'hidden_2',
    'output',
  ])
})

it('refuses a memory that is too small', () => {
  const spec = networkOf('relu', outputs[0])
  expect(() => createTrainer(createKernels('scalar', 2048), spec, plain)).toThrow('needs')
})
