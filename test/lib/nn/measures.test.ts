import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { activations, usualAlpha } from '../../../lib/nn/activations.ts'
import type { Tally } from '../../../lib/nn/measures.ts'
import { hiddenActivationNames } from '../../../lib/nn/names.ts'
import type { TrainerOptions } from '../../../lib/nn/network.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'
import { formulas } from './reference-activations.ts'
import {
  inference,
  type LayerValues,
  moments,
  referenceError,
  referenceGradient,
  referencePass,
} from './reference-network.ts'
import {
  allRows,
  firstNoise,
  inFloat32,
  networkOf,
  plain,
  samplesFor,
  tensorsAwayFromKinks,
  tensorsOf,
  trainerFor,
  twoLayers,
} from './small-networks.ts'

const rows = 12
const rms = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)
const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThan(2e-6 + 2e-5 * Math.abs(expected))

/** Share of elements whose |f′| is below 5 % of its peak, by the formulas. */
function saturation(spec: NetworkSpec, index: number, { z, a }: LayerValues): number {
  const hidden = spec.hidden[index]
  const values = (hidden ? z : a).flat()
  const alpha = hidden?.alpha ?? (hidden ? usualAlpha(hidden.activation) : 0)
  const share = (x: number) => {
    if (hidden)
      return (
        Math.abs(formulas[hidden.activation].slope(x, alpha)) / activations[hidden.activation].peak(alpha)
      )
    return spec.output.activation === 'linear' ? 1 : (x * (1 - x)) / 0.25
  }
  return values.filter((x) => share(x) < 0.05).length / values.length
}

/** One step that is looked at, against the same step in float64. */
function expectMeasures(variant: string, spec: NetworkSpec, options: TrainerOptions = plain, widening = 2) {
  const samples = samplesFor(spec, rows)
  // Wide weights, so that something is saturated.
  const pass = firstNoise(variant, spec, rows)
  const before = tensorsAwayFromKinks(spec, samples, pass)
  for (const name of Object.keys(before)) {
    if (name.endsWith('weights')) before[name] = before[name]!.map((w) => Math.fround(widening * w))
  }
  const trainer = trainerFor(variant, spec, options)
  trainer.setParameters(inFloat32(before))
  trainer.step(samples, allRows(samples), 0, rows, 0.1, 'measures')
  const after = tensorsOf(trainer)
  const outcome = referencePass(spec, before, samples, pass)
  const gradient = referenceGradient(spec, before, samples, pass)
  expect(trainer.measures.map(({ name }) => name)).toEqual(outcome.layers.map(({ name }) => name))
  for (const [index, measure] of trainer.measures.entries()) {
    const layer = outcome.layers[index]!
    const weights = `${layer.name}/weights`
    near(measure.gradNorm, Math.hypot(...gradient[weights]!))
    near(measure.errorRms, rms(referenceError(spec, before, samples, pass, layer)))
    const moved = after[weights]!.map((w, i) => w - before[weights]![i]!)
    near(measure.updateRatio, rms(moved) / rms(before[weights]!))
    expect(measure.saturation).toBe(saturation(spec, index, layer))
    const { center, spread } = moments(layer.a.flat())
    near(measure.activationMean, center)
    near(measure.activationStd, Math.sqrt(spread))
  }
  return trainer.measures
}

describe.each(variants.map(({ name }) => name))('measures on %s are those of float64', (variant) => {
  // Random slopes have no one formula to be saturated by.
  it.each(hiddenActivationNames.filter((name) => name !== 'rrelu'))('%s', (activation) => {
    expectMeasures(variant, twoLayers(activation))
  })

  it('some units are saturated, others not', () => {
    const shares = expectMeasures(variant, twoLayers('sigmoid'), plain, 6).map((m) => m.saturation)
    expect(shares[0]).toBeGreaterThan(0)
    expect(shares[0]).toBeLessThan(1)
  })

  it.each([
    ['sigmoid', 'mean_squared_error'],
    ['linear', 'huber'],
    ['softmax', 'mean_absolute_error'],
  ] as const)('an output of %s under %s', (activation, loss) => {
    expectMeasures(variant, networkOf([{ units: 5, activation: 'tanh' }], { units: 3, activation, loss }))
  })

  it.each(['batch', 'layer'] as const)(
    'with %s normalization: what the activation reads',
    (normalization) => {
      expectMeasures(variant, twoLayers('tanh', { normalization }))
    },
  )

  it('with dropout: activations before it, errors through it', () => {
    expectMeasures(variant, twoLayers('tanh', { dropout: 0.5 }))
  })

  it('under other optimizers: gradients without penalty and before clipping, updates as they were', () => {
    const adam = { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-3, learningRate: 1 } as const
    for (const clipNorm of [undefined, 0.01]) {
      const optimizer = { ...adam, clipNorm }
      expectMeasures(variant, twoLayers('tanh'), {
        ...plain,
        optimizer,
        regularization: { l1: 0.1, l2: 0.1 },
      })
    }
  })

  it('the error shrinks from layer to layer at most by the peak of f′ and the weights’ spectral norm', () => {
    for (const activation of hiddenActivationNames.filter((name) => name !== 'rrelu' && name !== 'prelu')) {
      const spec = networkOf(Array.from({ length: 6 }, () => ({ units: 6, activation })))
      const samples = samplesFor(spec, rows)
      const trainer = trainerFor(variant, spec)
      const tensors = tensorsOf(trainer)
      trainer.step(samples, allRows(samples), 0, rows, 0, 'measures')
      for (let layer = 1; layer < 6; layer++) {
        const [below, above] = [trainer.measures[layer - 1]!.errorRms, trainer.measures[layer]!.errorRms]
        const bound = spectralNorm(tensors[`hidden_${layer + 1}/weights`]!, 6)
        const peak = activations[activation].peak(usualAlpha(activation))
        expect(below).toBeLessThanOrEqual(above * peak * bound * (1 + 1e-5))
      }
    }
  })
})

