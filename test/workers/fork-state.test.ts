import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { createKernels } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Checkpoint } from '#lib/runs/ports.ts'
import { decodeCheckpoint } from '#workers/checkpoint.ts'
import { forkState } from '#workers/fork.ts'
import { tinyRun } from '../helpers/api.ts'
import { record, toConfig } from './recorded-training.ts'

function trainerOf(request: RunRequest): Trainer {
  const config = toConfig(request)
  const spec = toNetworkSpec(config)
  return createTrainer(createKernels('simd128', bytesNeeded(spec, config)), spec, config)
}

/** Tensors by name, as a fork of that checkpoint begins with them. */
function tensorsAtFork(checkpoint: Checkpoint, before: RunRequest, request: RunRequest) {
  const trainer = trainerOf(request)
  const parent = { state: decodeCheckpoint(checkpoint.state)!, config: toConfig(before) }
  const state = forkState({ parent, config: toConfig(request), trainer })
  trainer.restore(state.trainer)
  return { state, tensors: namedTensors(trainer) }
}

function tensorsOf({ state }: Checkpoint, request: RunRequest) {
  const trainer = trainerOf(request)
  trainer.restore(decodeCheckpoint(state)!.trainer)
  return namedTensors(trainer)
}

function namedTensors(trainer: Trainer): Record<string, number[]> {
  const values = trainer.parameters()
  return Object.fromEntries(trainer.tensorNames.map((name, i) => [name, [...values[i]!]]))
}

/** The state of the generator that orders the samples before the first epoch; the weights have stream 0. */
function startOfOrder(seed: number): number[] {
  return [...createRandom(seed, 1).save()]
}

