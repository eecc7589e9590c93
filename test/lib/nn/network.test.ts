import { describe, expect, it } from 'vitest'
import { createKernels } from '../../../lib/kernels/load.ts'
import { variants } from '../../../lib/kernels/variants.ts'
import type { Look } from '../../../lib/nn/backward.ts'
import { bytesNeeded, createTrainer, type Trainer, type TrainerOptions } from '../../../lib/nn/network.ts'
import type { OptimizerSpec } from '../../../lib/nn/optimizers.ts'
import type { NetworkSpec, Samples } from '../../../lib/nn/spec.ts'
import { inference, moments, referencePass } from './reference-network.ts'
import {
  allRows,
  inFloat32,
  networkOf,
  plain,
  samplesFor,
  tensorsAwayFromKinks,
  tensorsOf,
  trainerFor,
  twoLayers,
} from './small-networks.ts'

/** Every kind of tensor and of noise. */
const everything = networkOf([
  { units: 9, activation: 'rrelu', normalization: 'batch', dropout: 0.3 },
  { units: 6, activation: 'prelu', normalization: 'layer', dropout: 0.2 },
  { units: 5, activation: 'tanh', normalization: 'batch' },
])
const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, learningRate: 1 } as const
const optimizers: OptimizerSpec[] = [
  { name: 'sgd', momentum: 0, learningRate: 1 },
  { name: 'momentum', momentum: 0.9, learningRate: 1 },
  { name: 'nesterov', momentum: 0.9, learningRate: 1 },
  { name: 'rmsprop', decay: 0.9, epsilon: 1e-8, learningRate: 1 },
  { name: 'adam', ...adam },
  { name: 'adamw', ...adam, weightDecay: 0.1 },
]
const ways: { title: string; options: TrainerOptions }[] = optimizers.flatMap((optimizer) => [
  { title: optimizer.name, options: { ...plain, optimizer } },
  {
    title: `${optimizer.name}, clipped and penalized`,
    options: { ...plain, optimizer: { ...optimizer, clipNorm: 0.5 }, regularization: { l1: 1e-3, l2: 1e-2 } },
  },
])

const samples = samplesFor(everything, 50)
const rows = allRows(samples)

/** Steps `from` … `to` over batches of 16, the last of each epoch shorter; `lookAt` says how closely. */
function train(trainer: Trainer, from: number, to: number, lookAt: (step: number) => Look = () => 'none') {
  for (let step = from; step < to; step++) {
    const start = 16 * (step % 4)
    trainer.step(samples, rows, start, Math.min(16, 50 - start), 0.01, lookAt(step))
  }
}

