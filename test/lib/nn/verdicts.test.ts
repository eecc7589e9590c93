import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { activations } from '#lib/nn/activations.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { createRandom } from '#lib/nn/random.ts'
import type { Finding } from '#lib/nn/verdicts/finding.ts'
import type { EpochReading, LayerTraits, StepReading } from '#lib/nn/verdicts/readings.ts'
import { createDiagnosis, type Diagnosis } from '#lib/nn/verdicts.ts'

function layersOf(hidden: number, activation: (typeof hiddenActivationNames)[number]): LayerTraits[] {
  const { rectifier } = activations[activation]
  return [
    ...Array.from({ length: hidden }, (_, i) => ({
      name: `hidden_${i + 1}`,
      rectifier,
      hidden: true,
      activation,
    })),
    { name: 'output', rectifier: false, hidden: false, activation: 'softmax' },
  ]
}

const sigmoids = layersOf(3, 'sigmoid')
const rectifiers = layersOf(3, 'relu')

/** A reading of three hidden layers and an output that no rule minds, but for what is changed. */
function stepAt(step: number, changed: Partial<StepReading> = {}): StepReading {
  return { step, trainLoss: 1, gradNorm: [1, 1, 1, 1], saturation: [0, 0, 0, NaN], ...changed }
}

function epochAt(epoch: number, changed: Partial<EpochReading> = {}): EpochReading {
  return {
    step: 100 * epoch,
    epoch,
    trainLoss: 1,
    valLoss: 1,
    trainAccuracy: 0.5,
    valAccuracy: 0.5,
    deadUnits: [0, 0, 0, NaN],
    ...changed,
  }
}

/** Reads step readings at 10, 20, 30 … of a run so long that it is never too late to learn. */
function afterSteps(layers: LayerTraits[], readings: Partial<StepReading>[]): Finding[] {
  const diagnosis = createDiagnosis(layers, 1e6)
  for (const [i, changed] of readings.entries()) diagnosis.readStep(stepAt(10 * (i + 1), changed))
  return diagnosis.findings()
}

/** Reads epochs 1, 2, 3 … of 100 steps each, in a run of `epochs`. */
function afterEpochs(readings: Partial<EpochReading>[], epochs = readings.length): Finding[] {
  const diagnosis = createDiagnosis(rectifiers, 100 * epochs)
  diagnosis.readStep(stepAt(1))
  for (const [i, changed] of readings.entries()) diagnosis.readEpoch(epochAt(i + 1, changed))
  return diagnosis.findings()
}

const gradNorms = (...gradNorm: number[]) => ({ gradNorm })
const losses = (values: number[]) => values.map((trainLoss) => ({ trainLoss }))

it('finds what the contract sends', () => {
  expectTypeOf<keyof Finding>().toEqualTypeOf<keyof Verdict>()
})

describe('vanishing', () => {
  const tiny = gradNorms(1e-6, 1e-4, 4.2e-3, 1)

  it('is found at the fifth reading in a row, with the evidence of then', () => {
    const found = afterSteps(sigmoids, [tiny, tiny, {}, tiny, tiny, tiny, tiny, tiny, tiny, {}])
    expect(found).toMatchObject([{ name: 'vanishing', layer: 'hidden_1', step: 80, lastStep: 90 }])
    expect(found[0]).toMatchObject({
      threshold: 1e-3,
      value: 1e-6 / 4.2e-3,
      evidence: { 'grad_norm/hidden_1': 1e-6, 'grad_norm/hidden_3': 4.2e-3 },
    })
    expect(found[0]!.message).toContain('The gradient of hidden_1 is 1/4,200 of that of hidden_3')
    expect(found[0]!.suggestion).toBe(
      'Replace Sigmoid by ReLU with He initialization, or normalize the layers; the derivative of Sigmoid never exceeds 0.25.',
    )
  })

  it('needs a small ratio and a small gradient', () => {
    expect(afterSteps(sigmoids, Array(9).fill(gradNorms(1e-6, 1e-6, 1e-6, 1)))).toEqual([])
    expect(afterSteps(sigmoids, Array(9).fill(gradNorms(2e-4, 1, 1, 1)))).toEqual([])
    expect(afterSteps(sigmoids, Array(9).fill(gradNorms(0, 0, 0, 0)))).toEqual([])
    expect(afterSteps(sigmoids, Array(5).fill(gradNorms(0, 0.1, 0.1, 1)))).toHaveLength(1)
  })

  it('needs two hidden layers', () => {
    for (const hidden of [0, 1]) {
      const diagnosis = createDiagnosis(layersOf(hidden, 'sigmoid'), 1e6)
      const gradNorm = [1e-9, 1].slice(-hidden - 1)
      for (let step = 1; step < 9; step++) diagnosis.readStep(stepAt(step, { gradNorm, saturation: [0, 0] }))
      expect(diagnosis.findings()).toEqual([])
    }
  })

  it('suggests another start where the activation is not to blame', () => {
    const [found] = afterSteps(rectifiers, Array(5).fill(tiny))
    expect(found!.suggestion).toContain('Initialize with He')
  })
})

