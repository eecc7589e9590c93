import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { createKernels } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Checkpoint } from '#lib/runs/ports.ts'
import { decodeCheckpoint } from '#workers/checkpoint.ts'
import { forkState } from '#workers/fork.ts'
import { tinyRun } from '../helpers/api.ts'
import { type Point, type Recorded, record, toConfig } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

/** So fast a clock that every few steps a checkpoint is due within an epoch. */
const hurried = { msPerLook: 4000 }

const isHeldOut = ({ values }: Point) => 'val/loss' in values

/** The points after a checkpoint, without their numbers. */
function pointsAfter(points: readonly Point[], step: number) {
  return points.filter((point) => point.step > step).map(({ seq: _, ...point }) => point)
}

function trainerOf(request: RunRequest) {
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

function namedTensors(trainer: ReturnType<typeof trainerOf>): Record<string, number[]> {
  const values = trainer.parameters()
  return Object.fromEntries(trainer.tensorNames.map((name, i) => [name, [...values[i]!]]))
}

const fork = (parent: RunRequest, { state }: Checkpoint, request: RunRequest = parent, more = {}) =>
  record(request, { from: state, forkedFrom: parent, ...more })

describe('a fork of an unchanged config', () => {
  const kept = Object.entries(variedRuns).filter(([, { diagnostics }]) => !diagnostics?.onNonFinite)

  it.each(Object.entries(variedRuns))('ends in the weights of its parent: %s', async (_, request) => {
    const parent = await record(request, hurried)
    for (const checkpoint of parent.checkpoints) {
      // Early stopping had seen enough there; whoever forks wants more.
      if (decodeCheckpoint(checkpoint.state)!.enough) continue
      const { weights, ending } = await fork(request, checkpoint)
      expect({ weights, ending }, `from ${checkpoint.step}`).toEqual({
        weights: parent.weights,
        ending: parent.ending,
      })
    }
  })

  it.each(kept)(
    'records what its parent recorded, after a look at the held-out split: %s',
    async (_, request) => {
      const parent = await record(request, hurried)
      for (const checkpoint of parent.checkpoints) {
        if (decodeCheckpoint(checkpoint.state)!.enough) continue
        const { points } = await fork(request, checkpoint)
        const [beginning, ...rest] = points
        expect(points.map(({ seq }) => seq)).toEqual(points.map((_, i) => i + 1))
        expect(Object.keys(beginning!.values)).toContain('val/loss')
        expect(beginning!.step).toBe(checkpoint.step)
        expect(pointsAfter(rest, 0)).toEqual(pointsAfter(parent.points, checkpoint.step))
        if (!checkpoint.epochEnd) continue
        const there = parent.points.find((point) => isHeldOut(point) && point.step === checkpoint.step)
        expect(beginning!.values).toEqual(there!.values)
      }
    },
  )
})

describe('a fork', () => {
  const request: RunRequest = {
    ...tinyRun,
    network: { hidden: [{ units: 8, activation: 'relu', dropout: 0.2 }] },
    optimizer: { name: 'momentum', learningRate: 0.02 },
  }
  const changed: RunRequest = {
    ...request,
    network: { hidden: [{ units: 8, activation: 'prelu', normalization: 'batch' }] },
    optimizer: { name: 'adam', learningRate: 0.01 },
    schedule: { name: 'step', everyEpochs: 1, factor: 0.5 },
    epochs: 8,
  }
  const outcome = ({ points, weights, verdicts, snapshots }: Recorded) => ({
    points,
    weights,
    verdicts,
    snapshots,
  })

  it('goes on to its own end, under its own config', async () => {
    const parent = await record(request)
    const { points, ending, weights } = await fork(request, parent.checkpoints[1]!, changed)
    expect(ending).toEqual({ state: 'completed' })
    expect(weights).not.toBe(parent.weights)
    expect(points.filter(isHeldOut).map(({ step }) => step)).toEqual([80, 120, 160, 200, 240, 280, 320])
    const rates = points.flatMap(({ step, values }) => (step % 40 === 10 ? [values.learning_rate] : []))
    // The third epoch is the first of its own, and has been halved twice.
    expect(rates).toEqual([2, 3, 4, 5, 6, 7].map((halvings) => 0.01 * 0.5 ** halvings))
  })

  it('repeats itself bit for bit where it was killed before its first checkpoint', async () => {
    const [from] = (await record(request)).checkpoints
    const first = await fork(request, from!, changed)
    expect(outcome(await fork(request, from!, changed))).toEqual(outcome(first))
    expect(first.points[0]).toMatchObject({ seq: 1, step: 40 })
  })

  it('goes on from its own checkpoints as if never interrupted, and does not begin twice', async () => {
    const parent = await record(request, hurried)
    for (const origin of [parent.checkpoints[1]!, parent.checkpoints.at(-1)!]) {
      const whole = await fork(request, origin, changed, hurried)
      expect(whole.checkpoints.length).toBeGreaterThan(8)
      for (const { state, step } of whole.checkpoints) {
        const rest = await record(changed, { from: state })
        const { seq } = decodeCheckpoint(state)!.recorder
        const joined = {
          ...rest,
          points: [...whole.points.filter((point) => point.seq <= seq), ...rest.points],
          snapshots: [...whole.snapshots.filter((snapshot) => snapshot.step <= step), ...rest.snapshots],
        }
        expect(outcome(joined), `from step ${step}`).toEqual(outcome(whole))
      }
    }
  })

  it('can be forked itself', async () => {
    const parent = await record(request)
    const child = await fork(request, parent.checkpoints[0]!, changed)
    const grandchild = await fork(changed, child.checkpoints[0]!, changed)
    expect(grandchild.weights).toBe(child.weights)
    expect(grandchild.points[0]).toMatchObject({ seq: 1, step: 80 })
    expect(decodeCheckpoint(grandchild.checkpoints[0]!.state)).toMatchObject({ begunAt: 80, step: 120 })
  })

  it('takes no checkpoint where it begins, however soon it is stopped', async () => {
    const [from] = (await record(request)).checkpoints
    const stopped = await fork(request, from!, changed, { stopAt: 40 })
    expect(stopped).toMatchObject({ ending: { state: 'stopped' }, checkpoints: [] })
    expect(stopped.points.map(({ seq, step }) => [seq, step])).toEqual([[1, 40]])
    const later = await fork(request, from!, changed, { stopAt: 41 })
    expect(later.checkpoints.map(({ step }) => step)).toEqual([41])
  })

  it('shows its layers at its first step', async () => {
    const [from] = (await record(request)).checkpoints
    const { snapshots } = await fork(request, from!, changed)
    expect(snapshots[0]).toMatchObject({ step: 41, epoch: 2, layers: [{ activation: 'prelu' }, {}] })
  })

  it('can have other batches from the end of an epoch on; its schedule goes by epochs', async () => {
    const parent = await record(request)
    const wide: RunRequest = { ...changed, batchSize: 100 }
    const { points } = await fork(request, parent.checkpoints[1]!, wide, hurried)
    expect(points.filter(isHeldOut).map(({ step }) => step)).toEqual([80, 100, 120, 140, 160, 180, 200])
    const rates = points.flatMap(({ step, values }) => (step % 20 === 10 ? [values.learning_rate] : []))
    expect(rates).toEqual([2, 3, 4, 5, 6, 7].map((halvings) => 0.01 * 0.5 ** halvings))
  })

  it('orders its samples by its own seed where that is another', async () => {
    const [from] = (await record(request)).checkpoints
    const other: RunRequest = { ...request, seed: 2 }
    const { state } = tensorsAtFork(from!, request, other)
    const fresh = trainerOf(other).save()
    expect(state.trainer.noise).toEqual(fresh.noise)
    expect(state.order).not.toEqual(decodeCheckpoint(from!.state)!.order)
    const weights = [other, { ...other, seed: 3 }, request].map((one) => fork(request, from!, one))
    expect(new Set((await Promise.all(weights)).map((one) => one.weights)).size).toBe(3)
  })

  it('cannot change the order of an epoch that goes on', async () => {
    const within = (await record(request, hurried)).checkpoints.find(({ epochEnd }) => !epochEnd)!
    for (const part of [{ seed: 2 }, { batchSize: 25 }]) {
      await expect(fork(request, within, { ...request, ...part })).rejects.toThrow(
        /only at the end of an epoch/,
      )
    }
  })
})

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
    await expect(fork(before, checkpoints[0]!, { ...before, network: { hidden: layers } })).rejects.toThrow(
      message,
    )
  })

  it('is refused where the checkpoint is not of the run that is said to have taken it', async () => {
    const { checkpoints } = await record(before)
    const other: RunRequest = { ...before, optimizer: { name: 'sgd' } }
    await expect(fork(other, checkpoints[0]!, before)).rejects.toThrow('does not fit')
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
    const within = (await record(before, hurried)).checkpoints.find(
      ({ step }) => step > 10 && step % 10 !== 0,
    )!
    const softmax = { activation: 'linear', loss: 'mean_squared_error' } as const
    const request: RunRequest = { ...before, network: { ...before.network!, output: softmax } }
    const sums = (one: RunRequest) => tensorsAtFork(within, before, one).state.recorder.sinceReading.samples
    expect([sums(before), sums(request)]).toEqual([50 * (within.step % 10), 0])
  })
})

describe('the diagnosis of a fork', () => {
  /** Learns nothing at all: the rate is all but zero. */
  const still: RunRequest = { ...tinyRun, optimizer: { learningRate: 1e-9 }, epochs: 10 }

  it('is its own, and counts its quarter of the run from its first step', async () => {
    const parent = await record(still)
    // A twentieth of 400 steps is over at 20; five readings from there on, and five more.
    expect(parent.verdicts).toMatchObject([{ name: 'not_learning', step: 110 }])
    const from = parent.checkpoints.find(({ step }) => step === 200)!
    expect((await fork(still, from)).verdicts).toMatchObject([{ name: 'not_learning', step: 310 }])
    // A quarter of 800 steps of its own is over at 400, of all its 1,000 it would be at 250.
    const long: RunRequest = { ...still, epochs: 25 }
    const whole = await fork(still, from, long)
    expect(whole.verdicts).toMatchObject([{ name: 'not_learning', step: 400 }])
    for (const { state, step } of whole.checkpoints) {
      expect((await record(long, { from: state })).verdicts, `from ${step}`).toEqual(whole.verdicts)
    }
  })
})
