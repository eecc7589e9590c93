import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { call, createRun, getMetrics, getRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { makeFolder, removeFolder } from '../helpers/folders.ts'
import { startServer, type TestServer } from '../helpers/server.ts'

let folder: string
let disk: string
let dataDir: string
let server: TestServer

const mount = (target: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=224m,mode=755', 'tmpfs', target]).status === 0
const unmount = (target: string) => spawnSync('umount', ['--lazy', target])

/** Only root may mount a small disk, and not everywhere. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const target = makeFolder()
  const mounted = mount(target)
  if (mounted) unmount(target)
  removeFolder(target)
  return mounted
}

const possible = canMount()
if (!possible)
  process.stdout.write('Skipped: a full disk. Only root on Linux, with the right to mount, can make one.\n')

beforeEach(async () => {
  folder = makeFolder()
  disk = join(folder, 'disk')
  mkdirSync(disk)
  if (!mount(disk)) throw new Error('tmpfs could not be mounted')
  dataDir = join(disk, 'data')
  server = await startServer(dataDir)
})
afterEach(async () => {
  freeUp()
  await server.stop()
  unmount(disk)
  removeFolder(folder)
})

const fillerOf = () => join(disk, 'filler')

/** Leaves no byte for anybody. */
function fillUp(): void {
  const file = openSync(fillerOf(), 'a')
  try {
    for (const size of [2 ** 20, 4096, 1]) {
      const chunk = Buffer.alloc(size, 1)
      try {
        while (statfsSync(disk).bavail > 0) writeSync(file, chunk)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    }
  } finally {
    closeSync(file)
  }
}
const freeUp = () => rmSync(fillerOf(), { force: true })

/** Makes the database begin another file of its write-ahead log, without which it cannot go on. */
async function beginLogFile(): Promise<void> {
  const sockets = encodeURIComponent(join(dataDir, 'postgres/sockets'))
  const connectionString = `postgresql://actoscope@localhost/postgres?host=${sockets}`
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  await client
    .connect()
    .then(() => client.query(`SELECT pg_switch_wal(), txid_current()`))
    .catch(() => {})
  await client.end().catch(() => {})
}

async function untilReady(ready: boolean): Promise<string[]> {
  for (;;) {
    const answer = await fetch(`${server.url}/readyz`)
    const { problems, errors } = (await answer.json()) as Record<string, { path: string }[]>
    if ((answer.status === 200) === ready) return (problems ?? errors ?? []).map(({ path }) => path)
    await sleep(50)
  }
}

const training = {
  ...tinyRun,
  epochs: 3000,
  batchSize: 10,
  diagnostics: { everySteps: 20 },
} satisfies RunRequest

describe.skipIf(!possible)('a disk that is full', () => {
  it('is told, holds a training up, ends no server, and costs nothing once there is space again', async () => {
    const { url } = server
    const whole = await waitForRun(url, (await createRun(url, training)).id, hasEnded)
    const { id } = await createRun(url, training)
    await waitForRun(url, id, ({ progress }) => progress.step > 0)
    fillUp()
    expect(await untilReady(false)).toContain('disk_full')
    const refused = await call(url, 'POST', '/runs', tinyRun)
    expect(refused.status).toBe(503)
    // More than once: it starts again, finds no space, and ends again.
    for (let i = 0; i < 20; i++) {
      await beginLogFile()
      await sleep(500)
    }
    expect(await untilReady(false)).toContain('disk_full')
    expect(server.process.exitCode).toBeNull()
    expect(server.output()).toMatch(/could not be started again|has died/)
    freeUp()
    await untilReady(true)
    const run = await waitForRun(url, id, hasEnded)
    expect(run).toMatchObject({ state: 'completed', attempt: 1, receipt: whole.receipt })
    expect(await getMetrics(url, id)).toEqual(await getMetrics(url, whole.id))
    const next = await createRun(url, tinyRun)
    expect((await waitForRun(url, next.id, hasEnded)).state).toBe('completed')
    expect(existsSync(fillerOf())).toBe(false)
    expect((await getRun(url, whole.id)).receipt).toEqual(whole.receipt)
  }, 180_000)
})
