import { statfs } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, readConfig } from '#lib/config.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { createCheckpointStore } from '#lib/db/checkpoints.ts'
import { type Database, openDatabase } from '#lib/db/database.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { createMetricsLog } from '#lib/db/metrics-log.ts'
import { createRetention } from '#lib/db/retention.ts'
import { createRunStore } from '#lib/db/run-store.ts'
import { createSettingStore } from '#lib/db/settings.ts'
import { createViewStore } from '#lib/db/views.ts'
import { AppError, StartError } from '#lib/errors.ts'
import {
  closer,
  isPlain,
  listen,
  logRequest,
  OpenAnswers,
  respondProblem,
  setSafetyHeaders,
} from '#lib/http.ts'
import { enableRevectorizer } from '#lib/kernels/load.ts'
import { selectKernels } from '#lib/kernels/select.ts'
import { createLog, type Log } from '#lib/log.ts'
import { refusalOf } from '#lib/origin.ts'
import { startQueue } from '#lib/queue/queue.ts'
import { createRealtime, type Realtime } from '#lib/realtime/realtime.ts'
import { createAnswers } from '#lib/runs/answers.ts'
import { createRuns } from '#lib/runs/create-runs.ts'
import { startHousekeeping } from '#lib/runs/housekeeping.ts'
import { createNetworks, type Networks } from '#lib/runs/networks.ts'
import type { Publisher } from '#lib/runs/ports.ts'
import { watchQueue } from '#lib/runs/queue-watch.ts'
import { createRunner } from '#lib/runs/runner.ts'
import type { Runs } from '#lib/runs/runs.ts'
import { createDatasetReader, type DatasetReader } from '#lib/runs/samples.ts'
import { installRuntime, type KernelsInUse } from '#lib/runtime.ts'
import { type LiveSettings, openSettings } from '#lib/settings/settings.ts'
import { monitorStatus, type StatusMonitor } from '#lib/status/monitor.ts'
import { measured } from '#lib/telemetry/measured-store.ts'
import { createTelemetry, type Telemetry } from '#lib/telemetry/telemetry.ts'
import { createViews } from '#lib/views/views.ts'
import { createDatasets } from '#workers/datasets.ts'
import { createEvaluator } from '#workers/evaluator.ts'
import { createPool } from '#workers/pool.ts'

/** How often to look for runs that nobody holds. */
const sweepEveryMs = 5000
/** How often to remove what was deleted and what retention says is old. */
const keepHouseEveryMs = 60_000
/** After a signal: how long a start may still take, and how long the end. */
const startGraceMs = 15_000
const endGraceMs = 30_000
/** For requests that are under way then. */
const answerGraceMs = 2000
/** A terminal and npm may both hand on one press of Ctrl-C. */
const oneSignalMs = 500

/** Questions about networks: answers that are kept, in bytes, and how many may be under way at once. */
const answerLimits = { bytes: 32 * 2 ** 20, questions: 32 }

/** Free bytes below which the disk counts as full: PostgreSQL writes 16 MB of its log at a time. */
const leastSpace = 48 * 2 ** 20

/** What a started part may need of those before it; `resources` ends them in the reverse order. */
interface Context {
  config: Config
  log: Log
  httpServer: Server
  kernels: KernelsInUse
  resources: AsyncDisposableStack
  onFatal(error: Error): void
}

