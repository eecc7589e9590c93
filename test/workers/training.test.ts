import { describe, expect, it } from 'vitest'
import { snapshotSchema } from '#lib/contracts/diagnostics.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { verdictSchema } from '#lib/contracts/verdict.ts'
import { loadDataset } from '#lib/datasets/dataset.ts'
import { activations } from '#lib/nn/activations.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { tinyRun } from '../helpers/api.ts'
import { firstOf, record, summaryOf } from './recorded-training.ts'

/** A linear network whose weights double and double. */
const sick: RunRequest = {
  ...tinyRun,
  network: {
    hidden: [{ units: 8, activation: 'identity' }],
    output: { activation: 'linear', loss: 'mean_squared_error' },
  },
  optimizer: { learningRate: 50 },
  diagnostics: { everySteps: 100 },
}
const goingOn: RunRequest = { ...sick, diagnostics: { everySteps: 100, onNonFinite: 'continue' } }

describe('the frames of a training', () => {
  it('are the same with a dataset of the same samples, and another by another seed', async () => {
    const [first, again, other] = [
      await record(tinyRun),
      await record(tinyRun, { data: await loadDataset('two_spirals') }),
      await record({ ...tinyRun, seed: 2 }),
    ]
    expect(again.points).toEqual(first.points)
    expect(again.weights).toBe(first.weights)
    expect(other.weights).not.toBe(first.weights)
  })

  it('hold all measures of each layer at readings, and dead units at each end of an epoch', async () => {
    const { points } = await record(tinyRun)
    const keysOf = (key: string) =>
      new Set(points.filter((p) => key in p.values).flatMap((p) => Object.keys(p.values)))
    const measures = [
      'grad_norm',
      'error_rms',
      'update_ratio',
      'saturation',
      'activation_mean',
      'activation_std',
    ].flatMap((measure) => [`${measure}/hidden_1`, `${measure}/output`])
    expect(keysOf('train/loss')).toEqual(
      new Set(['train/loss', 'train/accuracy', 'learning_rate', ...measures]),
    )
    expect(keysOf('val/loss')).toEqual(
      new Set(['val/loss', 'val/accuracy', 'dead_units/hidden_1', 'dead_units/output']),
    )
    for (const { values } of points) {
      for (const [key, value] of Object.entries(values))
        expect(value, key).toBeGreaterThanOrEqual(key.startsWith('activation_mean') ? -1 : 0)
    }
  })

  it('hold as train/loss the mean over all samples since the last reading', async () => {
    const { points } = await record({ ...tinyRun, batchSize: 2000, diagnostics: { everySteps: 1 } })
    const [every, third] = [
      points,
      (await record({ ...tinyRun, batchSize: 2000, diagnostics: { everySteps: 3 } })).points,
    ]
    const lossesOf = (list: typeof points) =>
      list.flatMap((p) => ('train/loss' in p.values ? [[p.step, p.values['train/loss']!]] : []))
    const single = new Map(lossesOf(every) as [number, number][])
    const mean = (single.get(2)! + single.get(3)!) / 2
    expect(lossesOf(third)).toEqual([
      [1, single.get(1)],
      [3, expect.closeTo(mean, 12)],
    ])
  })

  it('hold the learning rate that each step had', async () => {
    const schedule = { name: 'exponential', factor: 0.5 } as const
    const { points } = await record({ ...tinyRun, schedule, diagnostics: { everySteps: 40 } })
    const rates = points.flatMap(({ step, values }) =>
      'learning_rate' in values ? [[step, values.learning_rate]] : [],
    )
    expect(rates).toEqual(
      [1, 40, 80, 120, 160, 200].map((step) => [step, expect.closeTo(0.1 * 0.5 ** ((step - 1) / 40), 12)]),
    )
  })
})

describe('the batches of a training', () => {
  /** As the dataset has them, but that its last sample has another label. */
  function lastChanged({ labels, ...samples }: Samples): Samples {
    const changed = labels.slice()
    changed[changed.length - 1] = 1 - changed[changed.length - 1]!
    return { ...samples, labels: changed }
  }

  it('come to every sample once an epoch, the smaller last batch included', async () => {
    const { train, val } = await loadDataset('two_spirals')
    const small = { train: firstOf(train, 130), val: firstOf(val, 100) }
    const { points } = await record({ ...tinyRun, epochs: 1 }, { data: small })
    expect(points.at(-1)!.step).toBe(3)
    const other = await record(
      { ...tinyRun, epochs: 1 },
      { data: { ...small, train: lastChanged(small.train) } },
    )
    expect(other.points.at(-1)!.values['val/loss']).not.toBe(points.at(-1)!.values['val/loss'])
  })
})

