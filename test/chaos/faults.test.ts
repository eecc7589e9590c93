import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Problem } from '#lib/contracts/problem.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import { call, createRun, endlessRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { auditCharts } from './audit.ts'
import { Journal } from './journal.ts'
import { menu } from './menu.ts'
import { Site } from './site.ts'
import { differenceOf, readStoredLog } from './stored-log.ts'
import { openListener, openPage } from './viewers.ts'

/** Some seconds, long enough for a fault to come in between. */
const noisy = { ...menu.noisy, epochs: 900 } as RunRequest

/** Says something at every step: what nobody takes from it would fill a machine. */
const talkative = {
  ...endlessRun,
  epochs: 4900,
  diagnostics: { everySteps: 1 },
} as const satisfies RunRequest

let site: Site
let journal: Journal
let page: ReturnType<typeof openPage>
let listener: ReturnType<typeof openListener>

async function open(preload?: string): Promise<void> {
  site = await Site.open({}, preload)
  journal = new Journal()
  page = openPage(site)
  listener = openListener(site, journal)
}
afterEach(async () => {
  page.close()
  listener.close()
  await site.close()
})

type Code = ServerStatus['problems'][number]['code']

/** Waits until the server says so, to whoever asks and on every page; `null` for nothing at all. */
async function untilTold(wanted: Code | null): Promise<void> {
  const isTold = (codes: string[] | undefined) => (wanted ? codes?.includes(wanted) : codes?.length === 0)
  for (;;) {
    const answer = await fetch(`${site.url}/readyz`)
    const { problems = [], errors = [] } = (await answer.json()) as Partial<ServerStatus & Problem>
    const codes = [...problems.map(({ code }) => code), ...errors.map(({ path }) => path)]
    const shown = page.status()
    if (isTold(codes) && isTold(shown?.problems.map(({ code }) => code))) {
      expect(answer.status).toBe(shown?.ready ? 200 : 503)
      return
    }
    await sleep(50)
  }
}

/** Trains a run twice, the second time under `fault`; both have to come out the same, and every chart of the second. */
async function expectNothingLost(fault: () => Promise<void>): Promise<void> {
  const whole = await waitForRun(site.url, (await createRun(site.url, noisy)).id, hasEnded)
  const run = await createRun(site.url, noisy)
  for (const viewer of [page, listener]) viewer.follow(run)
  await waitForRun(site.url, run.id, ({ progress }) => progress.step > 0)
  await fault()
  const disturbed = await waitForRun(site.url, run.id, hasEnded)
  expect(disturbed).toMatchObject({ state: 'completed', receipt: whole.receipt })
  const [expected, frames] = [await readStoredLog(site, whole.id), await readStoredLog(site, run.id)]
  expect(frames.map((frame, i) => differenceOf(frame, expected[i]!)).filter(Boolean)).toEqual([])
  expect(frames).toHaveLength(expected.length)
  await auditCharts([page, listener], journal, run.id, frames)
  expect(journal.violations).toEqual([])
}

// Each takes some seconds; a slow machine more.
vi.setConfig({ testTimeout: 120_000 })

describe('a database that stands still', () => {
  beforeEach(() => open())

  it('is told, holds trainings up within a bound, and costs nothing but time', () =>
    expectNothingLost(async () => {
      const endless = await createRun(site.url, talkative)
      await waitForRun(site.url, endless.id, ({ progress }) => progress.step > 0)
      const before = site.memory()
      const thaw = await site.freezeDatabase()
      await untilTold('database_unreachable')
      await sleep(5000)
      expect(site.memory() - before).toBeLessThan(50e6)
      thaw()
      await untilTold(null)
      await call(site.url, 'POST', `/runs/${endless.id}/stop`)
    }))
})

describe('a pool whose connections are all taken', () => {
  beforeEach(() => open())

  it('is told, and everything goes on once one is free', () =>
    expectNothingLost(async () => {
      const client = new pg.Client({ connectionString: site.databaseUrl })
      client.on('error', () => {})
      await client.connect()
      // Everything that anybody asks of runs now waits, each on a connection.
      await client.query('BEGIN')
      await client.query('LOCK TABLE run IN ACCESS EXCLUSIVE MODE')
      const asked = Array.from({ length: 24 }, () => fetch(`${site.url}/api/v1/runs`))
      await untilTold('database_busy')
      await client.query('COMMIT')
      await client.end()
      await untilTold(null)
      for (const answer of await Promise.all(asked)) expect([200, 503]).toContain(answer.status)
    }))
})

const cutPool = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'actoscope'`

/** As many as the database gives. */
async function takeConnections(): Promise<pg.Client[]> {
  const clients: pg.Client[] = []
  for (;;) {
    const client = new pg.Client({ connectionString: site.databaseUrl })
    client.on('error', () => {})
    const given = await client.connect().then(
      () => true,
      () => false,
    )
    if (!given) return clients
    clients.push(client)
  }
}

describe('a database that takes no more connections', () => {
  beforeEach(() => open())

  it('is told, and everything goes on once it does', () =>
    expectNothingLost(async () => {
      const clients = await takeConnections()
      for (let i = 0; i < 10; i++) {
        // What the server loses is taken before it can come back.
        await clients[0]!.query(cutPool)
        clients.push(...(await takeConnections()))
      }
      await untilTold('database_busy')
      await Promise.all(clients.map((client) => client.end()))
      await untilTold(null)
    }))
})

describe('a clock that is set back by a day', () => {
  beforeEach(() => open('./test/chaos/set-clock-back.ts'))

  it('is told, and changes nothing else: runs are trained, resumed and in order', () =>
    expectNothingLost(async () => {
      site.server.process.kill('SIGUSR2')
      await untilTold('clock_set_back')
      const later = await createRun(site.url, tinyRun)
      const { createdAt, startedAt, endedAt } = await waitForRun(site.url, later.id, hasEnded)
      expect(startedAt! >= createdAt).toBe(true)
      expect(endedAt! >= startedAt!).toBe(true)
      await site.end('SIGKILL')
      await site.start()
    }))
})