async function start(config: Config, resources: AsyncDisposableStack, onFatal: (error: Error) => void) {
  const log = createLog(config.logLevel)
  const answerUnavailable: RequestListener = (_request, response) => {
    respondProblem(response, new AppError('unavailable', 'The server is starting or stopping; try again'))
  }
  let handle = answerUnavailable
  const answers = new OpenAnswers()
  const httpServer = createServer((request, response) => {
    answers.add(response)
    setSafetyHeaders(response)
    logRequest(log, request, response)
    if (!isPlain(request)) {
      respondProblem(
        response,
        new AppError('method_not_allowed', `${request.method} ${request.url} is not served`),
      )
      return
    }
    const refusal = refusalOf(request)
    if (refusal !== null) respondProblem(response, new AppError('foreign_origin', refusal))
    else handle(request, response)
  })
  const close = closer(httpServer)
  // The port first: that another server holds it should be known before anything else is touched.
  const url = await listen(httpServer, config.host, config.port)
  resources.defer(close)
  const kernels = chooseKernels(config, log)
  const context: Context = { config, log, httpServer, kernels, resources, onFatal }
  const { database, folder } = await startDatabase(context)
  const settings = await openSettings(createSettingStore(database), log)
  const telemetry = createTelemetry()
  const { runs, networks, datasets, realtime, startWork } = await startRuns(
    context,
    database,
    settings,
    telemetry,
  )
  const monitor = monitorStatus({
    database,
    freeSpace: () => freeSpace(folder),
    leastSpace,
    publish: (status) => {
      const expected = status.problems.every(({ code }) => code === 'stopping')
      log[expected ? 'info' : 'warn'](status, 'status')
      realtime.statusChanged(status)
    },
    onLatency: (milliseconds) => telemetry.databaseAnswered(milliseconds / 1000),
  })
  realtime.statusChanged(monitor.current())
  resources.defer(monitor.end)
  observe(telemetry, runs, realtime, monitor)
  const { workers } = config
  installRuntime({
    runs,
    networks,
    datasets,
    settings,
    views: createViews(createViewStore(database)),
    status: monitor.current,
    metrics: telemetry.text,
    log,
    kernels,
    workers,
  })
  handle = await startPages(context)
  // Deferred last: what is new is refused, everybody is told, and what is under way is answered, before anything ends.
  resources.defer(() => {
    handle = answerUnavailable
    monitor.end()
    return answers.settled(answerGraceMs)
  })
  await startWork()
  process.stdout.write(
    `Actoscope is ready at ${url} · kernels ${kernels.variant}, ${kernels.gflops.toFixed(0)} GFLOP/s a thread · ${workers} worker threads\n`,
  )
}

function chooseKernels({ kernels: forced }: Config, log: Log): KernelsInUse {
  enableRevectorizer()
  try {
    const { variant, numericClass, gflops, all } = selectKernels(forced === undefined ? {} : { forced })
    for (const candidate of all) if (!candidate.correct) log.warn(candidate, 'kernels passed over')
    return { variant, numericClass, gflops }
  } catch (cause) {
    throw new StartError(`KERNELS=${forced} is not usable: ${(cause as Error).message}`, { cause })
  }
}

interface Storage {
  database: Database
  /** Where the database writes; null where that is another machine's business. */
  folder: string | null
}

async function startDatabase({ config, log, resources, onFatal }: Context): Promise<Storage> {
  let ours = false
  const open = async (url: string) => {
    const database = await openDatabase(url, join(import.meta.dirname, 'prisma/migrations'), (taken) => {
      // What is another server's now is not ours to end.
      ours = false
      onFatal(taken)
    })
    resources.defer(database.close)
    return database
  }
  if (config.databaseUrl !== undefined) return { database: await open(config.databaseUrl), folder: null }
  const embedded = await startEmbeddedPostgres(config.dataDir)
  // One that ran already may be another Actoscope's, as long as its lock is not ours.
  ours = !embedded.adopted
  resources.defer(async () => {
    if (ours) await embedded.stop()
    else embedded.leave()
  })
  const database = await open(embedded.url)
  ours = true
  embedded.supervise(log)
  return { database, folder: embedded.folder }
}

