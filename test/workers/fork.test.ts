import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import type { Checkpoint } from '#lib/runs/ports.ts'
import { decodeCheckpoint } from '#workers/checkpoint.ts'
import { tinyRun } from '../helpers/api.ts'
import { type Point, type Recorded, record } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

/** So fast a clock that every few steps a checkpoint is due within an epoch. */
const hurried = { msPerLook: 4000 }

const isHeldOut = ({ values }: Point) => 'val/loss' in values

/** The points after a checkpoint, without their numbers. */
function pointsAfter(points: readonly Point[], step: number) {
  return points.filter((point) => point.step > step).map(({ seq: _, ...point }) => point)
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

  it('takes as many snapshots of its own steps as a run of that length', async () => {
    const long: RunRequest = { ...request, epochs: 20, diagnostics: { everySteps: 5 } }
    const from = (await record(long)).checkpoints.at(-3)!
    const { snapshots } = await fork(long, from)
    // Of 80 steps every fifth; of the whole run's 800 it would be every twentieth.
    const readings = Array.from({ length: 16 }, (_, i) => 725 + 5 * i)
    expect(snapshots.map(({ step }) => step)).toEqual([721, ...readings])
  })

  it('says again that a loss is not finite where its parent has said so', async () => {
    const sick = { ...variedRuns['sickness that goes on']!, optimizer: { learningRate: 50 } }
    const from = (await record(sick)).checkpoints.at(-2)!
    expect(decodeCheckpoint(from.state)).toMatchObject({ nonFinite: true })
    const { points, verdicts } = await fork(sick, from)
    expect(points.slice(0, 2).map(({ step }) => step)).toEqual([160, 161])
    expect(verdicts).toMatchObject([{ name: 'exploding', step: 160 }])
    const failing: RunRequest = { ...sick, diagnostics: { everySteps: 10 } }
    expect((await fork(sick, from, failing)).ending).toMatchObject({ state: 'failed' })
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
    const forks = [1, 2, 3].map((seed) => fork(request, from!, { ...request, seed }))
    expect(new Set((await Promise.all(forks)).map(({ weights }) => weights)).size).toBe(3)
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

describe('the diagnosis of a fork', () => {
  /** Learns nothing at all: the rate is all but zero. */
  const still: RunRequest = { ...tinyRun, optimizer: { learningRate: 1e-9 }, epochs: 10 }

  it('is its own, and not whether it learns on: it begins with what was learned', async () => {
    const parent = await record(still)
    // A twentieth of 400 steps is over at 20; five readings from there on, and five more.
    expect(parent.verdicts).toMatchObject([{ name: 'not_learning', step: 110 }])
    const from = parent.checkpoints.find(({ step }) => step === 200)!
    const whole = await fork(still, from)
    expect(whole.verdicts).toMatchObject([{ name: 'healthy', step: 400 }])
    for (const { state, step } of whole.checkpoints) {
      expect((await record(still, { from: state })).verdicts, `from ${step}`).toEqual(whole.verdicts)
    }
  })
})