describe.each(variants.map(({ name }) => name))('a trainer on %s', (variant) => {
  it.each(ways)('comes to the same bits however closely it is looked at: $title', ({ options }) => {
    const looks: ((step: number) => Look)[] = [
      () => 'none',
      () => 'measures',
      () => 'histograms',
      (step) => (['none', 'histograms', 'measures'] as const)[step % 3]!,
    ]
    const states = looks.map((lookAt) => {
      const trainer = trainerFor(variant, everything, options)
      train(trainer, 0, 12, lookAt)
      return trainer.save()
    })
    for (const state of states) expect(state).toEqual(states[0])
    expect(states[0]!.values.every(Number.isFinite)).toBe(true)
  })

  it.each(ways)('goes on from a saved state bit for bit: $title', ({ options }) => {
    const unbroken = trainerFor(variant, everything, options)
    train(unbroken, 0, 7)
    const state = structuredClone(unbroken.save())
    train(unbroken, 7, 15)
    const resumed = trainerFor(variant, everything, options)
    resumed.restore(state)
    expect(resumed.save()).toEqual(state)
    train(resumed, 7, 15)
    expect(resumed.save()).toEqual(unbroken.save())
    expect(resumed.lossSum).toBe(unbroken.lossSum)
    expect(resumed.evaluate(samples)).toEqual(unbroken.evaluate(samples))
  })

  it('goes on from an earlier state of its own, too, and saves copies', () => {
    const trainer = trainerFor(variant, everything, ways[8]!.options)
    train(trainer, 0, 5)
    const [state, early] = [trainer.save(), structuredClone(trainer.save())]
    train(trainer, 5, 9)
    const end = trainer.save()
    expect(state).toEqual(early)
    trainer.restore(state)
    train(trainer, 5, 9)
    expect(trainer.save()).toEqual(end)
  })

  it('is not disturbed by evaluations and searches for dead units between steps', () => {
    const [alone, disturbed] = [trainerFor(variant, everything), trainerFor(variant, everything)]
    train(alone, 0, 6)
    for (let step = 0; step < 6; step++) {
      train(disturbed, step, step + 1)
      const { lossSum, correct } = disturbed
      disturbed.evaluate(samples)
      disturbed.deadUnits(samples)
      expect([disturbed.lossSum, disturbed.correct]).toEqual([lossSum, correct])
    }
    expect(disturbed.save()).toEqual(alone.save())
  })

  it('draws other noise in every step, and of another seed', () => {
    const losses = (seed: number) => {
      const trainer = trainerFor(variant, everything, { ...plain, seed })
      trainer.setParameters(trainerFor(variant, everything).parameters())
      return [0, 1, 2].map(() => {
        trainer.step(samples, rows, 0, 16, 0)
        return trainer.lossSum
      })
    }
    expect(new Set([...losses(1), ...losses(2)]).size).toBe(6)
    expect(losses(1)).toEqual(losses(1))
  })

  it('evaluates as the reference does: running moments, mean slopes, no dropout, more samples than fit', () => {
    const many = samplesFor(everything, 150)
    const tensors = tensorsAwayFromKinks(everything, many, inference, 1e-6)
    const trainer = trainerFor(variant, everything)
    trainer.setParameters(inFloat32(tensors))
    const { loss, layers } = referencePass(everything, tensors, many, inference)
    const right = layers.at(-1)!.a.filter((p, i) => p.indexOf(Math.max(...p)) === many.labels[i])
    const evaluated = trainer.evaluate(many)
    expect(Math.abs(evaluated.loss - loss)).toBeLessThan(2e-6)
    expect(evaluated.accuracy).toBe(right.length / 150)
  })

  it('reports the loss and the hits of the batch before the update', () => {
    const spec = twoLayers('gelu')
    const trainer = trainerFor(variant, spec)
    const { loss, layers } = referencePass(spec, tensorsOf(trainer), samples, inference)
    trainer.step(samples, rows, 0, 50, 0.1)
    expect(Math.abs(trainer.lossSum / 50 - loss)).toBeLessThan(2e-6)
    const hits = layers.at(-1)!.a.filter((p, i) => p.indexOf(Math.max(...p)) === samples.labels[i])
    expect(trainer.correct).toBe(hits.length)
  })

  it('moves running moments a tenth of the way to those of each batch', () => {
    const trainer = trainerFor(variant, everything)
    const before = tensorsOf(trainer)
    trainer.step(samples, rows, 0, 16, 0.1)
    const after = tensorsOf(trainer)
    // What the normalization reads: the same layer without it and without an activation.
    const { layers } = referencePass(
      networkOf([{ units: 9, activation: 'identity' }]),
      {
        'hidden_1/weights': before['hidden_1/weights']!,
        'hidden_1/biases': before['hidden_1/biases']!,
        'output/weights': new Array(27).fill(0),
        'output/biases': [0, 0, 0],
      },
      { ...samples, count: 16 },
      inference,
    )
    for (let unit = 0; unit < 9; unit++) {
      const { center, spread } = moments(layers[0]!.z.map((z) => z[unit]!))
      expect(after['hidden_1/running_mean']![unit]).toBeCloseTo(0.1 * center, 5)
      expect(after['hidden_1/running_variance']![unit]).toBeCloseTo(0.9 + 0.1 * spread, 5)
    }
  })

  it('learns exclusive or', () => {
    const spec: NetworkSpec = {
      inputs: 2,
      hidden: [{ units: 8, activation: 'tanh' }],
      output: { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
      initializer: 'auto',
    }
    const corners: Samples = {
      count: 4,
      inputs: 2,
      features: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      labels: Uint8Array.of(0, 1, 1, 0),
    }
    const trainer = trainerFor(variant, spec, { ...plain, optimizer: optimizers[1]! })
    expect(trainer.evaluate(corners).loss).toBeGreaterThan(0.5)
    for (let step = 0; step < 500; step++) trainer.step(corners, allRows(corners), 0, 4, 0.5)
    expect(trainer.correct).toBe(4)
    const { loss, accuracy } = trainer.evaluate(corners)
    expect(accuracy).toBe(1)
    expect(loss).toBeLessThan(0.02)
  })

  it.each([0.05, 0.9])('trains on bytes as on their floats, %d of them not zero', (share) => {
    const spec: NetworkSpec = { ...twoLayers('relu'), inputs: 80 }
    const floats = samplesFor(spec, 40)
    const bytes = Uint8Array.from(floats.features, (x) => (Math.abs(x) % 1 < share ? Math.abs(x) * 1e4 : 0))
    const run = (features: Samples['features']) => {
      const trainer = trainerFor(variant, spec)
      const given = { ...floats, features }
      const losses = Array.from({ length: 6 }, (_, step) => {
        trainer.step(
          given,
          allRows(given),
          8 * (step % 5),
          step === 5 ? 3 : 8,
          0.1,
          step % 2 ? 'measures' : 'none',
        )
        return trainer.lossSum
      })
      return { losses, evaluated: trainer.evaluate(given), tensors: trainer.parameters() }
    }
    const [compact, plainly] = [run(bytes), run(Float32Array.from(bytes, (value) => value / 255))]
    expect(compact.losses.some((loss, i) => Math.abs(loss - plainly.losses[i]!) > 1e-5)).toBe(false)
    for (const [i, values] of compact.tensors.entries()) {
      for (const [j, value] of values.entries())
        expect(Math.abs(value - plainly.tensors[i]![j]!)).toBeLessThan(1e-6)
    }
    expect(compact.evaluated.loss).toBeCloseTo(plainly.evaluated.loss, 5)
  })

  it('returns the parameters that were set, and recovers from weights gone to NaN', () => {
    const trainer = trainerFor(variant, everything)
    const good = trainer.parameters()
    trainer.setParameters(good.map((values) => values.map(() => Number.NaN)))
    trainer.step(samples, rows, 0, 16, 0.1, 'histograms')
    expect(trainer.lossSum).toBeNaN()
    expect(trainer.correct).toBe(0)
    trainer.setParameters(good)
    expect(trainer.parameters()).toEqual(good)
    trainer.step(samples, rows, 0, 16, 0.1, 'histograms')
    for (const { gradNorm, errorRms, activationStd } of trainer.measures) {
      expect([gradNorm, errorRms, activationStd].every(Number.isFinite)).toBe(true)
    }
    expect(trainer.save().values.every(Number.isFinite)).toBe(true)
  })

  it('refuses tensors and states of another size', () => {
    const trainer = trainerFor(variant, everything)
    const other = trainerFor(variant, everything, ways[8]!.options)
    expect(() => trainer.setParameters(trainer.parameters().slice(1))).toThrow(RangeError)
    expect(() => trainer.setParameters(trainerFor(variant, twoLayers('relu')).parameters())).toThrow(
      RangeError,
    )
    expect(() => trainer.restore(other.save())).toThrow(RangeError)
  })

  it('refuses samples of another width and batches that do not fit', () => {
    const trainer = trainerFor(variant, twoLayers('relu'))
    const many = samplesFor(twoLayers('relu'), 100)
    expect(() => trainer.step({ ...many, inputs: 4 }, allRows(many), 0, 8, 1)).toThrow('4 features')
    expect(() => trainer.step(many, allRows(many), 0, 100, 1)).toThrow('batch of 100')
    expect(() => trainer.step(many, allRows(many), 0, 0, 1)).toThrow('batch of 0')
  })
})

it('names layers from the input to the output, and what each of them learns', () => {
  const trainer = trainerFor('scalar', everything)
  expect(trainer.layers).toEqual(['hidden_1', 'hidden_2', 'hidden_3', 'output'])
  const names = (layer: string) =>
    trainer.tensorNames.filter((name) => name.startsWith(layer)).map((name) => name.slice(layer.length + 1))
  const batch = ['running_mean', 'running_variance']
  expect(names('hidden_1')).toEqual(['weights', 'biases', 'gain', 'shift', ...batch])
  expect(names('hidden_2')).toEqual(['weights', 'biases', 'gain', 'shift', 'slopes'])
  expect(names('hidden_3')).toEqual(['weights', 'biases', 'gain', 'shift', ...batch])
  expect(names('output')).toEqual(['weights', 'biases'])
})

it('says how much memory it needs, and refuses one that is too small', () => {
  const spec = twoLayers('relu')
  expect(() => createTrainer(createKernels('scalar', 2048), spec, plain)).toThrow('needs')
  const clipped: TrainerOptions = { ...plain, optimizer: { ...optimizers[4]!, clipNorm: 1 } }
  expect(bytesNeeded(everything, clipped)).toBeGreaterThan(bytesNeeded(everything, plain))
})
