import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { packTar, unpackTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Metrics } from '#lib/contracts/metric.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { createRun, getMetrics, getRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { makeFolder, removeFolder } from '../helpers/folders.ts'
import { launch, startServer, type TestServer } from '../helpers/server.ts'

let folder: string
let dataDir: string
let file: string
let servers: TestServer[]

beforeEach(() => {
  folder = makeFolder()
  dataDir = join(folder, 'data')
  file = join(folder, 'backup.tar.gz')
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  removeFolder(folder)
})

async function start(dir: string): Promise<TestServer> {
  const server = await startServer(dir)
  servers.push(server)
  return server
}

async function run(script: string, dir: string, parameters: string[], environment = {}) {
  const command = [process.execPath, `scripts/${script}.ts`, ...parameters]
  const { process: child, output } = launch(dir, environment, command)
  const [code] = await once(child, 'close')
  return { code: code as number, output: output().trim() }
}

const backUp = (dir = dataDir) => run('backup', dir, [file])

/** A data folder with a database that no server has used. */
async function makeDatabase(): Promise<void> {
  const { stop } = await startEmbeddedPostgres(dataDir)
  await stop()
}

const trained = {
  dataset: 'mnist',
  network: { hidden: [{ units: 32, activation: 'relu' }] },
  batchSize: 64,
  epochs: 15,
  diagnostics: { everySteps: 50 },
} satisfies RunRequest

function expectPrefix(whole: Metrics, part: Metrics): void {
  expect(whole.seq).toBeGreaterThanOrEqual(part.seq)
  for (const [key, { steps, values }] of Object.entries(part.series)) {
    expect(whole.series[key]!.steps.slice(0, steps.length)).toEqual(steps)
    expect(whole.series[key]!.values.slice(0, values.length)).toEqual(values)
  }
}

