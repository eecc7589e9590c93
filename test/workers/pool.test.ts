import { afterAll, describe, expect, it } from 'vitest'
import { type RunConfig, type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { TrainingProgress } from '#lib/runs/ports.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import { createPool } from '#workers/pool.ts'
import { endlessRun, tinyRun } from '../helpers/api.ts'

const pool = createPool(2, (error) => {
  throw error
})
afterAll(() => pool.close())

const toConfig = (request: RunRequest): RunConfig => {
  const { name: _, ...config } = runRequestSchema.parse(request)
  return config
}

interface Point {
  seq: number
  step: number
  values: Record<string, number>
}

/** Starts a training and keeps every frame that it delivers. */
function train(request: RunRequest, numericClass: NumericClass = 'simd128', onFrames = async () => {}) {
  const points: Point[] = []
  const progress: TrainingProgress[] = []
  const record = async (blocks: FrameBlock[], now: TrainingProgress) => {
    for (const block of blocks) points.push(...toPoints(block))
    progress.push(now)
    await onFrames()
  }
  const training = pool.start({ runId: 'test', config: toConfig(request), numericClass }, record)
  return { ...training, points, progress }
}

function toPoints(block: FrameBlock): Point[] {
  return Array.from({ length: block.count }, (_, i) => ({
    seq: seqOf(block, i),
    step: stepOf(block, i),
    values: Object.fromEntries(block.keys.map((key, k) => [key, valuesOf(block, k)[i]!])),
  }))
}

describe('a training', () => {
  it('numbers its frames without a gap, in the order of the steps', async () => {
    const { outcome, points } = train(tinyRun)
    expect(await outcome).toMatchObject({ state: 'completed' })
    const sorted = points.toSorted((a, b) => a.seq - b.seq)
    expect(sorted.map((point) => point.seq)).toEqual(sorted.map((_, i) => i + 1))
    expect(sorted.every((point, i) => i === 0 || point.step >= sorted[i - 1]!.step)).toBe(true)
  })

  it('measures the held-out split before the first step and after every epoch', async () => {
    const { outcome, points } = train(tinyRun)
    await outcome
    const epochs = points.filter((point) => 'val/loss' in point.values)
    expect(epochs.map((point) => point.step)).toEqual([0, 40, 80, 120, 160, 200])
    expect(epochs[0]!.values['val/loss']).toBeGreaterThan(0.5)
  })

  it('reads every layer at the first step and at the cadence', async () => {
    const { outcome, points } = train(tinyRun)
    await outcome
    const readings = points.filter((point) => 'train/loss' in point.values)
    expect(readings.map((point) => point.step).slice(0, 4)).toEqual([1, 10, 20, 30])
    for (const { values } of readings) {
      expect(values['grad_norm/hidden_1']).toBeGreaterThan(0)
      expect(values['grad_norm/output']).toBeGreaterThan(0)
      expect(values.learning_rate).toBe(0.1)
      expect(values['train/accuracy']).toBeLessThanOrEqual(1)
    }
  })

  it('repeats itself bit for bit, and so do two at once', async () => {
    const [first, second] = [train(tinyRun), train(tinyRun)]
    const [a, b] = await Promise.all([first.outcome, second.outcome])
    expect(b).toEqual(a)
    expect(second.points.toSorted((x, y) => x.seq - y.seq)).toEqual(
      first.points.toSorted((x, y) => x.seq - y.seq),
    )
  })

  it('depends on the seed and on the numeric class', async () => {
    const outcomes = await Promise.all([
      train(tinyRun).outcome,
      train({ ...tinyRun, seed: 2 }).outcome,
      train(tinyRun, 'scalar').outcome,
    ])
    const weights = outcomes.map((outcome) => (outcome.state === 'failed' ? '' : outcome.weights))
    expect(new Set(weights).size).toBe(3)
    expect(weights[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  it('stops when it is told to, and delivers what it recorded until then', async () => {
    const training = train(endlessRun)
    while (training.points.length < 20) await new Promise((resolve) => setTimeout(resolve, 10))
    training.stop()
    expect(await training.outcome).toMatchObject({ state: 'stopped' })
    const last = training.progress.at(-1)!
    expect(last.step).toBeGreaterThan(0)
    expect(last.step).toBeLessThan(10_000 * 200)
    expect(Math.max(...training.points.map((point) => point.step))).toBeLessThanOrEqual(last.step)
    expect(last.samplesPerSecond).toBeGreaterThan(0)
  })

  it('records a loss that is not a number as such', async () => {
    const { outcome, points } = train({
      ...tinyRun,
      network: {
        hidden: [{ units: 8, activation: 'identity' }],
        output: { activation: 'linear', loss: 'mean_squared_error' },
      },
      optimizer: { learningRate: 1000 },
    })
    await outcome
    expect(points.some((point) => Number.isNaN(point.values['train/loss']))).toBe(true)
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
    const { outcome, points } = train({ ...tinyRun, epochs: 200 }, 'simd128', slow)
    await outcome
    expect(most).toBe(1)
    const seqs = points.map((point) => point.seq).toSorted((a, b) => a - b)
    expect(seqs).toEqual(seqs.map((_, i) => i + 1))
  })

  it('ends a training whose frames cannot be stored', async () => {
    const broken = async () => {
      throw new Error('disk full')
    }
    await expect(train(endlessRun, 'simd128', broken).outcome).rejects.toThrow('disk full')
  })
})

describe('the default network on MNIST', () => {
  it('passes 97 % on the test images within 5 epochs', async () => {
    const { outcome, points } = train({ dataset: 'mnist' })
    expect(await outcome).toMatchObject({ state: 'completed' })
    const accuracies = points.filter((p) => 'val/accuracy' in p.values).map((p) => p.values['val/accuracy']!)
    expect(accuracies).toHaveLength(6)
    expect(accuracies.at(-1)).toBeGreaterThan(0.97)
  })
})
