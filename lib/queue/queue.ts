import { fromPrisma, PgBoss } from 'pg-boss'
import type { Log } from '#lib/log.ts'
import type { RunQueue } from '#lib/runs/ports.ts'

const queueName = 'run'
const tenYears = 10 * 365 * 24 * 3600

export interface JobQueue extends RunQueue {
  /** Begins to deliver, to at most `concurrency` handlers at a time. */
  work(concurrency: number, handler: (runId: string) => Promise<void>): Promise<void>
  /** Delivers nothing more; handlers that have begun go on, and jobs may still be sent. */
  pause(): Promise<void>
  stop(): Promise<void>
}

/** The queue on pg-boss: delivery only, and at least once. A run's row decides whether a delivery counts. */
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
    cancel: async (jobId, tx) => {
      await boss.cancel(queueName, jobId, { db: fromPrisma(tx) })
    },
    work: async (concurrency, handler) => {
      await boss.work<{ runId: string }>(queueName, { localConcurrency: concurrency }, async ([job]) => {
        if (job) await handler(job.data.runId)
      })
    },
    pause: () => boss.offWork(queueName, { wait: false }),
    stop: () => boss.stop({ graceful: false }),
  }
}
