import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { call, createRun, endlessRun, getRun, tinyRun, waitForRun } from '../helpers/api.ts'
import { startServer, type TestServer } from '../helpers/server.ts'
import { Site } from './site.ts'
import { readStoredLog } from './stored-log.ts'

let site: Site
let second: TestServer | null

beforeEach(async () => {
  site = await Site.open()
  second = null
})
afterEach(async () => {
  await second?.stop()
  await site.close()
})

/** The database sees connections of the frozen server as broken, as after a time without a sign of life. */
const cutConnections = (name: string) =>
  site.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE $1', [name])

interface Rows {
  runs: { id: string; state: string; attempt: number }[]
  events: number
}

async function readRows(): Promise<Rows> {
  const runs = await site.query<Rows['runs'][number]>('SELECT id, state, attempt FROM run ORDER BY id')
  const [count] = await site.query<{ count: number }>('SELECT count(*)::int AS count FROM run_event')
  return { runs, events: count!.count }
}

vi.setConfig({ testTimeout: 120_000 })

describe('a server that was frozen until another took its database', () => {
  it.each([
    ['every connection', 'actoscope%'],
    // The others still write.
    ['the connection that held the lock', 'actoscope lock%'],
  ])(
    'and lost %s writes nothing when it wakes, and leaves the database to the other',
    async (_lost, lost) => {
      const first = site.server
      const trained = [await createRun(site.url, endlessRun), await createRun(site.url, endlessRun)]
      for (const { id } of trained) await waitForRun(site.url, id, (run) => run.progress.step > 1000)
      // Of the runs that wait the other server begins one, of which the first one has never heard.
      trained.push(await createRun(site.url, endlessRun))
      const waiting = await createRun(site.url, tinyRun)
      first.process.kill('SIGSTOP')
      await cutConnections(lost)
      second = await startServer(site.dataDir, { WORKERS: '3' })
      const { url } = second
      for (const { id } of trained)
        await waitForRun(url, id, (run) => run.state === 'running' && run.progress.step > 0)
      // Long enough that everything which it does every few seconds is due when it wakes.
      await sleep(6000)
      const before = await readRows()
      const ended = once(first.process, 'exit')
      first.process.kill('SIGCONT')
      expect((await ended)[0]).toBe(1)
      expect(first.output()).toContain('actoscope: Another Actoscope server has taken')
      // The other one goes on with the same attempts; the run that waits was not taken away from its queue.
      for (const { id } of trained) {
        const { progress } = await getRun(url, id)
        await waitForRun(url, id, (run) => run.progress.step > progress.step)
      }
      expect(await readRows()).toEqual(before)
      for (const { id } of trained) await call(url, 'POST', `/runs/${id}/stop`)
      const done = await waitForRun(url, waiting.id, (run) => run.state === 'completed')
      expect(done.attempt).toBe(1)
      for (const { id } of trained) {
        const stopped: Run = await waitForRun(url, id, (run) => run.state === 'stopped')
        expect(await readStoredLog(site, id)).toHaveLength(stopped.seq)
      }
    },
  )
})
