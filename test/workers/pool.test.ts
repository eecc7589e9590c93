import { afterAll, describe, expect, it } from 'vitest'
import { countSteps, type RunRequest } from '#lib/contracts/run.ts'
import { bytesNeeded } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Delivery, TrainingTask } from '#lib/runs/ports.ts'
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
      expect(deliveries.flatMap(({ checkpoints }) => checkpoints)).toEqual(here.checkpoints)
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
    const { state, step } = whole.deliveries.flatMap(({ checkpoints }) => checkpoints)[2]!
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

  it('stops when it is told to, and delivers what it recorded until then', async () => {
    const training = train(endlessRun)
    while (training.points().length < 20) await new Promise((resolve) => setTimeout(resolve, 10))
    training.stop()
    expect(await training.outcome).toMatchObject({ state: 'stopped' })
    const { progress } = training.deliveries.at(-1)!
    expect(progress.step).toBeGreaterThan(0)
    expect(progress.step).toBeLessThan(10_000 * 200)
    expect(Math.max(...training.points().map((point) => point.step))).toBeLessThanOrEqual(progress.step)
    expect(progress.samplesPerSecond).toBeGreaterThan(0)
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
