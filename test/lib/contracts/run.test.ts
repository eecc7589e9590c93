import { describe, expect, it } from 'vitest'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { colourOf, countParameters, runRequestSchema } from '#lib/contracts/run.ts'
import { invalidRequest } from '#lib/errors.ts'
import { activations } from '#lib/nn/activations.ts'
import { planLayout } from '#lib/nn/layout.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { learnedBy } from '#lib/nn/parameters.ts'
import type { NetworkSpec } from '#lib/nn/spec.ts'

const pathsOf = (request: unknown) => {
  const { error } = runRequestSchema.safeParse(request)
  return error ? invalidRequest(error).errors!.map(({ path }) => path) : []
}
const withLayer = (layer: unknown) => ({ dataset: 'mnist', network: { hidden: [layer] } })

const withOutput = (output: unknown, dataset = 'mnist') => ({ dataset, network: { hidden: [], output } })
const withOptimizer = (optimizer: unknown) => ({ dataset: 'mnist', optimizer })
const withSchedule = (schedule: unknown) => ({ dataset: 'mnist', schedule })

describe('runRequestSchema', () => {
  it('fills in every default', () => {
    expect(runRequestSchema.parse({ dataset: 'mnist' })).toEqual({
      dataset: 'mnist',
      network: {
        hidden: [
          { units: 128, activation: 'relu' },
          { units: 64, activation: 'relu' },
        ],
        initializer: 'auto',
      },
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0 },
      schedule: { name: 'constant' },
      regularization: { l1: 0, l2: 0 },
      batchSize: 64,
      epochs: 5,
      earlyStopping: null,
      seed: 1,
      diagnostics: { everySteps: 50, onNonFinite: 'fail' },
      tags: [],
      priority: 0,
    })
  })

  it('takes the whole of the documented request as it is', () => {
    const request = {
      name: 'deep sigmoid',
      dataset: 'mnist',
      network: {
        hidden: [
          { units: 128, activation: 'relu', dropout: 0.2, normalization: 'batch' },
          { units: 64, activation: 'leaky_relu', alpha: 0.1 },
          { units: 64, activation: 'rrelu', normalization: 'layer' },
        ],
        initializer: { name: 'normal', std: 0.02 },
        output: { activation: 'softmax', loss: 'cross_entropy', temperature: 2, labelSmoothing: 0.1 },
      },
      optimizer: {
        name: 'adamw',
        learningRate: 0.001,
        beta1: 0.9,
        beta2: 0.98,
        epsilon: 1e-7,
        weightDecay: 0.1,
        clipNorm: 5,
      },
      schedule: { name: 'one_cycle', warmupShare: 0.2, initialFactor: 0.1, finalFactor: 0 },
      regularization: { l1: 1e-5, l2: 1e-4 },
      batchSize: 64,
      epochs: 5,
      earlyStopping: { patience: 3, minDelta: 0.001 },
      seed: 1,
      diagnostics: { everySteps: 50, onNonFinite: 'continue' },
      tags: ['lesson'],
      priority: 0,
    }
    expect(runRequestSchema.parse(request)).toEqual(request)
  })

  it('takes every activation bare, and its α within its bounds', () => {
    for (const activation of hiddenActivationNames) {
      expect(pathsOf(withLayer({ units: 1, activation }))).toEqual([])
      const { alpha } = activations[activation]
      const path = ['network.hidden[0].alpha']
      for (const value of alpha ? [alpha.least, alpha.usual, alpha.most] : []) {
        const expected = alpha?.kind === 'random' ? path : []
        expect(pathsOf(withLayer({ units: 1, activation, alpha: value }))).toEqual(expected)
      }
      const outside = alpha ? [alpha.least - 1e-6, alpha.most + 1e-6] : [0.1]
      for (const value of outside)
        expect(pathsOf(withLayer({ units: 1, activation, alpha: value }))).toEqual(path)
    }
  })

  it.each<[string, unknown, object]>([
    ['momentum', { name: 'momentum' }, { learningRate: 0.1, momentum: 0.9 }],
    ['nesterov', { name: 'nesterov', momentum: 0.5 }, { learningRate: 0.1, momentum: 0.5 }],
    ['rmsprop', { name: 'rmsprop' }, { learningRate: 0.001, decay: 0.99, epsilon: 1e-8 }],
    ['adam', { name: 'adam' }, { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
    [
      'adamw',
      { name: 'adamw', clipNorm: 1 },
      { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
    ],
    ['sgd', { momentum: 0.9 }, { learningRate: 0.1, momentum: 0.9 }],
  ])('fills in what %s needs, and takes an optimizer without a name for sgd', (name, optimizer, expected) => {
    expect(runRequestSchema.parse(withOptimizer(optimizer)).optimizer).toEqual({ name, ...expected })
  })

  it.each<[string, unknown, object]>([
    ['step', { name: 'step' }, { everyEpochs: 10, factor: 0.1 }],
    ['exponential', { name: 'exponential' }, { factor: 0.95 }],
    ['cosine', { name: 'cosine' }, { finalFactor: 0 }],
    ['warmup', { name: 'warmup' }, { steps: 500 }],
    ['one_cycle', { name: 'one_cycle' }, { warmupShare: 0.3, initialFactor: 0.04, finalFactor: 0.0001 }],
    ['constant', {}, {}],
  ])('fills in what the schedule %s needs', (name, schedule, expected) => {
    expect(runRequestSchema.parse(withSchedule(schedule)).schedule).toEqual({ name, ...expected })
  })

  it('takes the losses that suit the data: classes for any, yes or no for two', () => {
    const softmax = { activation: 'softmax', loss: 'cross_entropy' }
    expect(pathsOf(withOutput(softmax, 'two_spirals'))).toEqual([])
    expect(pathsOf(withOutput(softmax, 'thousand_clusters'))).toEqual([])
    for (const loss of ['mean_squared_error', 'mean_absolute_error', 'huber']) {
      for (const activation of ['linear', 'sigmoid', 'softmax']) {
        expect(pathsOf(withOutput({ activation, loss }))).toEqual([])
        expect(pathsOf(withOutput({ activation, loss }, 'two_spirals'))).toEqual([])
      }
    }
  })

  it.each<[string, unknown, string[]]>([
    ['no dataset', {}, ['dataset']],
    ['an unknown dataset', { dataset: 'cifar' }, ['dataset']],
    ['an unknown field', { dataset: 'mnist', epoch: 3 }, ['epoch']],
    [
      'an unknown field of a layer',
      withLayer({ units: 1, activation: 'relu', width: 2 }),
      ['network.hidden[0].width'],
    ],
    ['no units', withLayer({ units: 0, activation: 'relu' }), ['network.hidden[0].units']],
    ['half a unit', withLayer({ units: 1.5, activation: 'relu' }), ['network.hidden[0].units']],
    ['too many units', withLayer({ units: 4097, activation: 'relu' }), ['network.hidden[0].units']],
    ['an unknown activation', withLayer({ units: 1, activation: 'step' }), ['network.hidden[0].activation']],
    [
      'an alpha where none is taken',
      withLayer({ units: 1, activation: 'relu', alpha: 0.1 }),
      ['network.hidden[0].alpha'],
    ],
    [
      'too many layers',
      { dataset: 'mnist', network: { hidden: Array(33).fill({ units: 1, activation: 'tanh' }) } },
      ['network.hidden'],
    ],
    [
      'a learning rate of zero',
      { dataset: 'mnist', optimizer: { learningRate: 0 } },
      ['optimizer.learningRate'],
    ],
    ['a momentum of one', { dataset: 'mnist', optimizer: { momentum: 1 } }, ['optimizer.momentum']],
    ['a negative seed', { dataset: 'mnist', seed: -1 }, ['seed']],
    ['a batch larger than the data', { dataset: 'two_spirals', batchSize: 2001 }, ['batchSize']],
    [
      'a loss without its output',
      { dataset: 'mnist', network: { hidden: [], output: { activation: 'linear', loss: 'cross_entropy' } } },
      ['network.output.loss'],
    ],
    [
      'a loss for another task',
      withOutput({ activation: 'sigmoid', loss: 'binary_cross_entropy' }),
      ['network.output.loss'],
    ],
    [
      'binary cross-entropy of a softmax',
      withOutput({ activation: 'softmax', loss: 'binary_cross_entropy' }, 'two_spirals'),
      ['network.output.loss'],
    ],
    [
      'a temperature without a softmax',
      withOutput({ activation: 'linear', loss: 'huber', temperature: 2 }),
      ['network.output.temperature'],
    ],
    [
      'label smoothing of another loss',
      withOutput({ activation: 'softmax', loss: 'mean_squared_error', labelSmoothing: 0.1 }),
      ['network.output.labelSmoothing'],
    ],
    [
      'a delta of another loss',
      withOutput({ activation: 'linear', loss: 'mean_squared_error', delta: 1 }),
      ['network.output.delta'],
    ],
    [
      'a dropout of everything',
      withLayer({ units: 1, activation: 'relu', dropout: 1 }),
      ['network.hidden[0].dropout'],
    ],
    ['an unknown optimizer', withOptimizer({ name: 'lion' }), ['optimizer.name']],
    ['a field of another optimizer', withOptimizer({ name: 'adam', momentum: 0.9 }), ['optimizer.momentum']],
    ['a clipping at 0', withOptimizer({ name: 'adam', clipNorm: 0 }), ['optimizer.clipNorm']],
    ['a field of another schedule', withSchedule({ name: 'cosine', steps: 5 }), ['schedule.steps']],
    ['a step of no epochs', withSchedule({ name: 'step', everyEpochs: 0 }), ['schedule.everyEpochs']],
    ['a negative penalty', { dataset: 'mnist', regularization: { l2: -1 } }, ['regularization.l2']],
    ['no patience', { dataset: 'mnist', earlyStopping: { patience: 0 } }, ['earlyStopping.patience']],
    [
      'more readings than a page can open',
      { dataset: 'mnist', batchSize: 1, epochs: 10_000, diagnostics: { everySteps: 1 } },
      ['diagnostics.everySteps'],
    ],
  ])('refuses %s by its path', (_what, request, paths) => {
    expect(pathsOf(request)).toEqual(paths)
  })
})

describe('countParameters', () => {
  const relu = (units: number): HiddenLayer => ({ units, activation: 'relu' })

  it('counts weights and biases, the output layer by the task', () => {
    const hidden = [relu(128), relu(64)]
    expect(countParameters('mnist', { hidden })).toBe(785 * 128 + 129 * 64 + 65 * 10)
    expect(countParameters('two_spirals', { hidden: [relu(8)] })).toBe(3 * 8 + 9)
    expect(countParameters('thousand_clusters', { hidden: [] })).toBe(33 * 1000)
  })

  it('counts two outputs where a softmax tells two classes apart', () => {
    const output = { activation: 'softmax', loss: 'cross_entropy' } as const
    expect(countParameters('two_spirals', { hidden: [], output })).toBe(6)
  })

  it('counts gain, shift and learned slopes, as the trainer has them', () => {
    const hidden: HiddenLayer[] = [
      { units: 8, activation: 'prelu', normalization: 'batch' },
      { units: 5, activation: 'rrelu', normalization: 'layer' },
    ]
    const spec: NetworkSpec = {
      inputs: 2,
      hidden,
      output: { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
      initializer: 'auto',
    }
    const shape = { batchSize: 1, optimizer: { name: 'sgd', learningRate: 1, momentum: 0 } } as const
    const { layers } = planLayout(spec, shape, 8)
    const sizes = layers.flatMap(learnedBy).map(({ shape: [rows, columns = 1] }) => rows * columns)
    expect(countParameters('two_spirals', { hidden })).toBe(sizes.reduce((sum, size) => sum + size, 0))
  })
})

describe('colourOf', () => {
  it('reads the last character of the id', () => {
    expect(['abc0', 'abc7', 'abc8', 'abcz'].map(colourOf)).toEqual([0, 7, 0, 3])
  })
})