describe('exploding', () => {
  it('is found where the first gradient is large, five readings in a row', () => {
    const found = afterSteps(rectifiers, Array(6).fill(gradNorms(142, 12, 2, 1)))
    expect(found).toMatchObject([
      { name: 'exploding', layer: 'hidden_1', step: 50, lastStep: 60, value: 71, threshold: 70 },
    ])
    expect(found[0]!.message).toContain('71 times that of hidden_3 (142 and 2)')
  })

  it('is not found where gradients are small or grow within bounds', () => {
    expect(afterSteps(rectifiers, Array(9).fill(gradNorms(0.9, 0.1, 0.001, 1)))).toEqual([])
    expect(afterSteps(rectifiers, Array(9).fill(gradNorms(138, 12, 2, 1)))).toEqual([])
  })

  it('is found at once where a loss or a gradient is not finite', () => {
    const found = afterSteps(rectifiers, [{}, gradNorms(NaN, Infinity, 1, 1), { trainLoss: NaN }, {}])
    expect(found).toMatchObject([{ name: 'exploding', layer: null, step: 20, lastStep: 30, value: NaN }])
    expect(found[0]!.evidence).toEqual({ 'grad_norm/hidden_1': NaN, 'grad_norm/hidden_2': Infinity })
    expect(found[0]!.message).toContain('The gradient of hidden_1 is not a number')
    expect(afterEpochs([{}, { valLoss: Infinity }])).toMatchObject([{ name: 'exploding', step: 200 }])
  })

  it('is found at once where a loss is a thousand times the first', () => {
    const found = afterSteps(rectifiers, losses([2, 2000, 2002, 2]))
    expect(found).toMatchObject([{ name: 'exploding', layer: null, step: 30, lastStep: 30, value: 1001 }])
    expect(found[0]!.message).toContain('2,000, 1,000 times the first one (2)')
    expect(afterEpochs([{}, { valLoss: 1500 }])).toMatchObject([{ name: 'exploding', threshold: 1000 }])
  })

  it('is what a run fails of', () => {
    const diagnosis = createDiagnosis(rectifiers, 100)
    diagnosis.fail(7, { trainLoss: -Infinity })
    expect(diagnosis.findings()).toMatchObject([{ name: 'exploding', step: 7, lastStep: 7, layer: null }])
  })
})

describe('dying', () => {
  it('is found in each hidden layer of whose units more than 40 % are dead', () => {
    const found = afterEpochs([{}, { deadUnits: [0.4, 0.41, 0.9, 1] }, { deadUnits: [0, 0, 0.5, 1] }, {}])
    expect(found).toMatchObject([
      { name: 'dying', layer: 'hidden_2', step: 200, lastStep: 200, value: 0.41 },
      {
        name: 'dying',
        layer: 'hidden_3',
        step: 200,
        lastStep: 300,
        evidence: { 'dead_units/hidden_3': 0.9 },
      },
    ])
    expect(found[1]!.message).toContain('90 % of hidden_3 is dead')
    expect(found[1]!.suggestion).toContain('Leaky ReLU')
  })
})

describe('saturated', () => {
  const flat = { saturation: [0.5, 0.625, 0.1, 0.9] }

  it('is found where more than half of the outputs are flat for five readings', () => {
    const found = afterSteps(sigmoids, Array(7).fill(flat))
    expect(found).toMatchObject([
      { name: 'saturated', layer: 'hidden_2', step: 50, lastStep: 70, value: 0.625, threshold: 0.5 },
    ])
    expect(found[0]!.message).toContain('62.5 % of the outputs of hidden_2')
  })

  it('is not said of rectifiers, nor after four readings', () => {
    expect(afterSteps(rectifiers, Array(9).fill(flat))).toEqual([])
    expect(afterSteps(sigmoids, [...Array(4).fill(flat), {}, ...Array(4).fill(flat)])).toEqual([])
  })
})

