import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import {
  call,
  createRun,
  endlessRun,
  getMetrics,
  getRun,
  hasEnded,
  tinyRun,
  waitForRun,
} from '../helpers/api.ts'
import { makeFolder, postgresPid, removeFolder } from '../helpers/folders.ts'
import { runServer, startServer, type TestServer } from '../helpers/server.ts'

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
  // A server that was killed leaves its database behind; one more start and stop ends it.
  if (existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))) await (await startServer(dataDir)).stop()
  removeFolder(folder)
})

async function start(environment = {}, command?: string[]): Promise<TestServer> {
  const server = await startServer(dataDir, environment, command)
  servers.push(server)
  return server
}

/** Some seconds of training, long enough to be interrupted. */
const longRun = {
  ...tinyRun,
  epochs: 500,
  batchSize: 10,
  diagnostics: { everySteps: 200 },
} satisfies RunRequest

describe('a start', () => {
  it('prints one line with the address and the kernels in use', async () => {
    const { output, url } = await start()
    expect(output().trim().split('\n')).toHaveLength(1)
    expect(output()).toMatch(
      /^Actoscope is ready at http:\/\/127\.0\.0\.1:\d+ · kernels (fma|simd128|scalar), \d+ GFLOP\/s/,
    )
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const health = await (await fetch(`${url}/healthz`)).json()
    expect(health).toMatchObject({ ready: true, database: 'ok', workers: 2 })
  })

  it('uses the kernels that it is told to', async () => {
    const { output, url } = await start({ KERNELS: 'scalar' })
    expect(output()).toContain('kernels scalar')
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({
      kernels: { numericClass: 'scalar' },
    })
  })
})

describe('a start that cannot be', () => {
  const refused = async (reason: string, environment = {}) => {
    const { code, output } = await runServer(dataDir, environment)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(reason)
    expect(code).toBe(1)
  }

  it('names a setting that is not usable', () =>
    refused('PORT=many is not usable: must be a port', { PORT: 'many' }))

  it('names kernels that do not exist', () =>
    refused('KERNELS=quantum is not usable: No kernels are called "quantum"', { KERNELS: 'quantum' }))

  it('names a port that is in use, and touches nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    await refused(`Port ${port} is in use`, { PORT: String(port) })
    expect(existsSync(dataDir)).toBe(false)
    other.close()
  })

  it('names a data folder that is not ours', async () => {
    dataDir = folder
    writeFileSync(join(folder, 'thesis.txt'), '')
    await refused(`The data folder ${folder} holds other files`)
  })

  it('names a database that cannot be reached', () =>
    refused('The database cannot be reached: connect ECONNREFUSED', {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    }))

  it('refuses a data folder that another server uses, which goes on undisturbed', async () => {
    const { url } = await start()
    await refused('Another Actoscope server is working on this database')
    const run = await createRun(url, tinyRun)
    expect((await waitForRun(url, run.id, hasEnded)).state).toBe('completed')
  })
})

describe('a database that dies', () => {
  it('is started again, and costs a run nothing but time; meanwhile the server says so', async () => {
    const server = await start()
    const ready = async () => (await fetch(`${server.url}/readyz`)).status
    const whole = await createRun(server.url, longRun)
    const undisturbed = await waitForRun(server.url, whole.id, hasEnded)
    const run = await createRun(server.url, longRun)
    await waitForRun(server.url, run.id, (each) => each.progress.step > 0)
    for (let i = 0; i < 2; i++) {
      process.kill(postgresPid(dataDir), 'SIGKILL')
      while ((await ready()) !== 503) await sleep(20)
      const refused = await call(server.url, 'POST', '/runs', tinyRun)
      expect(refused.status).toBe(503)
      while ((await ready()) !== 200) await sleep(50)
    }
    const disturbed = await waitForRun(server.url, run.id, hasEnded)
    expect(disturbed).toMatchObject({ state: 'completed', attempt: 1, receipt: undisturbed.receipt })
    expect(await getMetrics(server.url, run.id)).toEqual(await getMetrics(server.url, whole.id))
    const next = await createRun(server.url, tinyRun)
    expect((await waitForRun(server.url, next.id, hasEnded)).state).toBe('completed')
  })
})

