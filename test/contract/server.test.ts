import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '#app/api/openapi.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import { type Settings, usualSettings } from '#lib/contracts/settings.ts'
import { hiddenActivationNames, outputActivationNames } from '#lib/nn/names.ts'
import { call, createRun, endlessRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
})
afterAll(() => server.dispose())

describe('the activations', () => {
  it('are told with what is known about each', async () => {
    const { status, body } = await call<{
      items: Record<string, unknown>[]
      outputs: Record<string, unknown>[]
    }>(url, 'GET', '/activations')
    expect(status).toBe(200)
    expect(body.items.map(({ name }) => name)).toEqual([...hiddenActivationNames])
    expect(body.outputs.map(({ name }) => name)).toEqual([...outputActivationNames])
    expect(body.items.find(({ name }) => name === 'leaky_relu')).toEqual({
      name: 'leaky_relu',
      title: 'Leaky ReLU',
      formula: 'z > 0 ? z : α·z',
      derivativeFormula: 'z > 0 ? 1 : α',
      source: 'Maas, Hannun & Ng 2013',
      peak: 1,
      range: ['-Infinity', 'Infinity'],
      initializer: 'he',
      rectifier: true,
      alpha: { kind: 'fixed', usual: 0.01, least: 0, most: 1 },
    })
    expect(body.items.find(({ name }) => name === 'sigmoid')).toMatchObject({
      peak: 0.25,
      range: [0, 1],
      alpha: null,
    })
  })
})

describe('the queue', () => {
  it('tells what waits, in order, and how many may run', async () => {
    const runs = [await createRun(url, endlessRun), await createRun(url, endlessRun)]
    for (const { id } of runs) await waitForRun(url, id, (run) => run.state === 'running')
    for (const priority of [0, 1]) runs.push(await createRun(url, { ...endlessRun, priority }))
    const { status, body } = await call<Queue>(url, 'GET', '/queue')
    expect(status).toBe(200)
    expect(body).toMatchObject({ limit: 2, running: 2, queued: 2 })
    expect(body.items.map(({ runId, position }) => [runId, position])).toEqual([
      [runs[3]!.id, 1],
      [runs[2]!.id, 2],
    ])
    const ids = runs.map(({ id }) => id)
    await call(url, 'POST', '/runs/bulk', { action: 'stop', ids })
    for (const id of ids) await waitForRun(url, id, (run) => run.state === 'stopped')
  })
})

describe('the settings', () => {
  it('are read and changed in part', async () => {
    expect((await call<Settings>(url, 'GET', '/settings')).body).toEqual(usualSettings)
    const patch = { runningLimit: 1, retention: { dropAfterDays: 90 } }
    const { status, body } = await call<Settings>(url, 'PATCH', '/settings', patch)
    expect(status).toBe(200)
    expect(body).toEqual({ runningLimit: 1, retention: { thinAfterDays: null, dropAfterDays: 90 } })
    expect((await call<Settings>(url, 'GET', '/settings')).body).toEqual(body)
    expect((await call<Queue>(url, 'GET', '/queue')).body.limit).toBe(1)
  })

  it.each([
    ['nothing', {}, ''],
    ['no place to run', { runningLimit: 0 }, 'runningLimit'],
    ['a field that there is not', { colour: 'red' }, 'colour'],
    ['part of a day', { retention: { dropAfterDays: 0.5 } }, 'retention.dropAfterDays'],
  ])('refuse %s', async (_what, patch, path) => {
    const answer = await call(url, 'PATCH', '/settings', patch)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.[0]?.path).toBe(path)
  })
})

describe('the description', () => {
  it('is served as it is', async () => {
    const { status, headers, body } = await call<object>(url, 'GET', '/openapi.json')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  })
})

describe('a method that an address does not take', () => {
  it.each([
    ['PUT', '/runs', 'GET, POST'],
    ['DELETE', '/runs', 'GET, POST'],
    ['GET', '/runs/bulk', 'POST'],
    ['GET', '/runs/0000000000000000/stop', 'POST'],
    ['POST', '/queue', 'GET'],
  ])('%s %s is refused with those that it does', async (method, path, allow) => {
    const { status, headers } = await call(url, method, path)
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe(allow)
    const asked = await fetch(`${url}/api/v1${path}`, { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, allow])
  })
})