describe('not learning', () => {
  /** Readings every 10 steps of a run of 800 steps. */
  function learned(values: number[]): Finding[] {
    const diagnosis = createDiagnosis(sigmoids, 800)
    for (const [i, trainLoss] of values.entries()) diagnosis.readStep(stepAt(10 * (i + 1), { trainLoss }))
    return diagnosis.findings()
  }

  it('is found at a quarter of the run, and until the loss comes down', () => {
    const found = learned([...Array(30).fill(2.3), ...Array(10).fill(2.2)])
    // With two of ten at 2.2 the mean is 2.28, with three 2.27, which is 1.3 % below.
    expect(found).toMatchObject([{ name: 'not_learning', layer: null, step: 200, lastStep: 320 }])
    expect(found[0]!.evidence).toEqual({
      'train/loss at first': 2.3,
      'train/loss at start': expect.closeTo(2.3, 12),
      'train/loss': expect.closeTo(2.3, 12),
    })
    expect(found[0]!.message).toContain('By step 200')
  })

  it('does not take it for learning that the output settled on the frequencies of the classes', () => {
    expect(learned([2.5, ...Array(30).fill(Math.LN10)])).toMatchObject([{ name: 'not_learning', step: 200 }])
  })

  it('does not either where readings are so frequent that several fall into the settling', () => {
    const diagnosis = createDiagnosis(sigmoids, 2000)
    for (let step = 5; step <= 600; step += 5) {
      diagnosis.readStep(stepAt(step, { trainLoss: step < 60 ? 2.8 - step / 120 : Math.LN10 }))
    }
    expect(diagnosis.findings()).toMatchObject([{ name: 'not_learning', step: 500 }])
  })

  it('is not found where the loss came down before the second reading, or is still falling', () => {
    expect(learned([2.3, ...Array(30).fill(0.2)])).toEqual([])
    expect(learned(Array.from({ length: 60 }, (_, i) => 2.3 - 0.005 * i))).toEqual([])
  })

  it('is found where the loss rises', () => {
    const [found] = learned(Array.from({ length: 20 }, (_, i) => 1 + i / 10))
    expect(found!.message).toContain('is above its start')
  })

  it('waits for eleven readings', () => {
    const diagnosis = createDiagnosis(sigmoids, 8)
    for (let step = 1; step <= 10; step++) diagnosis.readStep(stepAt(step))
    expect(diagnosis.findings()).toEqual([])
    diagnosis.readStep(stepAt(11))
    expect(diagnosis.findings()).toMatchObject([{ name: 'not_learning', step: 11 }])
  })
})