describe('a database that cuts connections off', () => {
  it('costs a run nothing but time', async () => {
    const server = await start()
    const whole = await createRun(server.url, longRun)
    const undisturbed = await waitForRun(server.url, whole.id, hasEnded)
    const run = await createRun(server.url, longRun)
    // A claim that is cut off would be a second attempt.
    await waitForRun(server.url, run.id, (each) => each.progress.step > 0)
    const client = new pg.Client({
      connectionString: `postgresql://actoscope@localhost/postgres?host=${encodeURIComponent(join(dataDir, 'postgres/sockets'))}`,
    })
    await client.connect()
    for (let i = 0; i < 5; i++) {
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'actoscope'`,
      )
      await sleep(100)
    }
    await client.end()
    const disturbed = await waitForRun(server.url, run.id, hasEnded)
    expect(disturbed).toMatchObject({ state: 'completed', attempt: 1, receipt: undisturbed.receipt })
    expect(await getMetrics(server.url, run.id)).toEqual(await getMetrics(server.url, whole.id))
  })
})

describe('an end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s stops the database too and keeps every run',
    async (signal) => {
      const first = await start()
      const ended = await createRun(first.url, tinyRun)
      await waitForRun(first.url, ended.id, hasEnded)
      const running = await createRun(first.url, endlessRun)
      await waitForRun(first.url, running.id, (run) => run.progress.step > 0)
      expect(await first.stop(signal)).toBe(0)
      expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)

      const second = await start()
      expect((await getRun(second.url, ended.id)).state).toBe('completed')
      await waitForRun(second.url, running.id, (run) => run.state === 'running' && run.attempt === 2)
    },
  )

  it('does not wait for connections that say nothing', async () => {
    const server = await start()
    const { hostname, port } = new URL(server.url)
    const silent = connect(Number(port), hostname)
    const half = connect(Number(port), hostname, () => half.write('POST /api/v1/runs HTTP/1.1\r\nHost: loc'))
    for (const socket of [silent, half]) socket.on('error', () => {})
    await once(half, 'connect')
    expect(await server.stop('SIGTERM')).toBe(0)
  })

  it('soon after a start, again and again, fails no run', async () => {
    const first = await start()
    const runs = [await createRun(first.url, endlessRun), await createRun(first.url, endlessRun)]
    await first.stop()
    for (let i = 0; i < 5; i++) await (await start()).stop()
    const last = await start()
    for (const { id } of runs) await waitForRun(last.url, id, (run) => run.state === 'running')
  })

  it('by SIGTERM to npm, which started it, is the same end', async () => {
    const server = await start({}, ['npm', 'start'])
    const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid')
    expect(existsSync(pidFile)).toBe(true)
    await server.stop('SIGTERM')
    const isThere = () => fetch(`${server.url}/healthz`).then(Boolean, () => false)
    while (existsSync(pidFile) || (await isThere())) await sleep(50)
    expect(server.output()).not.toContain('actoscope:')
  })

  it('by SIGKILL loses nothing: a run goes on to the weights and the curves of an undisturbed one', async () => {
    const first = await start()
    const undisturbed = await createRun(first.url, longRun)
    const whole = await waitForRun(first.url, undisturbed.id, hasEnded)
    const interrupted = await createRun(first.url, longRun)
    const queued = [await createRun(first.url, endlessRun), await createRun(first.url, endlessRun)]
    await waitForRun(first.url, interrupted.id, (run) => run.progress.step > 0)
    const before = await getMetrics(first.url, interrupted.id)
    await first.stop('SIGKILL')
    const database = postgresPid(dataDir)

    const second = await start()
    expect(postgresPid(dataDir)).toBe(database)
    const again = await waitForRun(second.url, interrupted.id, hasEnded)
    expect(again).toMatchObject({ state: 'completed', attempt: 2, receipt: whole.receipt })
    const after = await getMetrics(second.url, interrupted.id)
    expect(after).toEqual(await getMetrics(second.url, undisturbed.id))
    expect(after.seq).toBeGreaterThan(before.seq)
    expect(before.seq).toBeGreaterThan(0)
    for (const [key, { steps, values }] of Object.entries(before.series)) {
      expect(after.series[key]!.steps.slice(0, steps.length)).toEqual(steps)
      expect(after.series[key]!.values.slice(0, values.length)).toEqual(values)
    }
    for (const { id } of queued) expect(['queued', 'running']).toContain((await getRun(second.url, id)).state)
  })

  it('by SIGKILL of server and database together loses nothing that was acknowledged', async () => {
    const first = await start()
    const run = await createRun(first.url, endlessRun)
    await waitForRun(first.url, run.id, (each) => each.progress.step > 0)
    const { seq, series } = await getMetrics(first.url, run.id)
    const database = postgresPid(dataDir)
    const created = await createRun(first.url, tinyRun)
    process.kill(database, 'SIGKILL')
    await first.stop('SIGKILL')

    const second = await start()
    expect((await waitForRun(second.url, created.id, hasEnded)).state).toBe('completed')
    const after = await getMetrics(second.url, run.id)
    expect(after.seq).toBeGreaterThanOrEqual(seq)
    const key = 'train/loss'
    expect(after.series[key]!.values.slice(0, series[key]!.values.length)).toEqual(series[key]!.values)
  })
})
