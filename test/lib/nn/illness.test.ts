import { beforeAll, describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { type Dataset, loadDataset } from '#lib/datasets/dataset.ts'
import { createKernels } from '#lib/kernels/load.ts'
import { activations } from '#lib/nn/activations.ts'
import type { HiddenActivationName, VerdictName } from '#lib/nn/names.ts'
import { bytesNeeded, createTrainer, type TrainerOptions } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import type { HiddenSpec, NetworkSpec } from '#lib/nn/spec.ts'
import { firstOf, record } from '../../workers/recorded-training.ts'

// Each verdict on real digits: networks that deserve it, and beside them ones that differ in a single thing.

let mnist: Dataset
beforeAll(async () => {
  mnist = await loadDataset('mnist')
})

/** Trains on the first digits, read often enough for every rule, and answers what was found. */
async function diagnose(request: Omit<RunRequest, 'dataset'>, samples = 640) {
  const data = { train: firstOf(mnist.train, samples), val: firstOf(mnist.val, 500) }
  const usual = { batchSize: 32, diagnostics: { everySteps: 5 } }
  const { verdicts } = await record({ dataset: 'mnist', ...usual, ...request }, { data })
  return verdicts
}

async function namesOf(request: Omit<RunRequest, 'dataset'>, samples?: number): Promise<VerdictName[]> {
  return [...new Set((await diagnose(request, samples)).map(({ name }) => name))]
}

function layersOf(count: number, units: number, activation: HiddenActivationName): HiddenSpec[] {
  return Array.from({ length: count }, () => ({ units, activation }))
}

const digits = (activation: HiddenActivationName) => ({ hidden: layersOf(2, 64, activation) })
const rate = (learningRate: number) => ({ optimizer: { learningRate } })

describe('healthy', () => {
  it.each(['relu', 'tanh', 'sigmoid', 'gelu'] as const)('is the usual network of %s', async (activation) => {
    const network = { hidden: [...layersOf(1, 128, activation), ...layersOf(1, 64, activation)] }
    const usual = { batchSize: 64, epochs: 5, diagnostics: { everySteps: 50 } }
    expect(await namesOf({ network, ...usual }, 10_000)).toEqual(['healthy'])
  })

  it('is a small one too, at many readings', async () => {
    for (const activation of ['relu', 'tanh', 'gelu', 'prelu', 'silu', 'elu'] as const) {
      expect(await namesOf({ network: digits(activation) }), activation).toEqual(['healthy'])
    }
  })
})

describe('vanishing', () => {
  it('is found in ten sigmoid layers, by figures that bear it out', async () => {
    const verdicts = await diagnose({ network: { hidden: layersOf(10, 32, 'sigmoid') } })
    const [found] = verdicts.filter(({ name }) => name === 'vanishing')
    expect(found).toMatchObject({ layer: 'hidden_1', step: 20, lastStep: 100 })
    const { 'grad_norm/hidden_1': first, 'grad_norm/hidden_10': last } = found!.evidence
    expect(found!.value).toBe(Number(first) / Number(last))
    expect(found!.value).toBeLessThan(1e-3)
    expect(first).toBeLessThan(1e-4)
  })

  it('is not found in ten layers of ReLU, nor in ten normalized ones of sigmoid', async () => {
    expect(await namesOf({ network: { hidden: layersOf(10, 32, 'relu') } })).not.toContain('vanishing')
    const hidden = layersOf(10, 32, 'sigmoid').map((layer) => ({ ...layer, normalization: 'batch' as const }))
    expect(await namesOf({ network: { hidden } })).not.toContain('vanishing')
  })
})

describe('exploding', () => {
  const wild = { initializer: { name: 'normal', std: 1 } } as const

  it('is found where the gradient grows from layer to layer on its way back', async () => {
    const network = { hidden: layersOf(10, 32, 'sine'), ...wild }
    const verdicts = await diagnose({ network, ...rate(1e-3) })
    expect(verdicts).toContainEqual(
      expect.objectContaining({ name: 'exploding', layer: 'hidden_1', step: 20, threshold: 70 }),
    )
  })

  it('is found where large weights or steps make the loss NaN', async () => {
    const wide = { network: { hidden: layersOf(10, 32, 'identity'), ...wild }, ...rate(1e-3) }
    const fast = { network: { hidden: layersOf(6, 32, 'relu') }, ...rate(10) }
    for (const request of [wide, fast]) {
      expect(await namesOf(request)).toEqual(['exploding'])
    }
  })

  it('is not found at the usual start and rate', async () => {
    for (const activation of ['sine', 'tanh', 'relu'] as const) {
      expect(await namesOf({ network: { hidden: layersOf(10, 32, activation) } })).not.toContain('exploding')
    }
  })
})

describe('dying', () => {
  it('is found where too large a rate kills more than 40 % of a layer, and not at the usual one', async () => {
    const [found] = await diagnose({ network: digits('relu'), ...rate(1) })
    expect(found).toMatchObject({ name: 'dying', layer: 'hidden_1', step: 20, lastStep: 100 })
    expect(found!.value).toBeGreaterThan(0.4)
    expect(await namesOf({ network: digits('relu'), ...rate(0.1) })).toEqual(['healthy'])
    expect(await namesOf({ network: digits('leaky_relu'), ...rate(1) })).not.toContain('dying')
  })
})

describe('saturated', () => {
  it.each(['tanh', 'sigmoid'] as const)(
    'is found in %s with large weights, and not by default',
    async (a) => {
      const large = { ...digits(a), initializer: { name: 'normal', std: 3 } as const }
      const found = (await diagnose({ network: large, ...rate(0.01) })).filter(
        ({ name }) => name === 'saturated',
      )
      expect(found.map(({ layer }) => layer)).toEqual(['hidden_1', 'hidden_2'])
      expect(await namesOf({ network: digits(a) })).not.toContain('saturated')
    },
  )
})

describe('not learning', () => {
  it('is found where every weight starts at zero, and where steps are too small', async () => {
    const zeros = { ...digits('tanh'), initializer: 'zeros' } as const
    expect(await namesOf({ network: zeros })).toContain('not_learning')
    expect(await namesOf({ network: digits('relu'), ...rate(1e-4) })).toEqual(['not_learning'])
  })

  it('is found in deep sigmoid networks, however far from even the outputs were at first', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const request = {
        network: { hidden: layersOf(5, 32, 'sigmoid') },
        diagnostics: { everySteps: 20 },
        seed,
      }
      expect(await namesOf(request, 2000), `seed ${seed}`).toEqual(['not_learning'])
    }
  })

  it('is not found where a network learns slowly, but does', async () => {
    expect(await namesOf({ network: digits('relu'), ...rate(0.003) })).toEqual(['healthy'])
  })
})

