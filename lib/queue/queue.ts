import { fromPrisma, PgBoss } from 'pg-boss'
import type { Log } from '#lib/log.ts'
import type { RunQueue } from '#lib/runs/ports.ts'

const queueName = 'run'
const tenYears = 10 * 365 * 24 * 3600

export interface JobQueue extends RunQueue {
  /** Begins to deliver, to at most `concurrency` handlers at a time. */
  work(concurrency: number, handler: (runId: string) => Promise<void>): Promise<void>
  /** Delivers nothing more, and waits for the handlers that have begun; jobs may still be sent. */
  pause(): Promise<void>
  stop(): Promise<void>
}

/**
 * The queue on pg-boss: delivery only, and at least once. A run's row decides whether a delivery counts. A
 * handler that rejects gets its job again later.
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
  return {
    send: async (runId, priority, again, tx) => {
      const options = { priority: 2 * priority + (again ? 1 : 0), db: fromPrisma(tx) }
      const jobId = await boss.send(queueName, { runId }, options)
      if (!jobId) throw new Error(`the queue refused the job of run ${runId}`)
      return jobId
    },
    // `cancelled` would keep them for a while; what a dead server held is of no interest to anybody.
    takeAbandoned: async (tx) => {
      const rows = await tx.$queryRawUnsafe<{ run_id: string }[]>(
        `DELETE FROM pgboss.job WHERE name = $1 AND state IN ('active', 'retry') RETURNING data->>'runId' AS run_id`,
        queueName,
      )
      return rows.map((row) => row.run_id)
    },
    cancel: async (jobId, tx) => {
      await boss.cancel(queueName, jobId, { db: fromPrisma(tx) })
    },
    work: async (concurrency, handler) => {
      for (let i = 0; i < concurrency; i++) {
        const options = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }
        const worker = await boss.work<{ runId: string }>(queueName, options, async ([job]) => {
          if (!job) return
          // Notifications that came meanwhile are one to it: let it look again at once when this is done.
          await handler(job.data.runId).finally(() => boss.notifyWorker(worker))
        })
      }
    },
    pause: () => boss.offWork(queueName, { wait: true }),
    stop: () => boss.stop({ graceful: false }),
  }
}
