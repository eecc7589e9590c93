import { setTimeout as sleep } from 'node:timers/promises'
import type { Metrics } from '#lib/contracts/metric.ts'
import type { Problem } from '#lib/contracts/problem.ts'
import type { Run, RunRequest } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { complaintsOf } from './openapi.ts'

/** A training of two spirals that takes well under a second. */
export const tinyRun = {
  dataset: 'two_spirals',
  network: { hidden: [{ units: 8, activation: 'tanh' }] },
  batchSize: 50,
  epochs: 5,
  diagnostics: { everySteps: 10 },
} as const satisfies RunRequest

/** A training that goes on until it is stopped. */
export const endlessRun = {
  ...tinyRun,
  epochs: 10_000,
  batchSize: 10,
  diagnostics: { everySteps: 50 },
} as const

export interface Answer<Body> {
  status: number
  headers: Headers
  body: Body
}

/**
 * Calls the API of a server and parses what it answers.
 * @throws where the answer is not as the OpenAPI document says
 */
export async function call<Body = Problem>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const { status, headers: answered } = response
  const text = await response.text()
  const isJson = /\bjson\b/.test(answered.get('content-type') ?? '')
  const parsed: unknown = isJson ? JSON.parse(text) : text || null
  const complaint = complaintsOf(method, path, { status, headers: answered, body: parsed })
  if (complaint !== null)
    throw new Error(`${method} ${path} answered ${status}: ${complaint}: ${text.slice(0, 500)}`)
  return { status, headers: answered, body: parsed as Body }
}

export async function createRun(url: string, request: RunRequest): Promise<Run> {
  const { status, body } = await call<Run>(url, 'POST', '/runs', request)
  if (status !== 201) throw new Error(`POST /runs answered ${status}: ${JSON.stringify(body)}`)
  return body
}

export async function getRun(url: string, id: string): Promise<Run> {
  for (;;) {
    const { status, body } = await call<Run>(url, 'GET', `/runs/${id}`)
    if (status < 500) return body
    // Only a test that takes the database away sees this; it fails by its time limit where it does not come back.
    await sleep(100)
  }
}

export async function getMetrics(url: string, id: string, query = 'maxPoints=10000'): Promise<Metrics> {
  return (await call<Metrics>(url, 'GET', `/runs/${id}/metrics?${query}`)).body
}

/** Waits until the run is as wanted; fails by the test's own time limit. */
export async function waitForRun(url: string, id: string, wanted: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const run = await getRun(url, id)
    if (wanted(run)) return run
    await sleep(50)
  }
}

export const hasEnded = (run: Run): boolean => endedStates.includes(run.state)