describe('oscillating', () => {
  it('is found at the second swing of 5 % of the first loss', () => {
    const found = afterEpochs(losses([0.5, 0.4, 0.46, 0.38, 0.5, 0.44, 0.44, 0.44]))
    expect(found).toMatchObject([{ name: 'oscillating', layer: null, step: 600, lastStep: 800, value: 2 }])
    expect(found[0]!.message).toContain('up and down again 2 times by 0.05 or more, between 0.38 and 0.5')
  })

  it('waits for 30 % of the run', () => {
    const swinging = losses([0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5, 0.4])
    expect(afterEpochs(swinging, 25)).toMatchObject([{ step: 800 }])
  })

  it('is not found in ripples, one swing, or a steady rise', () => {
    expect(afterEpochs(losses([0.5, 0.46, 0.5, 0.46, 0.5, 0.46, 0.5, 0.46]))).toEqual([])
    expect(afterEpochs(losses([0.5, 0.3, 0.2, 0.6, 0.4, 0.3, 0.2, 0.1]))).toEqual([])
    expect(afterEpochs(losses([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))).toEqual([])
  })

  it('ceases once the loss has been calm for long enough', () => {
    const calm = Array(14).fill(0.4)
    const found = afterEpochs(losses([0.5, 0.4, 0.5, 0.4, 0.5, 0.4, ...calm]), 18)
    // The first of two swings leaves the window of ten when it begins with epoch 4, at epoch 13.
    expect(found).toMatchObject([{ step: 600, lastStep: 1100 }])
  })
})

describe('overfitting', () => {
  const epochs = (pairs: [number | null, number][]) =>
    pairs.map(([trainLoss, valLoss]) => ({ trainLoss, valLoss }))

  it('is found at the third epoch in a row above the best, while the training loss falls', () => {
    const found = afterEpochs(
      epochs([
        [0.9, 1],
        [0.5, 0.6],
        [0.4, 0.67],
        [0.35, 0.64],
        [0.3, 0.67],
        [0.25, 0.7],
        [0.2, 0.75],
        [0.15, 0.8],
      ]),
    )
    expect(found).toMatchObject([
      { name: 'overfitting', layer: null, step: 700, lastStep: 800, threshold: 0.1 },
    ])
    expect(found[0]!.value).toBeCloseTo(0.25, 12)
    expect(found[0]!.evidence).toEqual({
      'val/loss': 0.75,
      'val/loss best': 0.6,
      'best epoch': 2,
      'train/loss': 0.2,
    })
    expect(found[0]!.suggestion).toContain('Stop near epoch 2')
  })

  it('knows a best loss from before the first step', () => {
    const found = afterEpochs(
      epochs([
        [null, 1],
        [0.9, 1.2],
        [0.8, 1.3],
        [0.7, 1.4],
        [0.6, 1.5],
      ]),
    )
    expect(found).toMatchObject([{ name: 'overfitting', step: 500 }])
  })

  it('is not found where the training loss rises as well, or both are next to nothing', () => {
    expect(
      afterEpochs(
        epochs([
          [0.5, 0.5],
          [0.6, 0.6],
          [0.7, 0.7],
          [0.8, 0.8],
          [0.9, 0.9],
        ]),
      ),
    ).toEqual([])
    expect(
      afterEpochs(
        epochs([
          [0.5, 1],
          [0.01, 0.01],
          [0.009, 0.015],
          [0.008, 0.016],
          [0.007, 0.018],
        ]),
      ),
    ).toEqual([])
  })
})

/** Feeds a run that is as it should be: noisy, deep, and ever slower. */
function readHealthyRun(diagnosis: Diagnosis, seed: number, hidden: number): void {
  const random = createRandom(seed)
  const noisy = (value: number, deviation: number) =>
    value * (1 + deviation * Math.max(-3, Math.min(3, random.normal())))
  const floor = 0.7 * random.uniform()
  const pace = 40 + 200 * random.uniform()
  const lossAt = (step: number) => 2.3 * (floor + (1 - floor) / (1 + step / pace))
  const norms = Array.from({ length: hidden + 1 }, () => 0.3 + 3 * random.uniform())
  for (let step = 1; step <= 2000; step++) {
    if (step === 1 || step % 10 === 0) {
      diagnosis.readStep({
        step,
        trainLoss: noisy(lossAt(step), 0.1),
        gradNorm: norms.map((norm) => noisy(norm * lossAt(step), 0.25)),
        saturation: norms.map(() => 0.45 * random.uniform()),
      })
    }
    if (step % 100 === 0) {
      diagnosis.readEpoch({
        step,
        epoch: step / 100,
        trainLoss: noisy(lossAt(step - 50), 0.01),
        valLoss: noisy(lossAt(step) + 0.02, 0.02),
        trainAccuracy: null,
        valAccuracy: NaN,
        deadUnits: norms.map(() => 0.4 * random.uniform()),
      })
    }
  }
  diagnosis.finish(2000)
}

describe('healthy', () => {
  it('is said of every noisy run that learns, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 12 }),
        fc.constantFrom(...hiddenActivationNames),
        (seed, hidden, activation) => {
          const diagnosis = createDiagnosis(layersOf(hidden, activation), 2000)
          readHealthyRun(diagnosis, seed, hidden)
          expect(diagnosis.findings()).toMatchObject([{ name: 'healthy', step: 2000, lastStep: 2000 }])
        },
      ),
      { seed: 11, numRuns: 200 },
    )
  })

  it('is not said after too few readings to judge by', () => {
    const afterReadings = (count: number) => {
      const diagnosis = createDiagnosis(rectifiers, count)
      for (let step = 1; step <= count; step++) diagnosis.readStep(stepAt(step, { trainLoss: 1 / step }))
      diagnosis.finish(count)
      return diagnosis.findings().map(({ name }) => name)
    }
    expect(afterReadings(10)).toEqual([])
    expect(afterReadings(11)).toEqual(['healthy'])
  })

  it('is not said where something was found', () => {
    const diagnosis = createDiagnosis(rectifiers, 100)
    diagnosis.readEpoch(epochAt(1, { deadUnits: [1, 0, 0, NaN] }))
    diagnosis.finish(100)
    expect(diagnosis.findings().map(({ name }) => name)).toEqual(['dying'])
  })
})

