import { type Queue, queueSchema } from '#lib/contracts/queue.ts'
import { requestJson } from './problem-error.ts'

/** What waits as it is now. */
export async function fetchQueue(): Promise<Queue> {
  return queueSchema.parse(await requestJson('/api/v1/queue'))
}
