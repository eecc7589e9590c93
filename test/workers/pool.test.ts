import { afterAll, describe, expect, it } from 'vitest'
import { countSteps, type RunRequest } from '#lib/contracts/run.ts'
import { bytesNeeded } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Checkpoint, Delivery, TrainingTask } from '#lib/runs/ports.ts'
import { createPool } from '#workers/pool.ts'
import { endlessRun, tinyRun } from '../helpers/api.ts'
import { type Point, record, toConfig, toPoints } from './recorded-training.ts'

const pool = createPool(2, (error) => {
  throw error
})
afterAll(() => pool.close())

type TaskParts = Omit<TrainingTask, 'runId' | 'config'>

interface Circumstances extends Partial<TaskParts> {
  /** Awaited after each delivery. */
  onDelivery?: (delivery: Delivery) => Promise<void>
}

/** Starts a training and keeps everything that it delivers. */
function train(request: RunRequest, circumstances: Circumstances = {}) {
  const { onDelivery = async () => {}, ...parts } = circumstances
  const deliveries: Delivery[] = []
  const config = toConfig(request)
  const usual: TaskParts = {
    steps: countSteps(config),
    numericClass: 'simd128',
    from: null,
    forkedFrom: null,
    learningRates: [],
    recordedStep: 0,
  }
  const task = { runId: 'test', config, ...usual, ...parts }
  const training = pool.start(task, async (delivery) => {
    deliveries.push(delivery)
    await onDelivery(delivery)
  })
  return { ...training, deliveries, points: () => pointsOf(deliveries) }
}

/** In order of `seq`. */
function pointsOf(deliveries: readonly Delivery[]): Point[] {
  return deliveries.flatMap(({ blocks }) => blocks.flatMap(toPoints)).toSorted((a, b) => a.seq - b.seq)
}

function checkpointsOf(deliveries: readonly Delivery[]): Checkpoint[] {
  return deliveries.flatMap(({ checkpoints }) => checkpoints)
}

