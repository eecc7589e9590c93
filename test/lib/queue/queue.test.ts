import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '#lib/log.ts'
import { type JobQueue, startQueue } from '#lib/queue/queue.ts'
import { startDatabase } from '../../helpers/database.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let queue: JobQueue

beforeAll(async () => {
  database = await startDatabase()
  queue = await startQueue(database.url, createLog('silent'))
})
afterAll(async () => {
  await queue.stop()
  await database.dispose()
})

it('does not count turns that the clock, set back since, would hold up', async () => {
  await database.prisma.$transaction((tx) => queue.send(2, tx))
  expect(await database.prisma.$transaction((tx) => queue.waiting(tx))).toBe(2)
  await database.pool.query(`UPDATE pgboss.job SET start_after = start_after + interval '1 hour'`)
  expect(await database.prisma.$transaction((tx) => queue.waiting(tx))).toBe(0)
})
