import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RunState } from '#lib/contracts/run-state.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import type { Delivery } from '#lib/runs/ports.ts'

/** What is asked at every scrape. */
interface Sources {
  /** Number of runs in each state. */
  counts(): Promise<Record<RunState, number>>
  /** Samples per second of each run that is training. */
  speeds(): Promise<number[]>
  sockets(): { connected: number; behind: number; waitingBytes: number }
  status(): ServerStatus
}

/** Measures that the server takes of itself, for Prometheus. */
export interface Telemetry {
  /** A delivery of a worker was stored and published. */
  delivered(delivery: Delivery, appendSeconds: number): void
  attemptEnded(state: RunState): void
  databaseAnswered(seconds: number): void
  /** From now on these are asked at every scrape; one that fails leaves its figures out. */
  observe(sources: Sources): void
  /** The text that Prometheus reads, and its type. */
  text(): Promise<{ text: string; contentType: string }>
}

/** Seconds: from what a local disk takes to what a person waits for. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Prometheus waits ten seconds, and what else there is to tell matters most while the database does not answer. */
const askForMs = 1000

/** Names follow Prometheus: base units, `_total` for counters. */
export function createTelemetry(): Telemetry {
  const registry = new Registry()
  const registers = [registry]
  // Memory, CPU, and the delay of the event loop with its quantiles.
  collectDefaultMetrics({ register: registry })
  const frameLag = new Histogram({
    name: 'actoscope_frame_lag_seconds',
    help: 'From a worker posting frames to their being stored and published.',
    buckets,
    registers,
  })
  const append = new Histogram({
    name: 'actoscope_append_seconds',
    help: 'Storing one delivery of a worker.',
    buckets,
    registers,
  })
  const answer = new Histogram({
    name: 'actoscope_database_answer_seconds',
    help: 'The shortest answer of the database.',
    buckets,
    registers,
  })
  const points = new Counter({
    name: 'actoscope_metric_points_total',
    help: 'Metric points stored.',
    registers,
  })
  const attempts = new Counter({
    name: 'actoscope_attempts_ended_total',
    help: 'Attempts that ended, by the state that their run came into.',
    labelNames: ['state'],
    registers,
  })
  return {
    delivered: ({ blocks, postedAt }, appendSeconds) => {
      append.observe(appendSeconds)
      points.inc(blocks.reduce((sum, { keys, count }) => sum + keys.length * count, 0))
      if (blocks.length > 0) frameLag.observe((performance.timeOrigin + performance.now() - postedAt) / 1000)
    },
    attemptEnded: (state) => attempts.inc({ state }),
    databaseAnswered: (seconds) => answer.observe(seconds),
    observe: (sources) => addGauges(registers, sources),
    text: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

function addGauges(registers: Registry[], { counts, speeds, sockets, status }: Sources): void {
  const gauge = (name: string, help: string, read: () => Promise<number> | number): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // Where the database is away there is no figure, which is not the same as zero.
        const value = await Promise.resolve(read()).catch(() => Number.NaN)
        this.set(value)
      },
    })
  }
  const counted = askOnce(counts)
  const speedsNow = askOnce(speeds)
  gauge('actoscope_queue_depth', 'Runs that wait.', async () => (await counted()).queued)
  gauge('actoscope_runs_running', 'Runs that are training.', async () => (await counted()).running)
  gauge('actoscope_runs_paused', 'Runs that are paused.', async () => (await counted()).paused)
  gauge('actoscope_samples_per_second', 'Samples a second, all trainings together.', async () =>
    (await speedsNow()).reduce((sum, speed) => sum + speed, 0),
  )
  gauge('actoscope_sockets', 'Clients that are connected.', () => sockets().connected)
  gauge('actoscope_sockets_behind', 'Clients that read too slowly.', () => sockets().behind)
  gauge(
    'actoscope_sockets_waiting_bytes',
    'Bytes that wait for clients to read them.',
    () => sockets().waitingBytes,
  )
  gauge('actoscope_ready', '1 while runs can be accepted and trained.', () => (status().ready ? 1 : 0))
}

/** Asks once for all who want to know at the same time, and again only when that is answered. Rejects where it is late. */
function askOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= ask().finally(() => {
      asked = null
    })
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(reject, askForMs, new Error('The database is late'))
    return Promise.race([asked, late]).finally(() => clearTimeout(timer))
  }
}
