import { compareQuerySchema, metricsQuerySchema } from '#lib/contracts/metric.ts'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import { type Health, watchHealth } from './health.ts'
import type { Stack } from './stack.ts'
import { timeEach } from './statistics.ts'
import { createSyntheticPool, seriesCount } from './synthetic-pool.ts'

/** Points of each series of the long runs, and of the runs that are compared. */
const longRun = 1_000_000
const comparedRun = 10_000
const comparedRuns = 100
/** Of two spirals in batches of ten. */
const stepsPerEpoch = 200

/** The synthetic pool records every step, whatever the cadence. */
const requestOf = (steps: number): RunRequest => ({
  dataset: 'two_spirals',
  batchSize: 10,
  epochs: steps / stepsPerEpoch,
  diagnostics: { everySteps: 2 },
})

export interface Persisted {
  pointsPerSecond: number
  runs: string[]
  health: Health
}

/** Records two runs of a million readings side by side, as two threads would, as fast as they are stored. */
export async function persist(stack: Stack): Promise<Persisted> {
  const stopWatching = watchHealth()
  const began = performance.now()
  const runs = await record(stack, 2, longRun)
  const seconds = (performance.now() - began) / 1000
  return { pointsPerSecond: (2 * longRun * seriesCount) / seconds, runs, health: stopWatching() }
}

/** Milliseconds of the server to open a long run as its page does: its row, and all series as JSON. */
export function open(stack: Stack, id: string, rounds: number): Promise<number[]> {
  const query = metricsQuerySchema.parse({ maxPoints: 1200 })
  return timeEach(rounds, async () => {
    const [run, metrics] = await Promise.all([stack.runs.get(id), stack.runs.metrics(id, query)])
    return JSON.stringify({ run, metrics })
  })
}

/** Milliseconds of the server to compare a hundred runs of ten thousand steps in two series of 300 buckets. */
export async function compare(stack: Stack, rounds: number): Promise<number[]> {
  const ids = await record(stack, comparedRuns, comparedRun)
  const keys = 'train/loss,val/accuracy'
  const query = compareQuerySchema.parse({ runs: ids.join(), keys, maxPoints: 300 })
  return timeEach(rounds, async () => JSON.stringify(await stack.runs.compare(query)))
}

/** Ids of `count` runs of that many steps, recorded two at a time. */
export async function record(stack: Stack, count: number, steps: number): Promise<string[]> {
  const runner = stack.runnerOn(createSyntheticPool())
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const { run } = await stack.runs.create(runRequestSchema.parse(requestOf(steps)), { by: null })
    ids.push(run.id)
  }
  const take = async (): Promise<void> => {
    for (let i = 0; i < count / 2; i++) await runner.turn()
  }
  await Promise.all([take(), take()])
  return ids
}
