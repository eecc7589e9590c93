import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '#lib/db/database.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { createLog } from '#lib/log.ts'
import { createRealtime } from '#lib/realtime/realtime.ts'
import { createRuns } from '#lib/runs/create-runs.ts'
import type { RunQueue, TrainingPool } from '#lib/runs/ports.ts'
import { createRunner, type Runner } from '#lib/runs/runner.ts'
import type { Runs } from '#lib/runs/runs.ts'

const root = join(import.meta.dirname, '../..')

/** The server's parts on a database of their own, without its pages; turns are taken by whoever measures. */
export interface Stack {
  database: Database
  runs: Runs
  /** A runner whose threads are the given ones. */
  runnerOn(pool: TrainingPool): Runner
  /** Where sockets connect. */
  url: string
}

const noQueue: RunQueue = { send: async () => {}, dropAbandoned: async () => {}, waiting: async () => 0 }

/** A folder of its own for a benchmark; `resources` removes it. */
export function makeFolder(resources: AsyncDisposableStack): string {
  const folder = mkdtempSync(join(tmpdir(), 'actoscope-bench-'))
  // The database's account must be able to enter it even where the benchmark runs as root.
  chmodSync(folder, 0o755)
  resources.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** Starts it on the database in `folder`, made first where there is none; `resources` ends it. */
export async function startStack(resources: AsyncDisposableStack, folder: string): Promise<Stack> {
  const embedded = await startEmbeddedPostgres(join(folder, 'data'))
  resources.defer(embedded.stop)
  const database = await openDatabase(embedded.url, join(root, 'prisma/migrations'), () => {})
  resources.defer(database.close)
  const log = createLog('warn')
  const store = createRunStore(database)
  const httpServer = createServer().listen(0, '127.0.0.1')
  await once(httpServer, 'listening')
  resources.defer(() => void httpServer.close())
  const backlog = {
    run: (id: string) => runs.get(id),
    metrics: (id: string, query: { after: number; maxPoints: number }) => runs.metrics(id, query),
  }
  const realtime = createRealtime(httpServer, backlog, log)
  resources.defer(realtime.close)
  const runs = createRuns({
    store,
    log: createMetricsLog(database),
    queue: noQueue,
    publisher: realtime,
    maxRunBytes: 2 ** 29,
    runningLimit: () => 2,
    stopTraining: () => {},
    setLearningRate: () => {},
  })
  const runnerOn = (pool: TrainingPool) =>
    createRunner({ store, queue: noQueue, pool, publisher: realtime, numericClass: 'simd128', log })
  const { port } = httpServer.address() as AddressInfo
  return { database, runs, runnerOn, url: `http://127.0.0.1:${port}` }
}