/** Bytes that are free where the database writes. */
async function freeSpace(folder: string | null): Promise<number | null> {
  if (folder === null) return null
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

interface Started {
  runs: Runs
  networks: Networks
  datasets: DatasetReader
  realtime: Realtime
  startWork(): Promise<void>
}

async function startRuns(
  { config, log, httpServer, kernels, resources, onFatal }: Context,
  database: Database,
  settings: LiveSettings,
  telemetry: Telemetry,
): Promise<Started> {
  const queue = await startQueue(database.url, log)
  resources.defer(queue.stop)
  const datasets = createDatasets()
  const pool = createPool(config.workers, onFatal, datasets)
  resources.defer(pool.close)
  const evaluator = createEvaluator(datasets, onFatal)
  resources.defer(evaluator.close)
  const store = createRunStore(database)
  const backlog = {
    run: (id: string) => runs.get(id),
    metrics: (id: string, query: { after: number; maxPoints: number }) => runs.metrics(id, query),
  }
  const realtime = createRealtime(httpServer, backlog, log)
  resources.defer(realtime.close)
  const runningLimit = () => Math.min(settings.current().runningLimit ?? config.workers, config.workers)
  const watch = watchQueue(() => runs.queue(), realtime.queueChanged, log)
  resources.defer(watch.close)
  const publisher: Publisher = {
    ...realtime,
    changed: (run) => {
      realtime.changed(run)
      watch.changed(run)
    },
  }
  const { numericClass } = kernels
  const runner = createRunner({
    store: measured(store, telemetry),
    queue,
    pool,
    publisher,
    numericClass,
    log,
  })
  const networks = createNetworks({
    store,
    checkpoints: createCheckpointStore(database),
    evaluator,
    answers: createAnswers(answerLimits),
    numericClass,
  })
  const { maxRunBytes } = config
  const { stop: stopTraining, setLearningRate } = runner
  const runs = createRuns({
    store,
    log: createMetricsLog(database),
    queue,
    publisher,
    maxRunBytes,
    runningLimit,
    stopTraining,
    setLearningRate,
  })
  resources.defer(async () => {
    await runner.drain()
    await queue.pause()
  })
  for (const { id: runId, attempt, state } of await store.recover(queue)) {
    log.info({ runId, attempt, state }, 'the server before was ended by force')
  }
  const sweeping = setInterval(() => {
    runner.sweep().catch((error) => log.error({ error }, 'sweep'))
  }, sweepEveryMs)
  resources.defer(() => clearInterval(sweeping))
  const retention = createRetention(database)
  const housekeeping = startHousekeeping(
    { store, retention, settings: settings.current, log },
    keepHouseEveryMs,
  )
  resources.defer(housekeeping.stop)
  const startWork = () => queue.work(runningLimit(), runner.turn)
  resources.defer(
    settings.onChange(() => {
      startWork().catch((error) => log.error({ error }, 'the limit of running runs'))
      watch.touch()
    }),
  )
  watch.touch()
  const reader = createDatasetReader(async (name, split) => (await datasets(name))[split])
  return { runs, networks, datasets: reader, realtime, startWork }
}

/** What is asked at every scrape. */
function observe(telemetry: Telemetry, runs: Runs, realtime: Realtime, monitor: StatusMonitor): void {
  const running = runListQuerySchema.parse({ state: 'running', limit: 200 })
  telemetry.observe({
    counts: runs.counts,
    speeds: async () =>
      (await runs.list(running)).items.flatMap(({ progress }) => progress.samplesPerSecond ?? []),
    sockets: () => ({
      connected: realtime.sockets(),
      behind: realtime.slowSockets(),
      waitingBytes: realtime.waitingBytes(),
    }),
    status: monitor.current,
  })
}

async function startPages({ config, httpServer, resources }: Context): Promise<RequestListener> {
  // Next and React choose their builds by this variable when they are loaded.
  Object.assign(process.env, { NODE_ENV: config.development ? 'development' : 'production' })
  const { default: next } = await import('next')
  const app = next({ dev: config.development, dir: import.meta.dirname, httpServer })
  await quietly(() => app.prepare())
  resources.defer(() => app.close())
  return app.getRequestHandler()
}

/** Next announces that it has read its settings; standard output is for the line with the address. */
async function quietly(prepare: () => Promise<void>): Promise<void> {
  const { log } = console
  console.log = () => {}
  await prepare().finally(() => {
    console.log = log
  })
}

/** Runs until a signal or a fatal error ends it; 1 where it could not start, go on, or end in time. */
async function main(): Promise<number> {
  const resources = new AsyncDisposableStack()
  const end = Promise.withResolvers<Error | null>()
  onSignal(() => end.resolve(null))
  let failure: unknown = null
  try {
    // Ended in the middle of a start, the database could be left behind; but nobody waits for one that hangs.
    const patience = end.promise.then(() => sleep(startGraceMs))
    await Promise.race([start(readConfig(process.env), resources, end.resolve), patience])
    failure = await end.promise
  } catch (error) {
    failure = error
  }
  if (failure) complain(failure)
  const late = new StartError(`The end took more than ${endGraceMs / 1000} s; leaving`)
  const trouble = await Promise.race([
    resources.disposeAsync().catch((error) => error),
    sleep(endGraceMs, late),
  ])
  if (trouble) complain(trouble)
  return failure || trouble ? 1 : 0
}

/**
 * A signal asks for the end. The same one again ends the process at once, as if it were killed: the database stays, and
 * the next start takes it over.
 */
function onSignal(ask: () => void): void {
  const codes = { SIGINT: 130, SIGTERM: 143 } as const
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let first = Number.POSITIVE_INFINITY
    process.on(signal, () => {
      if (performance.now() - first > oneSignalMs) process.exit(codes[signal])
      first = Math.min(first, performance.now())
      ask()
    })
  }
}

/** One line for what a person can mend, the whole stack for what a programmer must. */
function complain(error: unknown): void {
  const { message, stack } = error as Error
  process.stderr.write(`actoscope: ${error instanceof StartError ? message : stack}\n`)
}

process.exit(await main())
