import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Metrics, metricsQuerySchema } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRetention } from '#lib/db/retention.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { MetricsLog } from '#lib/runs/log-ports.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { readMetrics } from '#lib/runs/read-metrics.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import { FrameBuffer } from '#lib/series/frames.ts'
import { LogWriter } from '#lib/series/log-writer.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  asked,
  changeOf,
  claimRun,
  completed,
  deliveryOf,
  newRun,
  quietQueue,
  shutdown,
} from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore
let log: MetricsLog

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
  log = createMetricsLog(database)
})
afterAll(() => database.dispose())

interface Point {
  seq: number
  step: number
  value: number
}

const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const valueAt = (i: number): number => (i % 89 === 5 ? odd[i % 3]! : Math.sin(i * i) * 1e3)

/**
 * A run whose log has so many frames, in deliveries of changing length, interrupted now and then: readings every
 * three steps, ends of epochs, and a loss between two readings.
 */
async function record(
  total: number,
  lengths: readonly number[],
): Promise<{ id: string; points: Map<string, Point[]> }> {
  const run = await store.insert(newRun(), asked(), quietQueue)
  const points = new Map<string, Point[]>()
  let claim = await claimRun(store, run)
  let writer = new LogWriter(claim.tail)
  for (let seq = 0, turn = 0; seq < total; turn++) {
    const blocks = new Map<string, FrameBuffer>()
    const after = seq
    const end = Math.min(total, seq + lengths[turn % lengths.length]!)
    while (seq < end) {
      const step = 3 * seq
      const keys =
        seq % 1000 === 0
          ? ['val/loss', 'dead']
          : seq % 5003 === 40
            ? ['train/loss']
            : ['train/loss', 'a', 'b']
      const buffer = blocks.get(keys.join()) ?? new FrameBuffer(keys)
      blocks.set(keys.join(), buffer)
      const values = keys.map((_key, k) => valueAt(seq + 7 * k))
      buffer.push(++seq, step, values)
      for (const [k, key] of keys.entries()) {
        if (!points.has(key)) points.set(key, [])
        points.get(key)!.push({ seq, step, value: values[k]! })
      }
    }
    const delivery = deliveryOf({ blocks: [...blocks.values()].map((buffer) => buffer.take()) })
    expect(await store.append(claim, after, delivery, changeOf(writer.add(delivery.blocks)), {})).toBe(true)
    if (turn % 4 !== 3) continue
    await store.requeue(claim, shutdown, quietQueue)
    claim = await claimRun(store, run)
    writer = new LogWriter(claim.tail)
  }
  await store.finish(claim, { state: 'completed', receipt: null, error: null, comparison: null }, quietQueue)
  return { id: run.id, points }
}

const query = (parts: object) => metricsQuerySchema.parse(parts)
const read = async (id: string, parts: object): Promise<Metrics> =>
  (await readMetrics(log, [id], query(parts))).get(id)!

/** What reading every point would come to. */
function oracle(points: Map<string, Point[]>, parts: object): Metrics['series'] {
  const { after, from = 0, to = Number.POSITIVE_INFINITY, maxPoints } = query(parts)
  const series: Metrics['series'] = {}
  for (const [key, all] of points) {
    const first = all.findIndex(({ seq, step }) => seq > after && step >= from)
    const inside = all.filter(({ seq, step }) => seq > after && step >= from && step <= to)
    if (inside.length === 0) continue
    const { steps, values, min, max, counts, nans, total } = toBuckets(
      inside.map(({ step }) => step),
      inside.map(({ value }) => value),
      maxPoints,
      first,
    )
    const thinned = min && max && counts && { min: min.map(encodeValue), max: max.map(encodeValue), counts }
    const broken = nans ? { nans } : {}
    series[key] = { steps, values: values.map(encodeValue), ...thinned, ...broken, total }
  }
  return series
}