/** Fails by the test's own time limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('a training', () => {
  it('numbers its frames without a gap, in the order of the steps', async () => {
    const { outcome, points } = train(tinyRun)
    expect(await outcome).toMatchObject({ state: 'completed' })
    expect(points().map(({ seq }) => seq)).toEqual(points().map((_, i) => i + 1))
    const steps = points().map(({ step }) => step)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  })

  it('measures the held-out split and the dead units before the first step and after every epoch', async () => {
    const { outcome, points } = train(tinyRun)
    await outcome
    const epochs = points().filter((point) => 'val/loss' in point.values)
    expect(epochs.map((point) => point.step)).toEqual([0, 40, 80, 120, 160, 200])
    expect(epochs[0]!.values['val/loss']).toBeGreaterThan(0.5)
    for (const { values } of epochs) {
      expect(values['dead_units/hidden_1']).toBeGreaterThanOrEqual(0)
      expect(values['dead_units/hidden_1']).toBeLessThanOrEqual(1)
    }
  })

  it('reads every layer at the first step and at the cadence', async () => {
    const { outcome, points } = train(tinyRun)
    await outcome
    const readings = points().filter((point) => 'train/loss' in point.values)
    expect(readings.map((point) => point.step).slice(0, 4)).toEqual([1, 10, 20, 30])
    for (const { values } of readings) {
      expect(values['grad_norm/hidden_1']).toBeGreaterThan(0)
      expect(values['grad_norm/output']).toBeGreaterThan(0)
      expect(values.learning_rate).toBe(0.1)
      expect(values['train/accuracy']).toBeLessThanOrEqual(1)
    }
  })

  it('says in a thread what it says without one, and so do two at once', async () => {
    const here = await record(tinyRun)
    const trainings = [train(tinyRun), train(tinyRun)]
    for (const { outcome, deliveries, points } of trainings) {
      expect(await outcome).toMatchObject({ state: 'completed', weights: here.weights })
      expect(points()).toEqual(here.points)
      expect(deliveries.flatMap(({ snapshots }) => snapshots)).toEqual(here.snapshots)
      expect(checkpointsOf(deliveries)).toEqual(here.checkpoints)
      expect(deliveries.at(-1)!.verdicts).toEqual(here.verdicts)
    }
  })

  it('depends on the seed and on the numeric class', async () => {
    const outcomes = await Promise.all([
      train(tinyRun).outcome,
      train({ ...tinyRun, seed: 2 }).outcome,
      train(tinyRun, { numericClass: 'scalar' }).outcome,
      train(tinyRun, { numericClass: 'fma' }).outcome,
    ])
    const weights = outcomes.map((outcome) => (outcome.state === 'failed' ? '' : outcome.weights))
    expect(new Set(weights).size).toBe(4)
    expect(weights[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  it('goes on from a checkpoint to the same end', async () => {
    const whole = train(tinyRun)
    const outcome = await whole.outcome
    const { state, step } = checkpointsOf(whole.deliveries)[2]!
    const rest = train(tinyRun, { from: state })
    expect(await rest.outcome).toEqual(outcome)
    expect(rest.points()).toEqual(whole.points().filter((point) => point.step > step))
  })

  it('delivers a checkpoint no earlier than the frames before it', async () => {
    const { outcome, deliveries } = train({ ...tinyRun, epochs: 400 })
    await outcome
    expect(deliveries.length).toBeGreaterThan(1)
    for (const [i, { checkpoints }] of deliveries.entries()) {
      const known = pointsOf(deliveries.slice(0, i + 1))
      for (const { step } of checkpoints) {
        expect(known.some((point) => point.step === step && 'val/loss' in point.values)).toBe(true)
      }
    }
  })

  it('stops when it is told to, and delivers what it recorded until then, and a checkpoint', async () => {
    const training = train(endlessRun)
    await until(() => training.points().length >= 20)
    training.stop()
    const outcome = await training.outcome
    expect(outcome).toMatchObject({ state: 'stopped' })
    const { progress } = training.deliveries.at(-1)!
    const { step, weights, state } = checkpointsOf(training.deliveries).at(-1)!
    expect(step).toBe(progress.step)
    expect(outcome).toMatchObject({ weights })
    expect(progress.step).toBeGreaterThan(0)
    expect(progress.step).toBeLessThan(10_000 * 200)
    expect(Math.max(...training.points().map((point) => point.step))).toBeLessThanOrEqual(progress.step)
    expect(progress.samplesPerSecond).toBeGreaterThan(0)
    const rest = train(endlessRun, { from: state })
    await until(() => rest.points().length >= 20)
    rest.stop()
    await rest.outcome
    expect(rest.points()[0]!.seq).toBe(training.points().length + 1)
  })

  it('takes another learning rate while it goes on, and says when', async () => {
    const training = train(endlessRun)
    await until(() => training.points().length >= 20)
    training.setLearningRate({ id: 3, learningRate: 0.5 })
    training.setLearningRate({ id: 4, learningRate: 0.025 })
    await until(() => training.deliveries.some(({ learningRates }) => learningRates.at(-1)?.id === 4))
    const told = training.deliveries.findIndex(({ learningRates }) => learningRates.at(-1)?.id === 4)
    await until(() => training.deliveries.length > told + 5)
    training.stop()
    await training.outcome
    const { step } = training.deliveries[told]!.learningRates.at(-1)!
    const ids = training.deliveries.flatMap(({ learningRates }) => learningRates.map(({ id }) => id))
    expect(ids).toEqual([...new Set(ids)])
    const ratesIn = (deliveries: readonly Delivery[]) =>
      pointsOf(deliveries).filter(({ values }) => 'learning_rate' in values)
    for (const point of ratesIn(training.deliveries)) {
      expect(point.values.learning_rate === 0.025, `at ${point.step}`).toBe(point.step > step)
    }
    expect(ratesIn(training.deliveries).at(-1)!.step).toBeGreaterThan(step)
    // Nothing that the new rate has changed was delivered before it was told.
    expect(
      Math.max(...pointsOf(training.deliveries.slice(0, told)).map((point) => point.step)),
    ).toBeLessThanOrEqual(step)
  })

  it('has learning rates that were set in an attempt before, and none of now for steps that it repeats', async () => {
    const training = train(tinyRun, {
      learningRates: [{ step: 60, learningRate: 0.3 }],
      recordedStep: 110,
    })
    training.setLearningRate({ id: 12, learningRate: 0.01 })
    expect(await training.outcome).toMatchObject({ state: 'completed' })
    const rates = training
      .points()
      .flatMap(({ step, values }) => ('learning_rate' in values ? [[step, values.learning_rate]] : []))
    expect(rates).toEqual(
      [1, ...Array.from({ length: 20 }, (_, i) => 10 * (i + 1))].map((step) => [
        step,
        step <= 60 ? 0.1 : step <= 110 ? 0.3 : 0.01,
      ]),
    )
    expect(training.deliveries.flatMap(({ learningRates }) => learningRates)).toEqual([{ id: 12, step: 110 }])
  })

  it('goes on as a fork from the checkpoint of another run', async () => {
    const parent = await record(tinyRun)
    const { state, step } = parent.checkpoints[1]!
    const request: RunRequest = {
      ...tinyRun,
      network: { hidden: [{ units: 8, activation: 'relu', normalization: 'layer' }] },
    }
    const here = await record(request, { from: state, forkedFrom: tinyRun })
    const there = train(request, { from: state, forkedFrom: toConfig(tinyRun) })
    expect(await there.outcome).toMatchObject({ state: 'completed', weights: here.weights })
    expect(there.points()).toEqual(here.points)
    expect(there.points()[0]).toMatchObject({ seq: 1, step })
    expect(checkpointsOf(there.deliveries)).toEqual(here.checkpoints)
  })

  it('fails as a fork of a checkpoint that cannot be read or carried over', async () => {
    const { state } = (await record(tinyRun)).checkpoints[0]!
    const forkedFrom = toConfig(tinyRun)
    const text = Buffer.from(state).toString('latin1')
    const old = Buffer.from(text.replace('checkpoint 2', 'checkpoint 0'), 'latin1')
    const wider: RunRequest = { ...tinyRun, network: { hidden: [{ units: 9, activation: 'tanh' }] } }
    const outcomes = [
      await train(tinyRun, { from: old, forkedFrom }).outcome,
      await train(wider, { from: state, forkedFrom }).outcome,
    ]
    expect(outcomes).toMatchObject([
      { state: 'failed', error: expect.stringContaining('another version') },
      { state: 'failed', error: expect.stringContaining('hidden_1/weights cannot be carried over') },
    ])
  })

  it('measures the memory that it takes: at least its own buffers, at most some dozen MB more', async () => {
    const wide: RunRequest = {
      ...tinyRun,
      network: { hidden: [{ units: 4096, activation: 'relu' }] },
      epochs: 1,
    }
    for (const request of [tinyRun, wide]) {
      const config = toConfig(request)
      const own = bytesNeeded(toNetworkSpec(config), config)
      const { outcome, deliveries } = train(request)
      await outcome
      for (const { progress } of deliveries) {
        expect(progress.memoryBytes).toBeGreaterThan(own)
        expect(progress.memoryBytes).toBeLessThan(own + 64 * 2 ** 20)
      }
    }
  })

  it('fails of a loss that is not a number, which it delivers', async () => {
    const { outcome, points, deliveries } = train({
      ...tinyRun,
      network: {
        hidden: [{ units: 8, activation: 'identity' }],
        output: { activation: 'linear', loss: 'mean_squared_error' },
      },
      optimizer: { learningRate: 1000 },
    })
    expect(await outcome).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('train/loss became'),
    })
    expect(Number.isFinite(points().at(-1)!.values['train/loss'])).toBe(false)
    expect(deliveries.at(-1)!.verdicts).toMatchObject([{ name: 'exploding' }])
  })
})

describe('the pool', () => {
  it('holds a training back while what it delivered is not stored, and loses nothing', async () => {
    let waiting = 0
    let most = 0
    const slow = async () => {
      most = Math.max(most, ++waiting)
      await new Promise((resolve) => setTimeout(resolve, 20))
      waiting--
    }
    const { outcome, points } = train({ ...tinyRun, epochs: 200 }, { onDelivery: slow })
    await outcome
    expect(most).toBe(1)
    expect(points().map(({ seq }) => seq)).toEqual(points().map((_, i) => i + 1))
  })

  it('ends a training whose frames cannot be stored', async () => {
    const broken = async () => {
      throw new Error('disk full')
    }
    await expect(train(endlessRun, { onDelivery: broken }).outcome).rejects.toThrow('disk full')
  })
})

describe('the default network on MNIST', () => {
  it('passes 97 % on the test images within 5 epochs, and nothing ails it', async () => {
    const { outcome, points, deliveries } = train({ dataset: 'mnist' })
    expect(await outcome).toMatchObject({ state: 'completed' })
    const accuracies = points().flatMap(({ values }) => values['val/accuracy'] ?? [])
    expect(accuracies).toHaveLength(6)
    expect(accuracies.at(-1)).toBeGreaterThan(0.97)
    expect(deliveries.at(-1)!.verdicts).toMatchObject([{ name: 'healthy' }])
  })
})