describe('a loss that is NaN or infinite', () => {
  it('ends the run as failed at its step, with that step in the log and in the verdict', async () => {
    const { ending, points, verdicts } = await record(sick)
    const last = points.at(-1)!
    expect(last.step % 100).not.toBe(0)
    expect(Number.isFinite(last.values['train/loss'])).toBe(false)
    expect(ending).toEqual({
      state: 'failed',
      error: expect.stringMatching(new RegExp(`^train/loss became (NaN|infinite).* at step ${last.step}$`)),
    })
    expect(verdicts).toHaveLength(1)
    expect(verdicts[0]).toMatchObject({
      name: 'exploding',
      layer: null,
      step: last.step,
      lastStep: last.step,
    })
    expect(verdictSchema.parse(verdicts[0]).value).toMatch(/NaN|Infinity/)
    expect(JSON.parse(JSON.stringify(verdicts))).toEqual(verdicts)
  })

  it('is recorded once where it falls on a reading', async () => {
    const { points } = await record({ ...sick, diagnostics: { everySteps: 1 } })
    const losses = points.filter(({ values }) => 'train/loss' in values)
    expect(losses.map(({ step }) => step)).toEqual(losses.map((_, i) => i + 1))
    expect(losses.filter(({ values }) => !Number.isFinite(values['train/loss']))).toHaveLength(1)
  })

  it('is said once where the run was told to go on, which it does to its end', async () => {
    const { ending, points, verdicts } = await record(goingOn)
    const failed = await record(sick)
    const step = failed.points.at(-1)!.step
    expect(ending).toEqual({ state: 'completed' })
    expect(points.at(-1)!.step).toBe(200)
    const between = points.filter((point) => 'train/loss' in point.values && point.step % 100 !== 0)
    expect(between.map((point) => point.step)).toEqual([1, step])
    expect(verdicts).toMatchObject([{ name: 'exploding', step }])
    expect(points.slice(0, failed.points.length)).toEqual(failed.points)
    expect(summaryOf(points)['train/loss']).toMatchObject({ last: expect.stringMatching(/NaN|Infinity/) })
  })

  it('on the held-out split ends the run at the end of its epoch', async () => {
    const { train, val } = await loadDataset('two_spirals')
    const features = Float32Array.from(val.features, (_, i) => (i === 7 ? Number.NaN : 0.5))
    const data = { train, val: { ...val, features } }
    const { ending, points, verdicts } = await record(tinyRun, { data })
    expect(ending).toEqual({ state: 'failed', error: 'val/loss became NaN (not a number) at step 40' })
    expect(points.at(-1)).toMatchObject({ step: 40, values: { 'val/loss': Number.NaN } })
    expect(verdicts).toMatchObject([{ name: 'exploding', layer: null }])
  })
})

describe('the end of a training', () => {
  it('comes early where the held-out loss no longer falls', async () => {
    const { train, val } = await loadDataset('two_spirals')
    // What is learned is wrong there: the loss rises from the first epoch on.
    const contrary = { ...val, labels: val.labels.map((label) => 1 - label) }
    const request: RunRequest = { ...tinyRun, epochs: 50, earlyStopping: { patience: 4 } }
    const { ending, points } = await record(request, { data: { train, val: contrary } })
    const losses = points
      .flatMap(({ values }) => ('val/loss' in values ? [values['val/loss']!] : []))
      .slice(1)
    expect(ending).toEqual({ state: 'completed' })
    expect(losses.length).toBeLessThan(50)
    expect(losses.length - 1 - losses.indexOf(Math.min(...losses))).toBe(4)
  })

  it('comes after the present step where it is told to stop; what was recorded until then is said', async () => {
    const whole = await record(tinyRun)
    const { ending, points, verdicts } = await record(tinyRun, { stopAt: 25 })
    expect(ending).toEqual({ state: 'stopped' })
    expect(points).toEqual(whole.points.filter(({ step }) => step <= 25))
    expect(verdicts).toEqual([])
  })

  it('is healthy where nothing else was found', async () => {
    const { verdicts } = await record({ ...tinyRun, diagnostics: { everySteps: 10 } })
    expect(verdicts).toMatchObject([{ name: 'healthy', layer: null, step: 200, lastStep: 200 }])
  })
})

