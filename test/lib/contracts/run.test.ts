import { describe, expect, it } from 'vitest'
import { colourOf, countParameters, runRequestSchema } from '#lib/contracts/run.ts'
import { invalidRequest } from '#lib/errors.ts'

const pathsOf = (request: unknown) => {
  const { error } = runRequestSchema.safeParse(request)
  return error ? invalidRequest(error).errors!.map(({ path }) => path) : []
}
const withLayer = (layer: unknown) => ({ dataset: 'mnist', network: { hidden: [layer] } })

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
      batchSize: 64,
      epochs: 5,
      seed: 1,
      diagnostics: { everySteps: 50 },
      tags: [],
      priority: 0,
    })
  })

  it('takes the whole of the documented request but what is not built yet', () => {
    const request = {
      name: 'deep sigmoid',
      dataset: 'mnist',
      network: {
        hidden: [
          { units: 128, activation: 'relu' },
          { units: 64, activation: 'leaky_relu', alpha: 0.1 },
        ],
        initializer: 'auto',
      },
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0 },
      schedule: { name: 'constant' },
      batchSize: 64,
      epochs: 5,
      seed: 1,
      diagnostics: { everySteps: 50 },
      tags: ['lesson'],
      priority: 0,
    }
    expect(runRequestSchema.parse(request)).toEqual(request)
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
      {
        dataset: 'two_spirals',
        network: { hidden: [], output: { activation: 'softmax', loss: 'cross_entropy' } },
      },
      ['network.output.loss'],
    ],
    [
      'a network that does not fit',
      { dataset: 'mnist', network: { hidden: Array(6).fill({ units: 4096, activation: 'relu' }) } },
      ['network.hidden'],
    ],
  ])('refuses %s by its path', (_what, request, paths) => {
    expect(pathsOf(request)).toEqual(paths)
  })
})

describe('countParameters', () => {
  it('counts weights and biases, the output layer by the task', () => {
    expect(countParameters('mnist', [{ units: 128 }, { units: 64 }])).toBe(785 * 128 + 129 * 64 + 65 * 10)
    expect(countParameters('two_spirals', [{ units: 8 }])).toBe(3 * 8 + 9)
  })
})

describe('colourOf', () => {
  it('reads the last character of the id', () => {
    expect(['abc0', 'abc7', 'abc8', 'abcz'].map(colourOf)).toEqual([0, 7, 0, 3])
  })
})
