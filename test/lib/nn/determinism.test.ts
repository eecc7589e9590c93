import { describe, expect, it } from 'vitest'
import { createKernels } from '#lib/kernels/load.ts'
import { variants } from '#lib/kernels/variants.ts'
import type { Look } from '#lib/nn/backward.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import { type GoldenConfiguration, goldenConfigurations } from '../../golden/configurations.ts'
import { batchesOf } from '../../golden/training.ts'

function trainerFor(configuration: GoldenConfiguration, variant: string): Trainer {
  const { spec } = configuration
  return createTrainer(createKernels(variant, bytesNeeded(spec, configuration)), spec, configuration)
}

/** Losses of the steps, each done by the trainer that `next` hands out for it, and the last one's tensors. */
function train(configuration: GoldenConfiguration, next: (step: number) => Trainer, look: Look = 'none') {
  let trainer = next(0)
  const losses = batchesOf(configuration).map(({ rows, start, count, learningRate }, step) => {
    if (step > 0) trainer = next(step)
    trainer.step(configuration.samples, rows, start, count, learningRate, look)
    return trainer.lossSum
  })
  return { losses, parameters: trainer.parameters() }
}

const ofBytes = goldenConfigurations.filter(({ samples }) => samples.features instanceof Uint8Array)

describe.each(variants)('a training on $name', ({ name }) => {
  it.each(goldenConfigurations)('is not changed by being looked at: $name', (configuration) => {
    const blind = trainerFor(configuration, name)
    const expected = train(configuration, () => blind)
    for (const look of ['measures', 'histograms'] as const) {
      const watched = trainerFor(configuration, name)
      expect(train(configuration, () => watched, look)).toEqual(expected)
    }
  })

  it.each(ofBytes)(
    'is the same with the bytes as floats, none of which is passed over: $name',
    (configuration) => {
      const { samples } = configuration
      const features = Float32Array.from(samples.features, (byte) => byte / 255)
      const asFloats = { ...configuration, samples: { ...samples, features } }
      const [bytes, floats] = [trainerFor(configuration, name), trainerFor(asFloats, name)]
      expect(train(configuration, () => bytes)).toEqual(train(asFloats, () => floats))
    },
  )

  it.each(goldenConfigurations)('is not changed by evaluations in between: $name', (configuration) => {
    const [alone, measured] = [trainerFor(configuration, name), trainerFor(configuration, name)]
    const afterEvaluation = (step: number) => {
      if (step % 5 !== 0) return measured
      measured.evaluate(configuration.samples)
      measured.deadUnits(configuration.samples)
      return measured
    }
    expect(train(configuration, afterEvaluation)).toEqual(train(configuration, () => alone))
  })

  it.each(goldenConfigurations)('goes on in another trainer from its state: $name', (configuration) => {
    const own = trainerFor(configuration, name)
    // Of other seeds, so that nothing but the state is what they share.
    const others = [1000, 1001].map((seed) => trainerFor({ ...configuration, seed }, name))
    others[1]!.restore(own.save())
    const inTurns = (step: number) => {
      const [next, last] = [others[step % 2]!, others[(step + 1) % 2]!]
      next.restore(last.save())
      return next
    }
    expect(train(configuration, inTurns)).toEqual(train(configuration, () => own))
  })
})