/** Greatest singular value of a square matrix, by power iteration on WᵀW. */
function spectralNorm(weights: number[], size: number): number {
  let vector = Array.from({ length: size }, (_, i) => 1 + i / size)
  let norm = 0
  for (let round = 0; round < 2000; round++) {
    const forth = vector.map((_, i) => vector.reduce((sum, x, j) => sum + weights[i * size + j]! * x, 0))
    const back = vector.map((_, j) => forth.reduce((sum, x, i) => sum + weights[i * size + j]! * x, 0))
    norm = Math.hypot(...back)
    vector = back.map((x) => x / norm)
  }
  return Math.sqrt(norm)
}

/** The tally of these numbers, in float32 as the kernels bin. */
function tallyOf(values: readonly number[]): Tally {
  const finite = values.filter(Number.isFinite)
  const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 0]
  const scale = Math.fround(high > low ? 64 / (high - low) : 0)
  const counts = new Uint32Array(64)
  for (const x of finite) counts[Math.min(63, Math.floor(Math.fround(Math.fround(x - low) * scale)))]!++
  return { low, high, counts, nonFinite: values.length - finite.length }
}

describe.each(variants.map(({ name }) => name))('histograms on %s', (variant) => {
  // Two strips of panels, the second one mostly padding.
  const spec = networkOf([
    { units: 19, activation: 'tanh' },
    { units: 5, activation: 'identity' },
    { units: 17, activation: 'relu' },
  ])
  const samples = samplesFor(spec, 10)
  const look = (tensors?: Record<string, number[]>) => {
    const trainer = trainerFor(variant, spec)
    if (tensors) trainer.setParameters(inFloat32(tensors))
    const before = tensorsOf(trainer)
    trainer.step(samples, allRows(samples), 0, 10, 0.1, 'histograms')
    return { before, tallies: trainer.tallies.map((tally) => tally!) }
  }

  it('bin every weight where it belongs, and none of the padding', () => {
    const { before, tallies } = look()
    for (const [i, name] of ['hidden_1', 'hidden_2', 'hidden_3', 'output'].entries()) {
      expect(tallies[i]!.weight).toEqual(tallyOf(before[`${name}/weights`]!))
    }
  })

  it('bin every pre-activation, activation and gradient between their least and greatest', () => {
    const { before, tallies } = look()
    const { layers } = referencePass(spec, before, samples, inference)
    const gradient = referenceGradient(spec, before, samples, inference)
    for (const [i, { name, z, a }] of layers.entries()) {
      for (const [tally, values] of [
        [tallies[i]!.preActivation, z.flat()],
        [tallies[i]!.activation, a.flat()],
        [tallies[i]!.gradient, gradient[`${name}/weights`]!],
      ] as const) {
        expect(tally.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect(tally.nonFinite).toBe(0)
        expect(tally.low).toBeCloseTo(Math.min(...values), 5)
        expect(tally.high).toBeCloseTo(Math.max(...values), 5)
        // A value may be on the other side of a bin's edge; one bin apart the shares are the same.
        const expected = tallyOf(values)
        let [sum, expectedSum] = [0, 0]
        for (let bin = 0; bin < 63; bin++) {
          sum += tally.counts[bin]!
          expectedSum += expected.counts[bin]!
          expect(Math.abs(sum - expectedSum)).toBeLessThanOrEqual(1)
        }
      }
    }
  })

  it('count what is not finite apart', () => {
    const { before } = look()
    before['hidden_1/weights']![0] = Infinity
    before['hidden_1/weights']![5] = Number.NaN
    const { tallies } = look(before)
    expect(tallies[0]!.weight).toEqual(tallyOf(before['hidden_1/weights']!))
    expect(tallies[0]!.weight.nonFinite).toBe(2)
    // Two of 19 units are infinite or NaN in every sample; tanh makes ±1 of the infinite one.
    expect(tallies[0]!.preActivation.nonFinite).toBe(20)
    expect(tallies[0]!.activation.nonFinite).toBe(10)
    expect(tallies[3]!.activation.nonFinite).toBe(30)
    expect(tallies[3]!.activation).toMatchObject({ low: 0, high: 0 })
  })

  it('put everything into one bin where all is the same', () => {
    const { before } = look()
    before['hidden_3/weights']!.fill(0.25)
    before['hidden_1/weights']!.fill(0)
    const { tallies } = look(before)
    expect(tallies[2]!.weight).toMatchObject({ low: 0.25, high: 0.25 })
    expect(tallies[2]!.weight.counts[0]).toBe(5 * 17)
    expect(tallies[0]!.preActivation.counts[0]).toBe(190)
  })

  it('are of the last step that was looked at so closely; others leave them alone', () => {
    const trainer = trainerFor(variant, spec)
    const rowsInOrder = allRows(samples)
    trainer.step(samples, rowsInOrder, 0, 10, 0.1, 'measures')
    expect(trainer.tallies).toEqual([null, null, null, null])
    trainer.step(samples, rowsInOrder, 0, 10, 0.1, 'histograms')
    const kept = structuredClone(trainer.tallies)
    trainer.step(samples, rowsInOrder, 0, 10, 0.1, 'measures')
    trainer.step(samples, rowsInOrder, 0, 10, 0.1)
    expect(trainer.tallies).toEqual(kept)
  })
})
