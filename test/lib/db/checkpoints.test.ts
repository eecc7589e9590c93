import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { createCheckpointStore } from '#lib/db/checkpoints.ts'
import { strideOf } from '#lib/db/kept-states.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { Checkpoint, Claim, Delivery, RunStore } from '#lib/runs/ports.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  appendTo,
  asked,
  claimRun,
  completed,
  config,
  deliveryOf,
  newRun,
  quietQueue,
  shutdown,
} from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

const queue = quietQueue

async function begin(epochs = 5): Promise<Claim> {
  const { id } = await store.insert(newRun({ config: { ...config, epochs } }), asked(), queue)
  return claim(id)
}

const claim = (id: string): Promise<Claim> => claimRun(store, { id })

const append = (held: Claim, parts: Partial<Delivery>) =>
  appendTo(store, held, held.lastSeq, deliveryOf(parts))

const checkpointAt = (step: number, state = Uint8Array.of(step)): Checkpoint => ({
  step,
  epoch: Math.ceil(step / 2),
  epochEnd: step % 2 === 0,
  weights: `hash ${step}`,
  state,
})

const histogram = { low: -1, high: 1, counts: [1, 2], nonFinite: 3 }
const snapshotAt = (step: number, deadUnits = 0.25): Snapshot => ({
  step,
  epoch: 1,
  layers: [
    {
      name: 'hidden_1',
      activation: 'relu',
      measures: {
        grad_norm: 'NaN',
        error_rms: 1e-30,
        update_ratio: 'Infinity',
        dead_units: deadUnits,
        saturation: '-Infinity',
        activation_mean: 0,
        activation_std: 1,
      },
      shrink: 0.5,
      peak: 1,
      histograms: { preActivation: histogram, activation: histogram, weight: histogram, gradient: histogram },
    },
  ],
})

describe('checkpoints', () => {
  it('are listed in order of steps, with what they are', async () => {
    const held = await begin()
    await append(held, { checkpoints: [checkpointAt(4), checkpointAt(3)] })
    const [first, second] = await store.checkpoints(held.run.id)
    const createdAt = expect.stringMatching(/^\d{4}-.*Z$/)
    expect(first).toEqual({
      step: 3,
      epoch: 2,
      epochEnd: false,
      weights: 'hash 3',
      bytes: 1,
      restorable: true,
      createdAt,
    })
    expect(second).toMatchObject({ step: 4, epochEnd: true })
  })

  it('of a step that has one are passed over', async () => {
    const held = await begin()
    await append(held, { checkpoints: [checkpointAt(1)] })
    expect(await append(held, { checkpoints: [checkpointAt(1, Uint8Array.of(99)), checkpointAt(2)] })).toBe(
      true,
    )
    expect((await store.checkpoints(held.run.id)).map(({ step }) => step)).toEqual([1, 2])
    const { state } = await database.prisma.checkpoint.findFirstOrThrow({ where: { step: 1 } })
    expect(state).toEqual(Uint8Array.of(1))
  })

  const keptOf = async (held: Claim) =>
    (await store.checkpoints(held.run.id)).filter(({ restorable }) => restorable).map(({ step }) => step)
  const between = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ ...checkpointAt(from + i), epochEnd: false }))

  it('keep the states of the newest ten, and the hashes of all', async () => {
    const held = await begin()
    const other = await begin()
    await append(other, { checkpoints: between(1, 1) })
    for (let step = 1; step <= 7; step++) await append(held, { checkpoints: between(step, step) })
    // Some of these are there already.
    await append(held, { checkpoints: between(6, 12) })
    expect(await keptOf(held)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect((await store.checkpoints(held.run.id))[0]).toMatchObject({ weights: 'hash 1', bytes: 1 })
    expect(await keptOf(other)).toEqual([1])
  })

  it('keep ten states where more come at once', async () => {
    const held = await begin()
    await append(held, { checkpoints: between(1, 25) })
    expect(await keptOf(held)).toEqual(between(16, 25).map(({ step }) => step))
  })

  it('that are kept are found by a step, and read by whoever wants to look', async () => {
    const kept = createCheckpointStore(database)
    const held = await begin()
    const { id } = held.run
    expect([await kept.newestKept(id), await kept.firstKept(id)]).toEqual([null, null])
    await append(held, { checkpoints: between(1, 12).map((each) => ({ ...each, step: 10 * each.step })) })
    const stepOf = async (upTo?: number) => (await kept.newestKept(id, upTo))?.step ?? null
    expect([await stepOf(), await stepOf(119), await stepOf(30), await stepOf(29)]).toEqual([
      120,
      110,
      30,
      null,
    ])
    expect(await kept.firstKept(id)).toBe(30)
    const newest = await kept.newestKept(id)
    expect(newest).toMatchObject({ weights: 'hash 12', bytes: 1, numericClass: held.numericClass })
    expect(await kept.state(id, newest!)).toEqual(Uint8Array.of(12))
    // Of a checkpoint that was there a moment ago.
    expect(await kept.state(id, { step: 20, bytes: 1 })).toBeNull()
  })

  it('keep states all along the run at ends of epochs, so that it can be forked from there', async () => {
    const held = await begin(100)
    const ends = Array.from({ length: 100 }, (_, i) => ({
      ...checkpointAt(10 * (i + 1)),
      epoch: i + 1,
      epochEnd: true,
    }))
    for (const end of ends) {
      await append(held, { checkpoints: [{ ...checkpointAt(end.step - 5), epochEnd: false }] })
      await append(held, { checkpoints: [end] })
    }
    const everyFourth = Array.from({ length: 25 }, (_, i) => 40 * (i + 1))
    const newest = [955, 960, 965, 970, 975, 980, 985, 990, 995, 1000]
    const expected = [...new Set([...everyFourth, ...newest])].sort((a, b) => a - b)
    expect(await keptOf(held)).toEqual(expected)
  })

  it('keep fewer of large states', () => {
    expect(strideOf(5, 500_000)).toBe(1)
    expect(strideOf(40, 500_000)).toBe(1)
    expect(strideOf(41, 500_000)).toBe(2)
    expect(strideOf(40, 2 ** 26)).toBe(8)
    expect(strideOf(10_000, 2 ** 40)).toBe(16_384)
  })

  it('are where the next attempt goes on: from the newest that has a state', async () => {
    const held = await begin()
    expect(held.from).toBeNull()
    expect(held.run.progress).toMatchObject({ step: 0, epoch: 0 })
    await append(held, { checkpoints: [checkpointAt(2), checkpointAt(5), checkpointAt(4)] })
    await store.requeue(held, shutdown, queue)
    const again = await claim(held.run.id)
    expect(again.from).toEqual(Uint8Array.of(5))
    expect(again.run.progress).toMatchObject({ step: 5, epoch: 3 })
    await database.prisma.checkpoint.updateMany({ where: { step: 5 }, data: { state: null } })
    await store.requeue(again, shutdown, queue)
    const third = await claim(held.run.id)
    expect(third.from).toEqual(Uint8Array.of(4))
    expect(third.run.progress).toMatchObject({ step: 4, epoch: 2 })
  })

  it('give back states of many megabytes byte for byte', async () => {
    const held = await begin()
    const state = randomBytes(2 ** 25 + 12_345)
    await append(held, { checkpoints: [checkpointAt(2, state)] })
    await store.requeue(held, shutdown, queue)
    const { from } = await claim(held.run.id)
    expect(from?.length).toBe(state.length)
    expect(state.equals(from!)).toBe(true)
  })

  it('are not taken from an attempt that has lost its claim', async () => {
    const held = await begin()
    await store.requeue(held, shutdown, queue)
    const checkpoints = [checkpointAt(1)]
    expect(await append(held, { checkpoints, snapshots: [snapshotAt(1)] })).toBe(false)
    expect(await database.prisma.checkpoint.count()).toBe(0)
    expect(await database.prisma.diagnosticSnapshot.count()).toBe(0)
  })

  it('go with their run, and so do snapshots', async () => {
    const held = await begin()
    await append(held, { checkpoints: [checkpointAt(1)], snapshots: [snapshotAt(1)] })
    await store.finish(held, completed, queue)
    await store.remove(held.run.id, asked())
    await store.purge(new Date(Date.now() + 1000))
    expect(await database.prisma.checkpoint.count()).toBe(0)
    expect(await database.prisma.diagnosticSnapshot.count()).toBe(0)
  })
})

