import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, call } from '../helpers/api.ts'
import type { Site } from './site.ts'

/** A server that is dead or without its database is asked again for this long. */
const patienceMs = 120_000
const answerWithinMs = 40_000

export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  headers?: Record<string, string>
}

/** What was answered in the end, and whether an earlier try without an answer may have done it already. */
export interface Insisted<Body> extends Answer<Body> {
  unsure: boolean
}

/**
 * Asks until the server answers: what is refused, cut off or answered by 503 is asked again. An answer is an
 * acknowledgement.
 * @throws where the server says that something went wrong inside it, or never answers
 */
export async function insist<Body>(site: Site, request: Request): Promise<Insisted<Body>> {
  const deadline = performance.now() + patienceMs
  let unsure = false
  for (;;) {
    const answer = await once<Body>(site, request)
    if (answer && answer.status !== 503) {
      if (answer.status < 500) return { ...answer, unsure }
      throw new Error(`${request.method} ${request.path} answered ${answer.status}`)
    }
    unsure = true
    if (performance.now() > deadline) {
      throw new Error(
        `${request.method} ${request.path}: ${answer ? 'only 503' : 'no answer'} for two minutes`,
      )
    }
    await sleep(100)
  }
}

/** Null where the connection was refused or broke, or nothing came for long. */
async function once<Body>(
  site: Site,
  { method, path, body, headers }: Request,
): Promise<Answer<Body> | null> {
  const answered = call<Body>(site.url, method, path, body, headers).catch((error: unknown) => {
    // How `fetch` tells of a connection; everything else is wrong with the answer.
    if (error instanceof TypeError) return null
    throw error
  })
  return Promise.race([answered, sleep(answerWithinMs, null)])
}