describe('a backup', () => {
  it('of a server at work holds all that was there before, and what was training goes on from it', async () => {
    const first = await start(dataDir)
    const whole = await waitForRun(first.url, (await createRun(first.url, trained)).id, hasEnded)
    const wholeMetrics = await getMetrics(first.url, whole.id)
    const { id } = await createRun(first.url, trained)
    await waitForRun(first.url, id, ({ progress }) => progress.step > 1000)
    const before = await getMetrics(first.url, id)
    const { code, output } = await backUp()
    expect(output).toMatch(/^Backed up \S+ to \S+ \(\d+\.\d MB\)$/)
    expect(code).toBe(0)
    const undisturbed = await waitForRun(first.url, id, hasEnded)
    expect(undisturbed).toMatchObject({ attempt: 1, receipt: whole.receipt })

    const there = join(folder, 'there')
    expect(await run('restore', there, [file])).toEqual({ code: 0, output: `Restored ${file} to ${there}` })
    const second = await start(there)
    expect(await getRun(second.url, whole.id)).toEqual({ ...whole, url: expect.any(String) })
    expect(await getMetrics(second.url, whole.id)).toEqual(wholeMetrics)
    expectPrefix(await getMetrics(second.url, id), before)
    const again = await waitForRun(second.url, id, hasEnded)
    expect(again).toMatchObject({ state: 'completed', attempt: 2, receipt: whole.receipt })
    expect(await getMetrics(second.url, id)).toEqual(wholeMetrics)
  }, 180_000)

  it('of a data folder without a server leaves it as it was', async () => {
    const first = await start(dataDir)
    const ended = await waitForRun(first.url, (await createRun(first.url, tinyRun)).id, hasEnded)
    const metrics = await getMetrics(first.url, ended.id)
    await first.stop()
    expect((await backUp()).code).toBe(0)
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
    await run('restore', join(folder, 'there'), [file])
    for (const dir of [dataDir, join(folder, 'there')]) {
      const { url } = await start(dir)
      expect(await getMetrics(url, ended.id)).toEqual(metrics)
    }
  })

  it('is for its owner alone, and never written over another file', async () => {
    await makeDatabase()
    await backUp()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const content = readFileSync(file)
    expect(await backUp()).toEqual({ code: 1, output: `actoscope: ${file} is there already` })
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  it('that is interrupted leaves neither a file nor a database server behind', async () => {
    await makeDatabase()
    const command = [process.execPath, 'scripts/backup.ts', file]
    const { process: child, output } = launch(dataDir, {}, command)
    while (!existsSync(file)) await sleep(1)
    child.kill('SIGTERM')
    const [code] = await once(child, 'close')
    expect(output()).toBe('actoscope: Ended by SIGTERM; nothing was done\n')
    expect(code).toBe(143)
    expect(existsSync(file)).toBe(false)
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
  })

  it('of a folder without a database is refused, and makes none', async () => {
    const { code, output } = await backUp()
    expect(output).toBe(`actoscope: There is no database in ${dataDir}; DATA_DIR names the folder`)
    expect(code).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['backup', 'pg_dump'],
    ['restore', 'pg_restore'],
  ])('of a database elsewhere is not for %s', async (script, tool) => {
    const { code, output } = await run(script, dataDir, [file], {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    })
    expect(output).toMatch(new RegExp(`^actoscope: DATABASE_URL is set: .*${tool}$`))
    expect(code).toBe(1)
  })
})

describe('a restore that cannot be', () => {
  const refused = async (reason: string, parameters: string[] = []) => {
    const there = join(folder, 'there')
    const { code, output } = await run('restore', there, [file, ...parameters])
    expect(output).toContain(reason)
    expect(output.split('\n')).toHaveLength(1)
    expect(code).toBe(1)
    expect(existsSync(join(there, 'postgres/cluster'))).toBe(false)
    expect(existsSync(join(there, 'postgres/cluster.restored'))).toBe(false)
  }

  /** Packs the backup again with one entry changed, or left out. */
  const alter = async (name: string, change: (content: string) => string | null) => {
    const entries = await unpackTar(gunzipSync(readFileSync(file)))
    const altered = entries.flatMap((entry) => {
      if (entry.header.name !== name) return entry
      const text = change(Buffer.from(entry.data ?? []).toString('latin1'))
      if (text === null) return []
      const data = new Uint8Array(Buffer.from(text, 'latin1'))
      return { header: { ...entry.header, size: data.length }, data }
    })
    expect(entries.some(({ header }) => header.name === name)).toBe(true)
    writeFileSync(file, gzipSync(await packTar(altered), { level: 1 }))
  }

  it('names a file that is not there', () => refused(`${file} cannot be read`))

  it('names a file that is something else', async () => {
    writeFileSync(file, 'the quick brown fox')
    await refused(`${file} is damaged`)
    writeFileSync(file, gzipSync(await packTar([{ header: { name: 'a', size: 1 }, body: 'a' }])))
    await refused(`${file} is no backup of Actoscope`)
  })

  it('names a backup that is cut short, or has a wrong byte', async () => {
    await makeDatabase()
    await backUp()
    const whole = readFileSync(file)
    for (const length of [100, Math.floor(whole.length / 2), whole.length - 4]) {
      writeFileSync(file, whole.subarray(0, length))
      await refused(`${file} is damaged`)
    }
    const wrong = Buffer.from(whole)
    wrong[Math.floor(wrong.length / 2)]! ^= 1
    writeFileSync(file, wrong)
    await refused(`${file} is damaged`)
  })

  it('names the file that is not what it was, or is gone', async () => {
    await makeDatabase()
    await backUp()
    await alter('cluster/pg_hba.conf', (text) => text.replace('trust', 'TRUST'))
    await refused('is damaged: cluster/pg_hba.conf is not what it was')
    await alter('cluster/pg_hba.conf', () => null)
    await refused('is damaged: cluster/pg_hba.conf is not what it was')
    await alter('SHA256SUMS', () => null)
    await refused('is damaged: its end is missing')
  })

  it('names another version of PostgreSQL or of the format', async () => {
    await makeDatabase()
    await backUp()
    await alter('actoscope-backup.json', (text) => text.replace('"postgres":18', '"postgres":17'))
    await refused('was made by PostgreSQL 17, this is PostgreSQL 18')
    await alter('actoscope-backup.json', (text) => text.replace('"format":1', '"format":2'))
    await refused('is of a format that this version of Actoscope does not know')
  })

  it('unpacks nothing outside of its folder', async () => {
    await makeDatabase()
    await backUp()
    const entries = await unpackTar(gunzipSync(readFileSync(file)))
    const outside = { header: { name: 'cluster/../../../outside', size: 1 }, data: new Uint8Array(1) }
    writeFileSync(file, gzipSync(await packTar([...entries.slice(0, 2), outside, ...entries.slice(2)])))
    await refused(`${file} is damaged`)
    expect(existsSync(join(folder, 'outside'))).toBe(false)
  })
})

describe('a restore to a folder with a database', () => {
  it('is refused, also by force where a server runs on it', async () => {
    const { url } = await start(dataDir)
    await backUp()
    for (const parameters of [[file], [file, '--force']]) {
      const { code, output } = await run('restore', dataDir, parameters)
      expect(output).toBe(`actoscope: A server runs on the data folder ${dataDir}: end it first`)
      expect(code).toBe(1)
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await servers[0]!.stop()
    const { code, output } = await run('restore', dataDir, [file])
    expect(output).toContain(`The data folder ${dataDir} holds a database already`)
    expect(code).toBe(1)
  })

  it('moves that aside by force, and says where to', async () => {
    const first = await start(dataDir)
    const kept = await waitForRun(first.url, (await createRun(first.url, tinyRun)).id, hasEnded)
    await backUp()
    const later = await createRun(first.url, tinyRun)
    await first.stop()
    const { code, output } = await run('restore', dataDir, [file, '--force'])
    const aside = /what was there is in (\S+)$/.exec(output)?.[1] ?? ''
    expect(code).toBe(0)
    expect(existsSync(join(aside, 'PG_VERSION'))).toBe(true)
    const { url } = await start(dataDir)
    expect(await getRun(url, kept.id)).toMatchObject({ state: 'completed', receipt: kept.receipt })
    expect((await fetch(`${url}/api/v1/runs/${later.id}`)).status).toBe(404)
  })
})