describe('a log that was read', () => {
  it('is what all its points come to, for any resolution and window', async () => {
    const { id, points } = await record(45_000, [1, 3000, 700, 4500, 60])
    const last = 3 * 45_000
    for (const maxPoints of [2, 10, 300, 1000, 10_000]) {
      expect(await read(id, { maxPoints })).toEqual({ seq: 45_000, series: oracle(points, { maxPoints }) })
    }
    const step = fc.integer({ min: 0, max: last + 10 })
    const parts = fc.record(
      { from: step, to: step, after: fc.nat(45_010), maxPoints: fc.constantFrom(2, 50, 300, 4000) },
      { requiredKeys: ['maxPoints'] },
    )
    const property = fc.asyncProperty(parts, async (window) => {
      expect((await read(id, window)).series).toEqual(oracle(points, window))
    })
    await fc.assert(property, { seed: 8, numRuns: 60 })
  })

  it('is the same from short runs, which have no rollups', async () => {
    for (const total of [1, 40, 4100]) {
      const { id, points } = await record(total, [50, 3])
      for (const parts of [
        { maxPoints: 2 },
        { maxPoints: 1000 },
        { maxPoints: 50, from: 30, to: 90 },
        { after: 17 },
      ]) {
        expect((await read(id, parts)).series).toEqual(oracle(points, parts))
      }
    }
  })

  it('has only the keys that were asked for, and of several runs each its own', async () => {
    const [first, second] = [await record(5000, [1700]), await record(300, [300])]
    const found = await readMetrics(
      log,
      [first.id, second.id, '0000000000000000'],
      query({ keys: 'a,val/*', maxPoints: 100 }),
    )
    expect([...found.keys()]).toEqual([first.id, second.id])
    for (const { id, points } of [first, second]) {
      const wanted = new Map([...points].filter(([key]) => key === 'a' || key === 'val/loss'))
      expect(found.get(id)!.series).toEqual(oracle(wanted, { maxPoints: 100 }))
    }
  })

  it('keeps few and long blocks however short its deliveries were', async () => {
    const { id } = await record(9000, [37])
    const chunks = await database.prisma.metricChunk.findMany({ where: { runId: id } })
    const long = chunks.filter(({ count }) => count === 4096)
    expect(long).toHaveLength(2)
    expect(chunks.reduce((sum, { count }) => sum + count, 0)).toBe(9000)
    const readings = chunks.filter(({ keys }) => keys.length === 3)
    expect(readings.length).toBeLessThan(2 + 4096 / 37 + 2)
  })
})

it('answers no more buckets than a server can carry, however many series are asked for', async () => {
  const keys = Array.from({ length: 300 }, (_, i) => `grad_norm/${i}`)
  const buffer = new FrameBuffer(keys)
  for (let seq = 1; seq <= 4000; seq++)
    buffer.push(
      seq,
      seq,
      keys.map((_key, k) => seq * k),
    )
  const claim = await claimRun(store, await store.insert(newRun(), asked(), quietQueue))
  const blocks = [buffer.take()]
  await store.append(claim, 0, deliveryOf({ blocks }), changeOf(new LogWriter(claim.tail).add(blocks)), {})
  await store.finish(claim, completed, quietQueue)
  const { series } = await read(claim.run.id, { maxPoints: 10_000 })
  expect(Object.values(series).reduce((sum, { steps }) => sum + steps.length, 0)).toBeLessThanOrEqual(
    1_000_000,
  )
  expect(Object.values(series).every(({ total }) => total === 4000)).toBe(true)
})

describe('a log at its end', () => {
  it('has one block of what came in many, unless the claim was lost', async () => {
    const run = await store.insert(newRun(), asked(), quietQueue)
    const claim = await claimRun(store, run)
    const writer = new LogWriter(claim.tail)
    for (let seq = 0; seq < 300; seq++) {
      const buffer = new FrameBuffer(['a', 'b'])
      buffer.push(seq + 1, 2 * seq, [seq, Number.NaN])
      const delivery = deliveryOf({ blocks: [buffer.take()] })
      expect(await store.append(claim, seq, delivery, changeOf(writer.add(delivery.blocks)), {})).toBe(true)
    }
    const counts = async () => (await store.blocks(run.id, 0, 300)).map(({ count }) => count)
    expect(await counts()).toEqual([64, 64, 64, 64, ...Array.from({ length: 44 }, () => 1)])
    const before = await read(run.id, {})
    await database.prisma.run.update({ where: { id: run.id }, data: { attempt: { increment: 1 } } })
    await store.seal(claim, writer.seal())
    expect(await counts()).toHaveLength(48)
    await store.seal(
      { ...claim, attempt: claim.attempt + 1 },
      new LogWriter({ rows: [], blocks: await store.blocks(run.id, 0, 300) }).seal(),
    )
    expect(await counts()).toEqual([300])
    expect(await read(run.id, {})).toEqual(before)
    await store.finish({ ...claim, attempt: claim.attempt + 1 }, completed, quietQueue)
  })
})

