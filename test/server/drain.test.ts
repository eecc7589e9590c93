import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import type { RunEventList } from '#lib/contracts/run-event.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { call, createRun, endlessRun, getMetrics, hasEnded, waitForRun } from '../helpers/api.ts'
import { makeFolder, postgresPid, removeFolder } from '../helpers/folders.ts'
import { startServer, type TestServer } from '../helpers/server.ts'

let folder: string
let dataDir: string
let servers: TestServer[]

beforeEach(() => {
  folder = makeFolder()
  dataDir = join(folder, 'data')
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  removeFolder(folder)
})

async function start(): Promise<TestServer> {
  const server = await startServer(dataDir)
  servers.push(server)
  return server
}

/** What the database of an ended server holds. */
async function readStored<Row extends pg.QueryResultRow>(sql: string, id: string): Promise<Row[]> {
  const embedded = await startEmbeddedPostgres(dataDir)
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  const { rows } = await client.query<Row>(sql, [id])
  await client.end()
  await embedded.stop()
  return rows
}

const training = {
  dataset: 'mnist',
  network: { hidden: [{ units: 32, activation: 'relu' }] },
  batchSize: 64,
  epochs: 10,
  diagnostics: { everySteps: 50 },
} satisfies RunRequest

describe('SIGTERM during a training', () => {
  it('leaves a checkpoint at the last step, from which the next start goes on to the same end', async () => {
    const first = await start()
    const whole = await waitForRun(first.url, (await createRun(first.url, training)).id, hasEnded)
    const wholeMetrics = await getMetrics(first.url, whole.id)
    const { id } = await createRun(first.url, training)
    await waitForRun(first.url, id, ({ progress }) => progress.step > 500)
    expect(await first.stop('SIGTERM')).toBe(0)

    const [stored] = await readStored<{
      state: string
      attempt: number
      step: number
      recorded_step: number
    }>('SELECT state, attempt, step, recorded_step FROM run WHERE id = $1', id)
    const checkpoints = await readStored<{ step: number }>(
      'SELECT step FROM checkpoint WHERE run_id = $1 AND state IS NOT NULL ORDER BY step DESC',
      id,
    )
    const { step } = checkpoints[0]!
    expect(step).toBeGreaterThan(500)
    expect(stored).toEqual({ state: 'queued', attempt: 1, step, recorded_step: step })

    const second = await start()
    const again = await waitForRun(second.url, id, hasEnded)
    expect(again).toMatchObject({ state: 'completed', attempt: 2, receipt: whole.receipt })
    expect(await getMetrics(second.url, id)).toEqual(wholeMetrics)
    const { body } = await call<RunEventList>(second.url, 'GET', `/runs/${id}/events`)
    expect(body.items).toContainEqual(
      expect.objectContaining({
        kind: 'state',
        state: 'running',
        attempt: 2,
        step,
        reason: `from its checkpoint at step ${step}`,
      }),
    )
    await second.stop()
    const [frames] = await readStored<{ count: number; last: number }>(
      'SELECT sum(count)::int AS count, max(last_seq) AS last FROM metric_chunk WHERE run_id = $1',
      id,
    )
    expect(frames).toEqual({ count: wholeMetrics.seq, last: wholeMetrics.seq })
  }, 120_000)
})

describe('a second signal', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    '%s ends a server that cannot end in order at once, and loses nothing',
    async (signal, code) => {
      const server = await start()
      const { id } = await createRun(server.url, endlessRun)
      await waitForRun(server.url, id, ({ progress }) => progress.step > 0)
      const database = postgresPid(dataDir)
      process.kill(database, 'SIGSTOP')
      const ended = once(server.process, 'exit')
      try {
        while (server.process.exitCode === null) {
          server.process.kill(signal)
          await sleep(200)
        }
        expect((await ended)[0]).toBe(code)
        expect(server.output()).not.toContain('leaving')
      } finally {
        process.kill(database, 'SIGCONT')
      }
      const next = await start()
      await waitForRun(next.url, id, (run) => run.state === 'running' && run.attempt === 2)
    },
  )

  it('right after the first is part of it: a terminal and npm both hand on one Ctrl-C', async () => {
    const server = await start()
    await createRun(server.url, endlessRun)
    const ended = once(server.process, 'exit')
    for (let i = 0; i < 3; i++) server.process.kill('SIGINT')
    expect((await ended)[0]).toBe(0)
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
  })
})
