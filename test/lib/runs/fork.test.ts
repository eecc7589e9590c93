import { describe, expect, it } from 'vitest'
import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import { countSteps, type Run, type RunConfig, runRequestSchema } from '#lib/contracts/run.ts'
import { planFork } from '#lib/runs/fork.ts'
import { mergeConfig } from '#lib/runs/merge-config.ts'
import { config as usual } from '../../helpers/run-store.ts'

const config: RunConfig = mergeConfig(usual, {
  network: {
    hidden: [
      { units: 8, activation: 'tanh' },
      { units: 4, activation: 'relu', dropout: 0.2 },
    ],
  },
  optimizer: { name: 'adam', clipNorm: 1 },
  batchSize: 50,
  epochs: 4,
})
const steps = countSteps(config)
const perEpoch = steps / 4
const parent = {
  id: 'parent',
  state: 'running',
  config,
  progress: { steps },
  learningRateChanges: [],
} as unknown as Run

const at = (step: number, epoch: number, epochEnd: boolean, restorable = true): CheckpointEntry => ({
  step,
  epoch,
  epochEnd,
  restorable,
  weights: '',
  bytes: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
})
const checkpoints = [
  at(perEpoch, 1, true, false),
  at(2 * perEpoch, 2, true),
  at(2 * perEpoch + 7, 3, false),
  at(3 * perEpoch, 3, true),
]
const plan = (change: Record<string, unknown> = {}, more: object = {}, run = parent) =>
  planFork(run, checkpoints, { whenDone: false, config: change, ...more })

describe('the origin of a fork', () => {
  const before = mergeConfig(config, { optimizer: { name: 'sgd', learningRate: 0.3 } })
  const forked = {
    ...parent,
    fork: { of: 'first', step: 2 * perEpoch, weights: '', config: before },
  } as unknown as Run

  it('tells under which config its state was taken: at another fork’s beginning, that of the run before', () => {
    expect(plan({}, { fromStep: 2 * perEpoch }, forked).origin).toMatchObject({
      of: 'parent',
      config: before,
    })
    expect(plan({}, { fromStep: 3 * perEpoch }, forked).origin).toMatchObject({ of: 'parent', config })
  })
})

describe('the config of a fork', () => {
  it('is the parent’s, but for what the request changes', () => {
    expect(plan().config).toEqual(config)
    const { network, optimizer } = plan({ optimizer: { learningRate: 0.5 } }).config
    expect(optimizer).toEqual({ ...config.optimizer, learningRate: 0.5 })
    expect(network).toEqual(config.network)
    expect(plan({ earlyStopping: { patience: 2 } }).config.earlyStopping).toEqual({
      patience: 2,
      minDelta: 0,
    })
  })

  it('replaces lists and whatever has another name, and takes out what is null', () => {
    expect(plan({ optimizer: { name: 'sgd', learningRate: 0.3 } }).config.optimizer).toEqual(
      runRequestSchema.parse({ dataset: 'two_spirals', optimizer: { learningRate: 0.3 } }).optimizer,
    )
    expect(plan({ optimizer: { clipNorm: null } }).config.optimizer).not.toHaveProperty('clipNorm')
    const hidden = [
      { units: 8, activation: 'gelu' },
      { units: 4, activation: 'gelu' },
    ]
    expect(plan({ network: { hidden } }).config.network.hidden).toEqual(hidden)
  })

  it('names below `config` what is wrong', () => {
    const paths = (change: Record<string, unknown>): string[] => {
      try {
        plan(change)
      } catch (error) {
        return (error as { errors: { path: string }[] }).errors.map(({ path }) => path)
      }
      return []
    }
    expect(paths({ optimizer: { learningRate: -1 } })).toEqual(['config.optimizer.learningRate'])
    expect(paths({ speed: 1 })).toEqual(['config.speed'])
    expect(paths({ name: 'x' })).toEqual(['config.name'])
    expect(paths({ after: '0000000000000000' })).toEqual(['config.after'])
  })

  it('begins with the learning rate that held at its step', () => {
    const learningRateChanges = [
      { id: 1, step: perEpoch, learningRate: 0.7 },
      { id: 2, step: 3 * perEpoch, learningRate: 0.8 },
      { id: 3, step: null, learningRate: 0.9 },
    ]
    const run = { ...parent, learningRateChanges }
    const rateAt = (fromStep: number) => plan({}, { fromStep }, run).config.optimizer.learningRate
    expect(rateAt(2 * perEpoch)).toBe(0.7)
    expect(rateAt(3 * perEpoch)).toBe(0.8)
    expect(plan({ optimizer: { learningRate: 0.1 } }, {}, run).config.optimizer.learningRate).toBe(0.1)
  })
})