describe('retention', () => {
  const soon = () => new Date(Date.now() + 60_000)
  const usual = query({ maxPoints: 300 })
  const chunkFrames = async (runId: string) =>
    (await database.prisma.metricChunk.findMany({ where: { runId } })).reduce(
      (sum, { count }) => sum + count,
      0,
    )

  it.each(['thinned', 'none'] as const)('leaves what charts read as it was: %s', async (left) => {
    const { id, points } = await record(20_500, [1000])
    const before = await readMetrics(log, [id], usual)
    const retention = createRetention(database)
    expect(await retention.retain(left, new Date(0))).toBe(0)
    expect(await retention.retain(left, soon())).toBeGreaterThan(0)
    while ((await retention.retain(left, soon())) > 0);
    expect(await readMetrics(log, [id], usual)).toEqual(before)
    const fine = await read(id, { maxPoints: 10_000 })
    const all = points.get('train/loss')!
    expect(fine.series['train/loss']).toMatchObject({ total: all.length })
    expect(Math.max(...fine.series['train/loss']!.counts!)).toBe(32)
    const [from, to] = [6000, 30_000]
    const zoomed = (await read(id, { from, to, maxPoints: 10_000 })).series.a!
    expect(zoomed.steps.every((step) => step >= from && step <= to)).toBe(true)
    expect(zoomed.total).toBeGreaterThan((to - from) / 3 - 64)
    expect(await chunkFrames(id)).toBeLessThan(left === 'none' ? 30 : 30 + 20_500 / 32)
    expect((await log.heads([id]))[0]?.raw).toBe(left)
  })

  it('leaves short runs alone, and those that have not ended', async () => {
    const { id } = await record(4000, [4000])
    await createRetention(database).retain('none', soon())
    expect(await chunkFrames(id)).toBe(4000)
  })

  it('takes nothing from a run of many frames of which there are few of each kind', async () => {
    const claim = await claimRun(store, await store.insert(newRun(), asked(), quietQueue))
    const [first, second] = [new FrameBuffer(['train/loss', 'a']), new FrameBuffer(['train/loss', 'b'])]
    for (let seq = 1; seq <= 6000; seq++) (seq % 2 ? first : second).push(seq, seq, [seq, -seq])
    const blocks = [first.take(), second.take()]
    await store.append(claim, 0, deliveryOf({ blocks }), changeOf(new LogWriter(claim.tail).add(blocks)), {})
    await store.finish(claim, completed, quietQueue)
    const { id } = claim.run
    expect(await createRetention(database).retain('none', soon())).toBe(0)
    expect(await chunkFrames(id)).toBe(6000)
    expect((await log.heads([id]))[0]?.raw).toBe('all')
    const { series } = await read(id, { maxPoints: 10_000 })
    expect(series['train/loss']!.values).toEqual(Array.from({ length: 6000 }, (_, i) => i + 1))
  })

  it('leaves what there are few of point by point, and of the rest the finest buckets in any window', async () => {
    const { id, points } = await record(45_000, [3000])
    await createRetention(database).retain('none', soon())
    const few = new Map([...points].filter(([key]) => key === 'val/loss' || key === 'dead'))
    expect((await read(id, { keys: 'val/loss,dead', maxPoints: 10_000 })).series).toEqual(
      oracle(few, { maxPoints: 10_000 }),
    )
    const all = points.get('train/loss')!
    const buckets = Array.from({ length: Math.ceil(all.length / 32) }, (_, i) =>
      all.slice(32 * i, 32 * i + 32),
    )
    const step = fc.integer({ min: 0, max: 3 * 45_000 })
    const property = fc.asyncProperty(
      step,
      step,
      fc.constantFrom(2, 60, 3000),
      async (from, to, maxPoints) => {
        const isInside = (bucket: Point[]) => bucket.at(-1)!.step >= from && bucket.at(-1)!.step <= to
        const inside = buckets.filter(isInside).flat()
        const { series } = await read(id, { keys: 'train/loss', from, to, maxPoints })
        if (inside.length === 0) {
          expect(series).toEqual({})
          return
        }
        const { steps, values, min, max, counts, nans, total } = toBuckets(
          inside.map((point) => point.step),
          inside.map(({ value }) => value),
          Math.min(maxPoints, Math.ceil(inside.length / 32)),
          32 * buckets.findIndex(isInside),
        )
        const encoded = {
          values: values.map(encodeValue),
          min: min!.map(encodeValue),
          max: max!.map(encodeValue),
        }
        expect(series).toEqual({
          'train/loss': { steps, ...encoded, counts, ...(nans ? { nans } : {}), total },
        })
      },
    )
    await fc.assert(property, { seed: 9, numRuns: 60 })
  })

  it('is the same where two calls meet', async () => {
    const { id } = await record(20_500, [5000])
    const retention = createRetention(database)
    await Promise.all([retention.retain('thinned', soon()), retention.retain('thinned', soon())])
    const frames = await chunkFrames(id)
    expect(frames).toBeGreaterThan(20_000 / 32)
    expect(frames).toBeLessThan(30 + 20_500 / 32)
  })

  it('makes up for the rollups that a log from before there were any lacks', async () => {
    const { id } = await record(20_500, [1000])
    await database.prisma.metricRollup.deleteMany({ where: { runId: id } })
    const before = await readMetrics(log, [id], usual)
    await createRetention(database).retain('none', soon())
    expect(await readMetrics(log, [id], usual)).toEqual(before)
  })

  it('takes from a run that can no longer go on', async () => {
    const { id } = await record(5000, [2500])
    await database.prisma.run.update({ where: { id }, data: { state: 'stopped' } })
    await createRetention(database).retain('none', soon())
    await expect(store.resume(id, true, asked(), quietQueue)).rejects.toThrow('no longer kept')
  })
})
