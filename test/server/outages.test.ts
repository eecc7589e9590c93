import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { call, createRun, endlessRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { makeFolder, postgresPid, removeFolder } from '../helpers/folders.ts'
import { startServer, type TestServer } from '../helpers/server.ts'

let folder: string
let dataDir: string
let server: TestServer
let address: string
let outsider: pg.Client

beforeEach(async () => {
  folder = makeFolder()
  dataDir = join(folder, 'data')
  server = await startServer(dataDir)
  const sockets = encodeURIComponent(join(dataDir, 'postgres/sockets'))
  address = `postgresql://actoscope@localhost/postgres?host=${sockets}`
  outsider = new pg.Client(address)
  outsider.on('error', () => {})
  await outsider.connect()
})
afterEach(async () => {
  await outsider.end()
  await server.stop()
  // A database that was left to another server.
  if (existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))) await (await startServer(dataDir)).stop()
  removeFolder(folder)
})

async function untilStatus(status: number): Promise<void> {
  while ((await fetch(`${server.url}/readyz`)).status !== status) await sleep(50)
}

/** Every process of the database. */
async function processes(): Promise<number[]> {
  const { rows } = await outsider.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  return [postgresPid(dataDir), ...rows.map(({ pid }) => pid)]
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // One that ended meanwhile.
    }
  }
}

const training = {
  ...tinyRun,
  epochs: 1500,
  batchSize: 10,
  diagnostics: { everySteps: 50 },
} satisfies RunRequest

describe('a database that stands still for longer than an answer is waited for', () => {
  it('costs neither an attempt nor a frame: what it writes late is not written twice', async () => {
    const { url } = server
    const whole = await waitForRun(url, (await createRun(url, training)).id, hasEnded)
    const { id } = await createRun(url, training)
    await waitForRun(url, id, ({ progress }) => progress.step > 0)
    const frozen = await processes()
    signal(frozen, 'SIGSTOP')
    await untilStatus(503)
    const refused = await call(url, 'POST', '/runs', tinyRun)
    // At once and in these words; where the database was waited for, they are others.
    expect(refused).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('Trainings wait') },
    })
    await sleep(25_000)
    signal(frozen, 'SIGCONT')
    await untilStatus(200)
    const run = await waitForRun(url, id, hasEnded)
    expect(run).toMatchObject({ state: 'completed', attempt: 1, receipt: whole.receipt })
    expect(await getMetrics(url, id)).toEqual(await getMetrics(url, whole.id))
    const next = await createRun(url, tinyRun)
    expect((await waitForRun(url, next.id, hasEnded)).state).toBe('completed')
    // What the driver says of a connection that is asked again and again.
    expect(server.output()).not.toContain('DeprecationWarning')
  }, 180_000)
})

describe('another server that takes the database while this one cannot reach it', () => {
  it('ends this one with one line, and keeps the database', async () => {
    const { id } = await createRun(server.url, endlessRun)
    await waitForRun(server.url, id, ({ progress }) => progress.step > 0)
    // Who waits in line for the lock gets it first.
    const taken = outsider.query('SELECT pg_advisory_lock(5297402117)')
    const exited = once(server.process, 'exit')
    const other = new pg.Client(address)
    await other.connect()
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'actoscope lock %'`,
    )
    await other.end()
    await taken
    expect((await exited)[0]).toBe(1)
    expect(server.output()).toContain('actoscope: Another Actoscope server has taken over the database')
    await sleep(1000)
    expect((await outsider.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await outsider.query('SELECT pg_advisory_unlock_all()')
    await outsider.end()
    server = await startServer(dataDir)
    await waitForRun(server.url, id, ({ state, attempt }) => state === 'running' && attempt === 2)
  }, 120_000)
})