describe('where a fork begins', () => {
  it('is the newest checkpoint that is kept, or the one that is named', () => {
    expect(plan().origin).toMatchObject({ of: 'parent', step: 3 * perEpoch })
    expect(plan({}, { fromStep: 2 * perEpoch }).origin.step).toBe(2 * perEpoch)
  })

  it('is refused with the nearest ones where there is none', () => {
    expect(() => plan({}, { fromStep: perEpoch })).toThrow(
      `keeps no checkpoint at step ${perEpoch}; the nearest are at ${2 * perEpoch}, ${2 * perEpoch + 7}, ${3 * perEpoch}`,
    )
    expect(() => planFork(parent, [], { whenDone: false, config: {} })).toThrow('no checkpoint yet')
  })

  it('is left open with `whenDone` until the run has completed', () => {
    const open = plan({ epochs: 6 }, { whenDone: true })
    expect(open).toMatchObject({ after: 'parent', origin: { step: null }, steps: 6 * perEpoch })
    const done = plan({ epochs: 6 }, { whenDone: true }, { ...parent, state: 'completed' })
    expect(done).toMatchObject({ after: null, origin: { step: 3 * perEpoch } })
    expect(() => plan({}, { whenDone: true })).toThrow('Nothing is left to train')
    expect(() => plan({}, { whenDone: true, fromStep: 1 })).toThrow('either')
  })
})

describe('how far a fork goes', () => {
  it('follows from the epochs, also with another batch size', () => {
    expect(plan().steps).toBe(steps)
    expect(plan({}, { fromStep: 2 * perEpoch + 7 }).steps).toBe(steps)
    expect(plan({ epochs: 5 }, { fromStep: 2 * perEpoch + 7 }).steps).toBe(steps + perEpoch)
    expect(plan({ batchSize: 100 }).steps).toBe(3 * perEpoch + perEpoch / 2)
    expect(() => plan({ epochs: 3 })).toThrow('at the end of epoch 3; give config.epochs a greater number')
    expect(plan({ epochs: 3 }, { fromStep: 2 * perEpoch + 7 }).steps).toBe(3 * perEpoch)
  })
})

describe('what cannot be carried over', () => {
  const layers = (...units: number[]) => ({
    network: { hidden: units.map((n) => ({ units: n, activation: 'tanh' })) },
  })

  it('is another width, another number of layers, other features or classes', () => {
    expect(() => plan(layers(8, 5))).toThrow('hidden_2 is 4 wide in the checkpoint and 5 in the fork')
    expect(() => plan(layers(8))).toThrow('The checkpoint has 2 hidden layers, the fork 1')
    expect(() => plan({ dataset: 'mnist' })).toThrow('input is 2 wide in the checkpoint and 784 in the fork')
    const output = { activation: 'softmax', loss: 'cross_entropy' }
    expect(() => plan({ network: { output } })).toThrow(
      'output is 1 wide in the checkpoint and 2 in the fork',
    )
  })

  it('is another batch size or seed inside an epoch', () => {
    const inside = { fromStep: 2 * perEpoch + 7 }
    expect(() => plan({ batchSize: 100 }, inside)).toThrow(
      `batchSize can change only at the end of an epoch, and this checkpoint is inside one; there are some at steps ${2 * perEpoch}, ${3 * perEpoch}`,
    )
    expect(() => plan({ seed: 9 }, inside)).toThrow('seed can change only')
    expect(plan({ seed: 9 }).config.seed).toBe(9)
  })
})