describe('snapshots', () => {
  it('are found by the step at which or before which they were taken, the newest where none is named', async () => {
    const held = await begin()
    const { id } = held.run
    expect(await store.snapshots(id)).toEqual({ newest: null, steps: [] })
    await append(held, { snapshots: [snapshotAt(10), snapshotAt(20)] })
    await append(held, { snapshots: [snapshotAt(20, 0.75), snapshotAt(30)] })
    const steps = [10, 20, 30]
    expect(await store.snapshots(id)).toEqual({ newest: snapshotAt(30), steps })
    expect(await store.snapshots(id, 29)).toEqual({ newest: snapshotAt(20), steps })
    expect(await store.snapshots(id, 10)).toEqual({ newest: snapshotAt(10), steps })
    expect(await store.snapshots(id, 9)).toEqual({ newest: null, steps })
  })

  it('are read in part: one histogram of one layer, at some steps', async () => {
    const held = await begin()
    const { id } = held.run
    await append(held, { snapshots: [10, 20, 30].map((step) => snapshotAt(step)) })
    expect(await store.snapshotSteps(id)).toEqual([10, 20, 30])
    expect(await store.histograms(id, 'hidden_1', 'gradient', [30, 10, 40])).toEqual([
      { step: 10, epoch: 1, histogram },
      { step: 30, epoch: 1, histogram },
    ])
    expect(await store.histograms(id, 'hidden_2', 'gradient', [10])).toEqual([])
    expect(await store.histograms(id, 'hidden_1', 'gradient', [])).toEqual([])
  })
})

describe('what a run says of its training', () => {
  const verdict: Verdict = {
    name: 'vanishing',
    layer: 'hidden_1',
    step: 10,
    lastStep: 50,
    rule: 'first ÷ last',
    threshold: 0.001,
    value: 'NaN',
    evidence: { 'grad_norm/hidden_1': 1e-9 },
    message: 'It vanishes',
    suggestion: 'Try ReLU',
  }

  it('are its last verdicts, and the most memory that it took', async () => {
    const held = await begin()
    expect(held.run).toMatchObject({ verdicts: [], memoryBytes: null })
    const progress = { step: 1, epoch: 1, samplesPerSecond: null, memoryBytes: 3_000_000_000 }
    await append(held, { verdicts: [verdict, { ...verdict, layer: null }], progress })
    await append(held, { verdicts: [verdict], progress: { ...progress, memoryBytes: 2_000_000_000 } })
    expect(await store.find(held.run.id)).toMatchObject({ verdicts: [verdict], memoryBytes: 3_000_000_000 })
    const failed = { state: 'failed', receipt: null, error: 'NaN', comparison: null } as const
    expect(await store.finish(held, failed, queue)).toMatchObject({
      run: { state: 'failed', verdicts: [verdict] },
    })
  })
})
