import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { StartError } from '#lib/errors.ts'
import { createLog } from '#lib/log.ts'
import { makeFolder, postgresPid, removeFolder } from '../../helpers/folders.ts'

let folder: string
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => removeFolder(folder))

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the embedded database', () => {
  it('listens on a socket in the data folder alone, and keeps what it holds', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'data'))
    expect(await query(first.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }])
    await query(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
    const pidFile = join(folder, 'data/postgres/cluster/postmaster.pid')
    expect(existsSync(pidFile)).toBe(true)
    await first.stop()
    expect(existsSync(pidFile)).toBe(false)
    const second = await startEmbeddedPostgres(join(folder, 'data'))
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    await second.stop()
  })

  it('adopts a server that outlived its Actoscope', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'data'))
    expect(first.adopted).toBe(false)
    const pid = postgresPid(join(folder, 'data'))
    const second = await startEmbeddedPostgres(join(folder, 'data'))
    expect(second.adopted).toBe(true)
    expect(postgresPid(join(folder, 'data'))).toBe(pid)
    await second.stop()
  })

  it('recovers after the database server was killed', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'data'))
    await query(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
    const pid = postgresPid(join(folder, 'data'))
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await sleep(10)
    const second = await startEmbeddedPostgres(join(folder, 'data'))
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    await second.stop()
  })

  it('is started again whenever it dies, by who looks after it, until it is told to stop', async () => {
    const embedded = await startEmbeddedPostgres(join(folder, 'data'))
    await query(embedded.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
    embedded.supervise(createLog('silent'))
    for (let i = 0; i < 3; i++) {
      const pid = postgresPid(join(folder, 'data'))
      process.kill(pid, 'SIGKILL')
      const ask = () => query(embedded.url, 'SELECT n FROM kept').catch(() => null)
      while (isAlive(pid)) await sleep(10)
      let answer = await ask()
      for (; answer === null; answer = await ask()) await sleep(20)
      expect(answer).toEqual([{ n: 7 }])
      expect(postgresPid(join(folder, 'data'))).not.toBe(pid)
    }
    await embedded.stop()
    await sleep(1000)
    expect(existsSync(join(folder, 'data/postgres/cluster/postmaster.pid'))).toBe(false)
  })

  it('is started again where it was adopted, too', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'data'))
    const second = await startEmbeddedPostgres(join(folder, 'data'))
    second.supervise(createLog('silent'))
    const pid = postgresPid(join(folder, 'data'))
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await sleep(10)
    while ((await query(first.url, 'SELECT 1').catch(() => null)) === null) await sleep(20)
    await second.stop()
  })

  it('makes the cluster anew where making it was interrupted', async () => {
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data/actoscope.json'), '{ "format": 1 }\n')
    mkdirSync(join(folder, 'data/postgres/cluster.new'), { recursive: true })
    writeFileSync(join(folder, 'data/postgres/cluster.new/PG_VERSION'), '18\n')
    const embedded = await startEmbeddedPostgres(join(folder, 'data'))
    expect(await query(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await embedded.stop()
  })

  it('moves its socket out of a data folder whose path is too long for one', async () => {
    const long = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    const embedded = await startEmbeddedPostgres(long)
    expect(await query(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await embedded.stop()
  })

  it.each(["it's", 'com,ma', 'dou"ble', '$(dollar)`tick`', 'späce d'])(
    'works in a folder called %s',
    async (name) => {
      const embedded = await startEmbeddedPostgres(join(folder, name))
      expect(await query(embedded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      await embedded.stop()
    },
  )

  it('refuses a folder that holds something else, and leaves it as it is', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'do not touch')
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(StartError)
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(`The data folder ${folder} holds other files`)
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
  })

  it('refuses a data folder that is a file', async () => {
    writeFileSync(join(folder, 'data'), '')
    await expect(startEmbeddedPostgres(join(folder, 'data'))).rejects.toThrow(
      /The data folder .* cannot be used/,
    )
  })

  it('refuses a cluster of another PostgreSQL, and says which', async () => {
    const first = await startEmbeddedPostgres(join(folder, 'data'))
    await first.stop()
    const version = join(folder, 'data/postgres/cluster/PG_VERSION')
    expect(readFileSync(version, 'utf8')).toBe('18\n')
    writeFileSync(version, '15\n')
    await expect(startEmbeddedPostgres(join(folder, 'data'))).rejects.toThrow(
      'was made by PostgreSQL 15, this is PostgreSQL 18',
    )
  })
})
