import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import type { HiddenActivationName } from '../../../lib/nn/names.ts'
import type { HiddenSpec, Samples } from '../../../lib/nn/spec.ts'
import { inFloat32, networkOf, plain, samplesFor, tensorsOf, trainerFor } from './small-networks.ts'

/** More than one batch of inference. */
const count = 150

/** Share of dead units by layer, of a network whose tensors `change` has changed. */
function deadUnits(
  variant: string,
  hidden: HiddenSpec[],
  change: (tensors: Record<string, number[]>) => void,
  samples?: Samples,
): number[] {
  const spec = networkOf(hidden)
  const trainer = trainerFor(variant, spec)
  const tensors = tensorsOf(trainer)
  change(tensors)
  trainer.setParameters(inFloat32(tensors))
  return [...trainer.deadUnits(samples ?? samplesFor(spec, count))]
}

const layer = (activation: HiddenActivationName, units = 10): HiddenSpec => ({ units, activation })

describe.each(variants.map(({ name }) => name))('deadUnits on %s', (variant) => {
  it.each(['relu', 'relu6', 'hard_swish'] as const)(
    'finds the units of %s that a bias silences, exactly',
    (name) => {
      const shares = deadUnits(variant, [layer(name), layer(name, 4)], (tensors) => {
        for (const unit of [0, 4, 9]) tensors['hidden_1/biases']![unit] = -1e3
        tensors['hidden_2/biases']![3] = -1e3
      })
      expect(shares).toEqual([0.3, 0.25, 0])
    },
  )

  it('finds a healthy network alive, however many units there are', () => {
    const hidden = (['relu', 'sigmoid', 'gelu', 'tanh', 'sine'] as const).map((name) => layer(name, 21))
    const samples = samplesFor(networkOf(hidden), 2000)
    expect(deadUnits(variant, hidden, () => {}, samples)).toEqual([0, 0, 0, 0, 0, 0])
  })

  it.each(['leaky_relu', 'prelu', 'rrelu'] as const)(
    'never finds one of %s dead, unless its slope is 0',
    (name) => {
      const silence = (tensors: Record<string, number[]>) => tensors['hidden_1/biases']!.fill(-1e3)
      expect(deadUnits(variant, [layer(name)], silence)[0]).toBe(0)
      if (name === 'rrelu') return
      const flat = deadUnits(variant, [{ ...layer(name), alpha: 0 }], silence)
      expect(flat[0]).toBe(1)
    },
  )

  it.each([
    // |f′| of 1 % of the peak: σ′ = 0.0025 at ln(398), tanh′ = 0.01 at artanh √0.99, softsign′ = 0.01 at 9.
    ['sigmoid', Math.log(398)],
    ['tanh', Math.atanh(Math.sqrt(0.99))],
    ['softsign', 9],
    ['hard_sigmoid', 3],
    ['gaussian', 2.525],
  ] as const)('calls a unit of %s dead whose |f′| stays below a hundredth of its peak', (name, edge) => {
    const shares = deadUnits(variant, [layer(name)], (tensors) => {
      tensors['hidden_1/weights']!.fill(0)
      const biases = [edge + 0.1, -edge - 0.1, 30, -30, edge - 0.1, 0.1 - edge, 0.2, 1, -1, 0.5]
      tensors['hidden_1/biases'] = biases
    })
    expect(shares[0]).toBe(0.4)
  })

  it('calls a unit alive that lives for the last sample alone', () => {
    const spec = networkOf([layer('relu', 4)])
    const samples = samplesFor(spec, count)
    samples.features.fill(0)
    samples.features[count * 3 - 1] = 1
    const prepare = (tensors: Record<string, number[]>) => {
      tensors['hidden_1/weights'] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2]
      tensors['hidden_1/biases'] = [-1, -1, -1, -3]
    }
    expect(deadUnits(variant, spec.hidden as HiddenSpec[], prepare, samples)[0]).toBe(0.75)
    const shorter = { ...samples, count: count - 1 }
    expect(deadUnits(variant, spec.hidden as HiddenSpec[], prepare, shorter)[0]).toBe(1)
  })

  it('finds all of them dead where a layer has gone to NaN', () => {
    const shares = deadUnits(variant, [layer('sigmoid')], (tensors) =>
      tensors['hidden_1/biases']!.fill(Number.NaN),
    )
    expect(shares[0]).toBe(1)
  })

  it('judges a normalized layer by the running moments, without dropout, and changes nothing', () => {
    const spec = networkOf([{ units: 10, activation: 'relu', normalization: 'batch', dropout: 0.5 }])
    const samples = samplesFor(spec, count)
    const trainer = trainerFor(variant, spec, { ...plain, batchSize: 8 })
    const tensors = tensorsOf(trainer)
    // Far above every batch: by the batch's own moments every unit would live.
    tensors['hidden_1/running_mean']!.fill(1e3, 0, 6)
    trainer.setParameters(inFloat32(tensors))
    const before = trainer.save()
    expect(trainer.deadUnits(samples)[0]).toBe(0.6)
    expect(trainer.save()).toEqual(before)
    expect(tensorsOf(trainer)).toEqual(tensors)
  })
})