describe('oscillating', () => {
  it('is found where steps overshoot time after time, and not at the usual rate', async () => {
    expect(await namesOf({ network: digits('tanh'), epochs: 15, ...rate(3) })).toContain('oscillating')
    expect(await namesOf({ network: digits('tanh'), epochs: 15, ...rate(0.1) })).toEqual(['healthy'])
  })
})

describe('overfitting', () => {
  const adam = { optimizer: { name: 'adam' } } as const

  it('is found where a large network learns a hundred digits by heart, and not with early stopping', async () => {
    const network = { hidden: layersOf(2, 128, 'relu') }
    expect(await namesOf({ network, epochs: 40, ...adam }, 100)).toEqual(['overfitting'])
    const earlyStopping = { patience: 3 }
    expect(await namesOf({ network, epochs: 40, earlyStopping, ...adam }, 100)).toEqual(['healthy'])
  })
})

describe('the error on its way back through sigmoid layers', () => {
  /** ‖W‖₂, the greatest factor by which W `[rows, columns]` stretches a vector, by power iteration on W·Wᵀ. */
  function spectralNorm(weights: Float32Array, rows: number, columns: number): number {
    const random = createRandom(1)
    let vector = Array.from({ length: columns }, () => random.normal())
    let norm = 0
    for (let round = 0; round < 100; round++) {
      const image = Array.from({ length: rows }, (_, i) =>
        vector.reduce((sum, x, j) => sum + x * weights[i * columns + j]!, 0),
      )
      const back = vector.map((_, j) => image.reduce((sum, y, i) => sum + y * weights[i * columns + j]!, 0))
      norm = Math.hypot(...image) / Math.hypot(...vector)
      const length = Math.hypot(...back)
      vector = back.map((x) => x / length)
    }
    return norm
  }

  it('shrinks at every reading at least by a quarter of the norm of the weights that it passes', () => {
    const spec: NetworkSpec = {
      inputs: 784,
      hidden: layersOf(6, 16, 'sigmoid'),
      output: { units: 10, activation: 'softmax', loss: 'cross_entropy' },
      initializer: 'auto',
    }
    const optimizer = { name: 'sgd', momentum: 0, learningRate: 0.5 } as const
    const options: TrainerOptions = { batchSize: 50, optimizer, seed: 1 }
    const trainer = createTrainer(createKernels('simd128', bytesNeeded(spec, options)), spec, options)
    const rows = Uint32Array.from({ length: 1000 }, (_, row) => row)
    const peak = activations.sigmoid.peak(0)
    expect(peak).toBe(0.25)
    for (let step = 0; step < 40; step++) {
      const before = trainer.parameters()
      trainer.step(mnist.train, rows, (step % 20) * 50, 50, 0.5, 'measures')
      for (let layer = 0; layer < 6; layer++) {
        const units = layer === 5 ? 10 : 16
        const weights = before[2 * (layer + 1)]!
        // A root mean square is over the layer's own units, hence the ratio of the widths.
        const bound = peak * spectralNorm(weights, 16, units) * Math.sqrt(units / 16)
        const [error, above] = [trainer.measures[layer]!.errorRms, trainer.measures[layer + 1]!.errorRms]
        expect(error / above).toBeGreaterThan(0)
        expect(error / above).toBeLessThan(bound)
      }
    }
  })
})
