import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { Claim, RunStore } from '#lib/runs/ports.ts'
import { readClocks } from '#lib/runs/read-clocks.ts'
import { ClockWriter } from '#lib/series/clock.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  appendTo,
  asked,
  changeOf,
  claimRun,
  completed,
  death,
  deliveryOf,
  newRun,
  quietQueue,
} from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(() => database.prisma.run.deleteMany())

const begin = async (): Promise<Claim> => claimRun(store, await store.insert(newRun(), asked(), quietQueue))
const start = Date.UTC(2026, 10, 24)
const mark = (step: number, seconds: number) => ({ step, seconds, at: start + 1000 * seconds })
const mark100 = mark(100, 5)
const read = async (id: string, most = 2000) =>
  (await readClocks(createMetricsLog(database), [id], most)).get(id)

describe('a clock', () => {
  it('is empty before the first mark, and there is none of a run that there is not', async () => {
    const { run } = await begin()
    expect(await read(run.id)).toEqual({ steps: [], seconds: [], at: [] })
    expect(await read('0000000000000000')).toBeUndefined()
  })

  it('is written with the delivery, under its claim alone', async () => {
    const claim = await begin()
    expect(claim.clock).toBeNull()
    expect(await appendTo(store, claim, 0, deliveryOf({ marks: [mark(0, 0), mark(50, 2.5)] }))).toBe(true)
    await store.requeue(claim, death, quietQueue)
    expect(await appendTo(store, claim, 0, deliveryOf({ marks: [mark(99, 9)] }))).toBe(false)
    expect(await read(claim.run.id)).toEqual({ steps: [0, 50], seconds: [0, 2.5], at: [start, start + 2500] })
  })

  it('holds nothing twice where an append is repeated', async () => {
    const claim = await begin()
    const writer = new ClockWriter(claim.clock)
    const log = changeOf({ blocks: [], merges: [], rollups: [] })
    const change = { ...log, clock: writer.add([mark(0, 0), mark100]) }
    for (let i = 0; i < 2; i++) expect(await store.append(claim, 0, deliveryOf({}), change, {})).toBe(true)
    expect((await read(claim.run.id))!.steps).toEqual([0, 100])
  })

  it('goes on after a pause and after a death: waiting does not count, what is done again does', async () => {
    const run = await store.insert(newRun(), asked(), quietQueue)
    const first = await claimRun(store, run)
    await appendTo(store, first, 0, deliveryOf({ marks: [mark(0, 0), mark(100, 5)] }))
    await store.finish(first, { ...completed, state: 'paused' }, quietQueue)
    await store.resume(run.id, false, asked(), quietQueue)
    // An hour later.
    const later = { at: start + 3_600_000 }
    const second = await claimRun(store, run)
    expect(second.clock).toMatchObject({ place: 1, step: 100, seconds: 5 })
    await appendTo(store, second, 0, deliveryOf({ marks: [{ step: 140, seconds: 2, ...later }] }))
    await store.requeue(second, death, quietQueue)
    const third = await claimRun(store, run)
    // From the checkpoint at step 100 again.
    const again = [
      { step: 140, seconds: 2, ...later },
      { step: 180, seconds: 4, ...later },
    ]
    await appendTo(store, third, 0, deliveryOf({ marks: again }))
    const clock = (await read(run.id))!
    expect(clock.steps).toEqual([0, 100, 140, 180])
    expect(clock.seconds).toEqual([0, 5, 7, 11])
    expect(clock.at).toEqual([start, start + 5000, later.at, later.at])
  })

  it('stays small, and reads smaller still', async () => {
    const claim = await begin()
    const writer = new ClockWriter(claim.clock)
    const log = changeOf({ blocks: [], merges: [], rollups: [] })
    for (let from = 0; from < 5000; from += 500) {
      const marks = Array.from({ length: 500 }, (_, i) => mark(from + i, 0.01 * (from + i)))
      await store.append(claim, 0, deliveryOf({}), { ...log, clock: writer.add(marks) }, {})
    }
    const { steps } = (await read(claim.run.id))!
    expect(steps).toEqual([...Array.from({ length: 1250 }, (_, i) => 4 * i), 4999])
    expect((await read(claim.run.id, 100))!.steps).toHaveLength(80)
  })

  it('goes with its run', async () => {
    const claim = await begin()
    await appendTo(store, claim, 0, deliveryOf({ marks: [mark(0, 0)] }))
    await store.finish(claim, completed, quietQueue)
    await store.remove(claim.run.id, asked())
    expect(await read(claim.run.id)).toBeUndefined()
    await store.purge(new Date(Date.now() + 1000))
    expect(await database.prisma.clockMark.count()).toBe(0)
  })
})
