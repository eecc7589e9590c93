import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRunStore } from '#lib/db/run-store.ts'
import type { Claim, RunStore } from '#lib/runs/ports.ts'
import { FrameBuffer } from '#lib/series/frames.ts'
import { startDatabase } from '../../helpers/database.ts'
import { appendTo, asked, claimNext, death, deliveryOf, newRun, quietQueue } from '../../helpers/run-store.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let store: RunStore

beforeAll(async () => {
  database = await startDatabase()
  store = createRunStore(database)
})
afterAll(() => database.dispose())
beforeEach(async () => {
  await database.prisma.run.deleteMany()
  await store.insert(newRun(), asked(), quietQueue)
})

/** One attempt that gets as far as `work` takes it, and dies; answers what the run is then. */
async function die(work: (claim: Claim) => Promise<unknown> = async () => {}): Promise<string> {
  const claim = await claimNext(store)
  await work(claim)
  return (await store.requeue(claim, death, quietQueue))!.run.state
}

const checkpointAt = (step: number) => ({
  step,
  epoch: 1,
  epochEnd: true,
  weights: `weights ${step}`,
  state: Uint8Array.of(step),
})

/** Frames without end, and no checkpoint. */
async function writeFrame(claim: Claim): Promise<void> {
  const buffer = new FrameBuffer(['train/loss'])
  buffer.push(claim.lastSeq + 1, claim.lastSeq + 1, [1])
  expect(await appendTo(store, claim, claim.lastSeq, deliveryOf({ blocks: [buffer.take()] }))).toBe(true)
}

async function takeCheckpoint(claim: Claim, step: number): Promise<void> {
  const delivery = deliveryOf({ checkpoints: [checkpointAt(step)] })
  expect(await appendTo(store, claim, claim.lastSeq, delivery)).toBe(true)
}

describe('a run that dies', () => {
  it('three times in a row without a new checkpoint has failed, however many frames it wrote', async () => {
    expect(await die(writeFrame)).toBe('queued')
    expect(await die(writeFrame)).toBe('queued')
    expect(await die(writeFrame)).toBe('failed')
  })

  it('goes on for as long as each attempt gets to a new checkpoint', async () => {
    for (let step = 1; step <= 7; step++) {
      expect(await die((claim) => takeCheckpoint(claim, step))).toBe('queued')
    }
    const { attempt, from } = await claimNext(store)
    expect(attempt).toBe(8)
    expect(from).toEqual(Uint8Array.of(7))
  })

  it('has its deaths counted anew from each checkpoint on', async () => {
    expect(await die()).toBe('queued')
    expect(await die()).toBe('queued')
    expect(await die((claim) => takeCheckpoint(claim, 1))).toBe('queued')
    expect(await die()).toBe('queued')
    expect(await die()).toBe('failed')
  })
})