describe('what a fork carries over', () => {
  const before: RunRequest = {
    ...tinyRun,
    network: {
      hidden: [
        { units: 6, activation: 'prelu', normalization: 'batch' },
        { units: 4, activation: 'tanh' },
      ],
    },
    optimizer: { name: 'adam' },
  }

  it('is every tensor that both have; what is new has its first values, what is not needed is gone', async () => {
    const { checkpoints } = await record(before)
    const was = tensorsOf(checkpoints[0]!, before)
    const request: RunRequest = {
      ...before,
      network: {
        hidden: [
          { units: 6, activation: 'relu', normalization: 'layer' },
          { units: 4, activation: 'prelu', normalization: 'batch', alpha: 0.125 },
        ],
        initializer: 'he',
      },
    }
    const { tensors } = tensorsAtFork(checkpoints[0]!, before, request)
    const {
      'hidden_1/slopes': _,
      'hidden_1/running_mean': __,
      'hidden_1/running_variance': ___,
      ...kept
    } = was
    expect(tensors).toEqual({
      ...kept,
      'hidden_2/gain': [1, 1, 1, 1],
      'hidden_2/shift': [0, 0, 0, 0],
      'hidden_2/running_mean': [0, 0, 0, 0],
      'hidden_2/running_variance': [1, 1, 1, 1],
      'hidden_2/slopes': [0.125, 0.125, 0.125, 0.125],
    })
    expect(kept['hidden_1/gain']).not.toEqual([1, 1, 1, 1, 1, 1])
  })

  it('is the state of the same optimizer, which tensors that are new begin without', async () => {
    const { checkpoints } = await record(before)
    const request: RunRequest = {
      ...before,
      network: {
        hidden: [
          { units: 6, activation: 'prelu', normalization: 'batch' },
          { units: 4, activation: 'tanh', normalization: 'layer' },
        ],
      },
    }
    const { state } = tensorsAtFork(checkpoints[1]!, before, request)
    const old = decodeCheckpoint(checkpoints[1]!.state)!.trainer
    expect(state.trainer.powers).toEqual(old.powers)
    // Behind the biases of hidden_2, each with two vectors of Adam's, lie gain, its state, shift and its state.
    const where = 3 * (12 + 6 + 6 + 6 + 6) + 2 * 6 + 3 * (24 + 4)
    const expected = [
      ...old.values.slice(0, where),
      1,
      1,
      1,
      1,
      ...Array(20).fill(0),
      ...old.values.slice(where),
    ]
    expect([...state.trainer.values]).toEqual(expected)
  })

  it.each([
    ['another optimizer', { name: 'rmsprop' }, { name: 'adam' }],
    ['another of as many vectors', { name: 'adam' }, { name: 'adamw' }],
    ['the same with momentum, which had none', { name: 'sgd' }, { name: 'sgd', momentum: 0.5 }],
    ['the same without momentum', { name: 'momentum' }, { name: 'momentum', momentum: 0 }],
  ] as const)('is no state of %s', async (_, optimizer, next) => {
    const parent: RunRequest = { ...before, optimizer }
    const { checkpoints } = await record(parent)
    const request: RunRequest = { ...before, optimizer: next }
    const { state, tensors } = tensorsAtFork(checkpoints[0]!, parent, request)
    expect(tensors).toEqual(tensorsOf(checkpoints[0]!, parent))
    const fresh = trainerOf(request)
    fresh.setParameters(Object.values(tensors).map((values) => Float32Array.from(values)))
    expect(state.trainer.values).toEqual(fresh.save().values)
    expect(state.trainer.powers).toEqual([1, 1])
  })

  it.each([
    [
      'a width',
      [{ units: 6 }, { units: 5 }],
      'hidden_2/weights cannot be carried over: 6 × 4 in the checkpoint, 6 × 5 in the fork',
    ],
    [
      'a layer more',
      [{ units: 6 }, { units: 4 }, { units: 4 }],
      'hidden_3/weights cannot be carried over: absent in the checkpoint, 4 × 4 in the fork',
    ],
    [
      'a layer less',
      [{ units: 6 }],
      'hidden_2/weights cannot be carried over: 6 × 4 in the checkpoint, absent in the fork',
    ],
  ] as const)('is refused where %s differs', async (_, hidden, message) => {
    const { checkpoints } = await record(before)
    const layers = hidden.map(({ units }) => ({ units, activation: 'tanh' as const }))
    expect(() => tensorsAtFork(checkpoints[0]!, before, { ...before, network: { hidden: layers } })).toThrow(
      message,
    )
  })

  it('is refused where the checkpoint is not of the run that is said to have taken it', async () => {
    const { checkpoints } = await record(before)
    const other: RunRequest = { ...before, optimizer: { name: 'sgd' } }
    expect(() => tensorsAtFork(checkpoints[0]!, other, before)).toThrow('does not fit')
  })

  it('is the state of both generators, but for another seed', async () => {
    const [from] = (await record(before)).checkpoints
    const old = decodeCheckpoint(from!.state)!
    const seeded = { ...before, seed: 2 }
    const [same, other] = [before, seeded].map((one) => tensorsAtFork(from!, before, one).state)
    expect([same!.order, same!.trainer.noise]).toEqual([old.order, old.trainer.noise])
    expect([other!.order, other!.trainer.noise]).toEqual([startOfOrder(2), trainerOf(seeded).save().noise])
  })

  it('is the patience of early stopping only where that is configured alike', async () => {
    const patient: RunRequest = { ...before, earlyStopping: { patience: 30 } }
    const { checkpoints } = await record(patient)
    const at = checkpoints[2]!
    const stateOf = (request: RunRequest) => tensorsAtFork(at, patient, request).state.earlyStopping
    expect(stateOf(patient)).toEqual(decodeCheckpoint(at.state)!.earlyStopping)
    expect(stateOf(patient)).not.toBeNull()
    expect(stateOf({ ...patient, earlyStopping: { patience: 29 } })).toBeNull()
    expect(stateOf(before)).toBeNull()
  })

  it('is no sum of another loss', async () => {
    const within = (await record(before, { msPerLook: 4000 })).checkpoints.find(
      ({ step }) => step > 10 && step % 10 !== 0,
    )!
    const softmax = { activation: 'linear', loss: 'mean_squared_error' } as const
    const request: RunRequest = { ...before, network: { ...before.network!, output: softmax } }
    const sums = (one: RunRequest) => tensorsAtFork(within, before, one).state.recorder.sinceReading.samples
    expect([sums(before), sums(request)]).toEqual([50 * (within.step % 10), 0])
  })
})
