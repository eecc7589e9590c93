import { fromPrisma, PgBoss } from 'pg-boss'
import type { Log } from '#lib/log.ts'
import type { RunQueue, SqlTransaction } from '#lib/runs/ports.ts'

const queueName = 'run'
const tenYears = 10 * 365 * 24 * 3600

export interface JobQueue extends RunQueue {
  /** Begins to deliver turns to the handler, to at most `concurrency` at a time; may be called again with another. */
  work(concurrency: number, handler: () => Promise<void>): Promise<void>
  /** Delivers nothing more, and waits for the handlers that have begun; turns may still be sent. */
  pause(): Promise<void>
  stop(): Promise<void>
}

/**
 * Turns on pg-boss: delivery only, and at least once. Which run takes a turn is decided by the rows. A handler
 * that rejects gets its turn again later.
 */
export async function startQueue(url: string, log: Log): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    useListenNotify: true,
    application_name: 'actoscope queue',
  })
  boss.on('error', (error) => log.error({ error }, 'queue'))
  boss.on('warning', (warning) => log.warn({ warning }, 'queue'))
  await boss.start()
  await boss.createQueue(queueName, {
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 24 * 3600,
    retentionSeconds: tenYears,
    retryLimit: 1000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
  })
  const workers: string[] = []
  let paused = false

  const addWorker = async (handler: () => Promise<void>): Promise<void> => {
    const options = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }
    const worker = await boss.work(queueName, options, async () => {
      // Notifications that came meanwhile are one to it: let it look again at once when this is done.
      await handler().finally(() => boss.notifyWorker(worker))
    })
    workers.push(worker)
  }

  return {
    send: async (turns, tx) => {
      const jobs = Array.from({ length: turns }, () => ({}))
      if (turns > 0) await boss.insert(queueName, jobs, { db: fromPrisma(tx) })
    },
    // `cancelled` would keep them for a while; what a dead server held is of no interest to anybody.
    dropAbandoned: async (tx) => {
      await tx.$queryRawUnsafe(
        `DELETE FROM pgboss.job WHERE name = $1 AND state IN ('active', 'retry') RETURNING 1`,
        queueName,
      )
    },
    waiting: (tx) => countWaiting(tx),
    work: async (concurrency, handler) => {
      while (!paused && workers.length < concurrency) await addWorker(handler)
      // One that trains goes on to the end of its run; it only takes no further turn.
      while (workers.length > concurrency) await boss.offWork(queueName, { id: workers.pop()!, wait: false })
    },
    pause: async () => {
      paused = true
      await boss.offWork(queueName, { wait: true })
    },
    stop: () => boss.stop({ graceful: false }),
  }
}

/** Where the clock was set back, turns from before would come only when it is as late again: they do not count. */
async function countWaiting(tx: SqlTransaction): Promise<number> {
  const rows = await tx.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM pgboss.job
      WHERE name = $1 AND state IN ('created', 'retry') AND start_after < now() + interval '1 minute'`,
    queueName,
  )
  return rows[0]!.count
}