describe('a run that began after steps of another', () => {
  const swinging = losses([0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5, 0.4])

  /** Readings and epochs after `begunAt` steps, in a run that ends 2,000 steps later. */
  function foundAfter(begunAt: number) {
    const diagnosis = createDiagnosis(sigmoids, begunAt + 2000, undefined, begunAt)
    for (let step = 10; step <= 1000; step += 10) diagnosis.readStep(stepAt(begunAt + step))
    for (const [i, changed] of swinging.entries()) {
      diagnosis.readEpoch({ ...epochAt(i + 1, changed), step: begunAt + 100 * (i + 1) })
    }
    return diagnosis.findings().map(({ name, step }) => [name, step - begunAt])
  }

  it('is judged by shares of its own steps, and not by whether it learns on', () => {
    expect(foundAfter(0)).toEqual([
      ['not_learning', 500],
      ['oscillating', 600],
    ])
    expect(foundAfter(123_456)).toEqual([['oscillating', 600]])
  })
})

describe('state', () => {
  const norm = fc.oneof(
    fc.constantFrom(1e-9, 1e-5, 1e-2, 1, 200, NaN, Infinity),
    fc.double({ min: 0, noNaN: true }),
  )
  const loss = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(0.1, 0.4, 0.5, 1, 2) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
    { weight: 1, arbitrary: fc.double({ min: 0 }) },
  )
  const share = fc.constantFrom(0, 0.3, 0.45, 0.6, NaN)
  const four = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 4, maxLength: 4 })
  const stepReading = fc.record({ trainLoss: loss, gradNorm: four(norm), saturation: four(share) })
  const epochReading = fc.record({
    trainLoss: fc.option(loss, { nil: null }),
    valLoss: loss,
    deadUnits: four(share),
  })
  /** Streaks of one reading make rules fire that a series of independent readings hardly ever would. */
  const readings = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.oneof(stepReading, epochReading)), { maxLength: 20 })
    .map((groups) => groups.flatMap(([times, reading]) => Array.from({ length: times }, () => reading)))

  type Changed = Partial<StepReading> | Partial<EpochReading>
  function read(diagnosis: Diagnosis, changed: Changed, i: number): void {
    if ('gradNorm' in changed) diagnosis.readStep(stepAt(i, changed))
    else diagnosis.readEpoch({ ...epochAt(i, changed as Partial<EpochReading>), step: i })
  }

  it('goes through JSON at any point without a trace', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(readings, fc.nat(60), (all, at) => {
        const unbroken = createDiagnosis(sigmoids, 40)
        for (const [i, changed] of all.entries()) read(unbroken, changed, i)
        let broken = createDiagnosis(sigmoids, 40)
        for (const [i, changed] of all.entries()) {
          if (i === at) broken = createDiagnosis(sigmoids, 40, JSON.parse(JSON.stringify(broken.state())))
          read(broken, changed, i)
        }
        for (const diagnosis of [broken, unbroken]) diagnosis.finish(all.length)
        expect(broken.findings()).toEqual(unbroken.findings())
        expect(broken.state()).toEqual(unbroken.state())
        const keys = broken.findings().map(({ name, layer }) => `${name} ${layer}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { name } of broken.findings()) seen.add(name)
      }),
      { seed: 2, numRuns: 500 },
    )
    expect([...seen].sort()).toEqual([
      'dying',
      'exploding',
      'not_learning',
      'oscillating',
      'overfitting',
      'saturated',
      'vanishing',
    ])
  })

  it('is not changed by later readings', () => {
    const diagnosis = createDiagnosis(sigmoids, 1000)
    for (let step = 1; step < 20; step++) diagnosis.readStep(stepAt(step, { trainLoss: NaN }))
    const state = diagnosis.state()
    const before = JSON.stringify(state)
    diagnosis.readStep(stepAt(20, { trainLoss: NaN, saturation: [1, 1, 1, 1] }))
    diagnosis.readEpoch(epochAt(1, { deadUnits: [1, 1, 1, 1] }))
    expect(JSON.stringify(state)).toBe(before)
  })
})
