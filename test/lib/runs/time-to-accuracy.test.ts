import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRetention } from '#lib/db/retention.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { readTimeToAccuracy } from '#lib/runs/time-to-accuracy.ts'
import { FrameBuffer } from '#lib/series/frames.ts'
import { startDatabase } from '../../helpers/database.ts'
import {
  appendTo,
  asked,
  claimRun,
  completed,
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

/** A run with these accuracies, one every ten steps, and a mark every 100 steps: 100 steps a second. */
async function validated(accuracies: readonly number[], timed = true): Promise<string> {
  const claim = await claimRun(store, await store.insert(newRun(), asked(), quietQueue))
  const buffer = new FrameBuffer(['val/loss', 'val/accuracy'])
  for (const [i, accuracy] of accuracies.entries()) buffer.push(i + 1, 10 * i, [1, accuracy])
  const marks = accuracies.flatMap((_, i) =>
    i % 10 === 0 || i === accuracies.length - 1 ? [{ step: 10 * i, seconds: i / 10, at: 1000 * i }] : [],
  )
  await appendTo(store, claim, 0, deliveryOf({ blocks: [buffer.take()], marks: timed ? marks : [] }))
  await store.finish(claim, completed, quietQueue)
  return claim.run.id
}

const read = async (runs: string[], accuracies: number[]) =>
  (await readTimeToAccuracy(createMetricsLog(database), { runs, accuracies })).runs

describe('the time to an accuracy', () => {
  it('is that of the first validation at or above it, also where it falls again', async () => {
    const id = await validated([0.1, Number.NaN, 0.5, 0.9, 0.8, 0.95])
    expect((await read([id], [0.1, 0.9, 0.91, 0.96]))[id]).toEqual([
      { accuracy: 0.1, step: 0, seconds: 0 },
      { accuracy: 0.9, step: 30, seconds: 0.3 },
      { accuracy: 0.91, step: 50, seconds: 0.5 },
      { accuracy: 0.96, step: null, seconds: null },
    ])
  })

  it('has no seconds where no times were recorded, and is missing where there is no run', async () => {
    const id = await validated([0.1, 0.9], false)
    expect(await read([id, '0000000000000000'], [0.9])).toEqual({
      [id]: [{ accuracy: 0.9, step: 10, seconds: null }],
    })
  })

  it('is exact to the step however many validations there were', async () => {
    const reaching = 25_000
    const accuracies = Array.from({ length: 40_000 }, (_, i) => (i === reaching ? 0.9 : 0.1 + i * 1e-7))
    const id = await validated(accuracies)
    expect((await read([id], [0.9]))[id]![0]).toMatchObject({ step: 10 * reaching, seconds: reaching / 10 })
    // Of what retention has dropped, the rollups tell the step of the bucket's end.
    await createRetention(database).retain('none', new Date(Date.now() + 1000))
    const { step } = (await read([id], [0.9]))[id]![0]!
    expect(step).toBeGreaterThanOrEqual(10 * reaching)
    expect(step).toBeLessThan(10 * (reaching + 32))
  })
})
