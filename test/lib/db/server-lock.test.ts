import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { type ServerLock, takeServerLock } from '#lib/db/server-lock.ts'
import type { StartError } from '#lib/errors.ts'
import { makeFolder, removeFolder } from '../../helpers/folders.ts'

let folder: string
let embedded: Awaited<ReturnType<typeof startEmbeddedPostgres>>
let admin: pg.Client
let locks: ServerLock[]

beforeAll(async () => {
  folder = makeFolder()
  embedded = await startEmbeddedPostgres(`${folder}/data`)
  admin = new pg.Client({ connectionString: embedded.url })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await embedded.stop()
  removeFolder(folder)
})
beforeEach(() => {
  locks = []
})
afterEach(async () => {
  for (const lock of locks) await lock.release()
})

async function take(
  onTaken: (error: StartError) => void = () => {},
  onLost: () => void = () => {},
): Promise<ServerLock> {
  const lock = await takeServerLock(embedded.url, async () => {}, { onTaken, onLost })
  locks.push(lock)
  return lock
}

const cutOff = () =>
  admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'actoscope lock %'`,
  )

async function untilHeld(lock: ServerLock): Promise<void> {
  while (
    await lock.probe().then(
      () => false,
      () => true,
    )
  )
    await sleep(20)
}

describe('the lock of a server', () => {
  it('is refused to a second one', async () => {
    const lock = await take()
    await expect(take()).rejects.toThrow('Another Actoscope server is working on this database')
    await lock.probe()
  })

  it('is free once it is given back', async () => {
    const first = await take()
    await first.release()
    await (await take()).probe()
  })

  it('is told of as lost before anybody asks, once for each time', async () => {
    let lost = 0
    const { promise: told, resolve } = Promise.withResolvers<void>()
    const lock = await take(undefined, () => {
      lost++
      resolve()
    })
    await cutOff()
    await told
    await expect(lock.probe()).rejects.toThrow()
    await untilHeld(lock)
    expect(lost).toBe(1)
  })

  it('is taken again, again and again, where its connection breaks', async () => {
    const lock = await take()
    for (let i = 0; i < 3; i++) {
      await cutOff()
      await expect(lock.probe()).rejects.toThrow()
      await untilHeld(lock)
    }
    await expect(take()).rejects.toThrow('Another Actoscope server')
  })

  it('goes to the server that was faster, and the other is told', async () => {
    const { promise: taken, resolve } = Promise.withResolvers<Error>()
    const first = await take(resolve)
    const other = new pg.Client({ connectionString: embedded.url })
    await other.connect()
    // Who waits in line gets it before anybody who tries later.
    const takeover = other.query('SELECT pg_advisory_lock(5297402117)')
    await sleep(100)
    await cutOff()
    await takeover
    expect((await taken).message).toBe('Another Actoscope server has taken over the database')
    await expect(first.probe()).rejects.toThrow()
    await other.end()
  })

  it('asks a database that stands still once, however often it is asked itself', async () => {
    const lock = await take()
    const [row] = (
      await admin.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'actoscope lock %'`,
      )
    ).rows
    process.kill(row!.pid, 'SIGSTOP')
    const probes = Array.from({ length: 50 }, () => lock.probe())
    await sleep(50)
    process.kill(row!.pid, 'SIGCONT')
    await Promise.all(probes)
    await lock.probe()
  })
})