describe('the snapshots of a training', () => {
  const request: RunRequest = {
    ...tinyRun,
    network: {
      hidden: [
        { units: 8, activation: 'relu' },
        { units: 6, activation: 'gelu', normalization: 'layer' },
      ],
    },
  }

  it('are taken at the first step, at every reading of a short run, and at the last step', async () => {
    const { snapshots } = await record({ ...request, diagnostics: { everySteps: 30 } })
    expect(snapshots.map(({ step, epoch }) => [step, epoch])).toEqual(
      [1, 30, 60, 90, 120, 150, 180, 200].map((step) => [step, Math.ceil(step / 40)]),
    )
  })

  it('are spread over a long run, forty and its ends at most, each at a reading or at an end', async () => {
    const { snapshots } = await record({ ...request, epochs: 13, diagnostics: { everySteps: 3 } })
    const steps = snapshots.map(({ step }) => step)
    expect(steps[0]).toBe(1)
    expect(steps.at(-1)).toBe(520)
    expect(steps.slice(1, -1).every((step) => step % 15 === 0)).toBe(true)
    expect(steps).toHaveLength(Math.floor(520 / 15) + 2)
  })

  it('hold what the frames say of the same step, the shrink factor and 64 bins of every value', async () => {
    const { snapshots, points } = await record(request)
    for (const snapshot of snapshots) {
      expect(snapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot)
      const frame = points.find(({ step, values }) => step === snapshot.step && 'grad_norm/output' in values)
      for (const [
        index,
        { name, measures, shrink, histograms, activation, peak },
      ] of snapshot.layers.entries()) {
        const { dead_units: dead, ...others } = measures
        for (const [measure, value] of Object.entries(others)) {
          expect(frame!.values[`${measure}/${name}`], measure).toBe(value)
        }
        const counted = points.findLast(({ step, values }) => step < snapshot.step && 'val/loss' in values)
        expect(dead).toBe(counted!.values[`dead_units/${name}`])
        const above = snapshot.layers[index + 1]
        expect(shrink).toBe(above ? Number(others.error_rms) / Number(above.measures.error_rms) : null)
        if (index < 2) expect(peak).toBe(activations[activation as 'relu'].peak(0))
        const units = [8, 6, 1][index]!
        const weights = units * [2, 8, 6][index]!
        const totals = {
          preActivation: 50 * units,
          activation: 50 * units,
          weight: weights,
          gradient: weights,
        }
        for (const [key, { counts, nonFinite, low, high }] of Object.entries(histograms)) {
          expect(counts, key).toHaveLength(64)
          expect(counts.reduce((sum, count) => sum + count) + nonFinite).toBe(totals[key as 'weight'])
          expect(nonFinite).toBe(0)
          expect(low).toBeLessThan(high)
        }
      }
    }
  })

  it('count what is not finite apart', async () => {
    const { snapshots } = await record({
      ...goingOn,
      diagnostics: { everySteps: 10, onNonFinite: 'continue' },
    })
    const last = snapshots.at(-1)!
    expect(snapshotSchema.parse(JSON.parse(JSON.stringify(last)))).toEqual(last)
    const { histograms, measures } = last.layers[0]!
    expect(histograms.weight.nonFinite).toBeGreaterThan(0)
    expect(histograms.weight.counts.reduce((sum, count) => sum + count) + histograms.weight.nonFinite).toBe(
      16,
    )
    expect(measures.grad_norm).toMatch(/NaN|Infinity/)
  })
})

describe('the clock of a training', () => {
  const steps = (marks: readonly { step: number }[]) => marks.map(({ step }) => step)

  it('is told of every validation and of the end, from 0 on', async () => {
    const { marks } = await record(tinyRun, { msPerLook: 1 })
    expect(steps(marks)).toEqual([0, 40, 80, 120, 160, 200, 200])
    const seconds = marks.map((mark) => mark.seconds)
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
    expect(seconds[0]).toBeLessThan(0.01)
    expect(seconds[1]).toBeGreaterThan(0.04)
  })

  it('is told about once a second in between, however often it says what is new', async () => {
    const { marks } = await record({ ...tinyRun, batchSize: 10 }, { msPerLook: 20, posts: true })
    const between = marks.filter(({ step }) => step % 200 !== 0)
    expect(between.length).toBeGreaterThan(20)
    for (const mark of between) {
      const distance = mark.seconds - marks[marks.indexOf(mark) - 1]!.seconds
      expect(distance).toBeGreaterThanOrEqual(1)
      expect(distance).toBeLessThan(1.2)
    }
  })

  it('begins at 0 again where it goes on, and is told where it was stopped', async () => {
    const first = await record(tinyRun, { stopAt: 97, msPerLook: 1 })
    expect(steps(first.marks)).toEqual([0, 40, 80, 97])
    const { marks } = await record(tinyRun, { from: first.checkpoints.at(-1)!.state, msPerLook: 1 })
    expect(steps(marks)).toEqual([120, 160, 200, 200])
    expect(marks[0]!.seconds).toBeLessThan(first.marks.at(-1)!.seconds)
  })

  it('changes nothing in what is recorded', async () => {
    const [quick, slow] = [await record(tinyRun), await record(tinyRun, { msPerLook: 5, posts: true })]
    expect(slow.points).toEqual(quick.points)
    expect(slow.weights).toBe(quick.weights)
  })
})
