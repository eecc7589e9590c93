import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemSchema } from '#lib/contracts/problem.ts'
import { type Run, runSchema } from '#lib/contracts/run.ts'
import {
  call,
  createRun,
  endlessRun,
  getMetrics,
  getRun,
  hasEnded,
  tinyRun,
  waitForRun,
} from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
})
afterAll(() => server.dispose())

describe('POST /runs', () => {
  it('answers 201 with the run, every default filled in, and where it is', async () => {
    const { status, headers, body } = await call<Run>(url, 'POST', '/runs', {
      ...tinyRun,
      name: 'first',
      tags: ['a'],
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/runs/${body.id}`)
    expect(runSchema.parse(body)).toEqual(body)
    expect(body).toMatchObject({
      name: 'first',
      tags: ['a'],
      progress: { step: 0, steps: 200, epoch: 0, epochs: 5 },
      config: { optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0 }, seed: 1 },
      url: `/runs/${body.id}`,
    })
    expect(['queued', 'running']).toContain(body.state)
  })

  it('names every field that is wrong', async () => {
    const { status, headers, body } = await call(url, 'POST', '/runs', {
      dataset: 'mnist',
      network: { hidden: [{ units: 0, activation: 'relu' }] },
      learningRate: 0.1,
    })
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.parse(body)).toEqual(body)
    expect(body.errors?.map((error) => error.path).sort()).toEqual([
      'learningRate',
      'network.hidden[0].units',
    ])
  })

  it.each([
    ['text that is not JSON', '{"dataset":', {}, 400],
    ['a body of another type', 'dataset=mnist', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no body', '', {}, 400],
    ['a list', '[]', {}, 400],
    ['null', 'null', {}, 400],
    ['prototype keys', '{"dataset":"mnist","__proto__":{"epochs":7},"constructor":1}', {}, 400],
    ['deep nesting', '['.repeat(100_000), {}, 400],
    ['bytes that are not UTF-8', '"\udfff"', {}, 400],
    ['a body beyond the limit', JSON.stringify({ dataset: 'mnist', name: 'x'.repeat(1_100_000) }), {}, 413],
  ])('refuses %s', async (_what, text, headers, status) => {
    const answer = await call(url, 'POST', '/runs', text, headers)
    expect(answer.status).toBe(status)
    expect(problemSchema.safeParse(answer.body).success).toBe(true)
  })

  it.each([
    ['a NUL in its name', { name: 'a\0b' }, 'name'],
    ['half a character in a tag', { tags: ['\ud83d'] }, 'tags[0]'],
    [
      'more readings than a run may record',
      { epochs: 10_000, batchSize: 1, diagnostics: { everySteps: 1 } },
      'diagnostics.everySteps',
    ],
  ])('refuses %s', async (_what, part, path) => {
    const { status, body } = await call(url, 'POST', '/runs', { ...tinyRun, ...part })
    expect(status).toBe(400)
    expect(body.errors?.map((error) => error.path)).toEqual([path])
  })

  it('refuses a network of 4,096 × 4,096 weights a layer that is too large for a run, and says how large it is', async () => {
    const hidden = Array.from({ length: 4 }, () => ({ units: 4096, activation: 'relu' }))
    const request = { ...tinyRun, network: { hidden }, optimizer: { name: 'adam' } }
    const { status, body } = await call(url, 'POST', '/runs', request)
    expect(status).toBe(400)
    const [error] = body.errors!
    expect(error!.path).toBe('network.hidden')
    expect(error!.message).toMatch(/^The training would take \d{3} MiB of memory; a run may take 512 MiB$/)
    expect(body.detail).toBe(error!.message)
  })

  it('makes one run of a request that is sent again with its Idempotency-Key', async () => {
    const send = (name: string) =>
      call<Run>(url, 'POST', '/runs', { ...tinyRun, name }, { 'idempotency-key': 'k-1' })
    const answers = await Promise.all([send('once'), send('once'), send('once')])
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect((await send('other')).status).toBe(422)
    const { body } = await call(url, 'POST', '/runs', tinyRun, { 'idempotency-key': 'not a key' })
    expect(body.errors?.[0]?.path).toBe('Idempotency-Key')
  })
})

describe('a run', () => {
  it('can be read to its end, with its figures and its receipt', async () => {
    const { id } = await createRun(url, tinyRun)
    const run = await waitForRun(url, id, hasEnded)
    expect(runSchema.parse(run)).toEqual(run)
    expect(run).toMatchObject({
      state: 'completed',
      attempt: 1,
      error: null,
      progress: { step: 200, epoch: 5 },
    })
    expect(run.progress.samplesPerSecond).toBeGreaterThan(0)
    expect(run.receipt?.weights).toMatch(/^[0-9a-f]{64}$/)
    const { series } = await getMetrics(url, id)
    const loss = series['val/loss']!
    expect(run.summary['val/loss']).toEqual({
      last: loss.values.at(-1),
      best: Math.min(...(loss.values as number[])),
      bestStep: loss.steps[loss.values.indexOf(Math.min(...(loss.values as number[])))],
    })
  })

  it('repeats itself: the same request has the same receipt', async () => {
    const runs = await Promise.all([createRun(url, tinyRun), createRun(url, tinyRun)])
    const [a, b] = await Promise.all(runs.map(({ id }) => waitForRun(url, id, hasEnded)))
    expect(a!.receipt).toEqual(b!.receipt)
    expect(a!.receipt).not.toBeNull()
  })

  it('can be stopped while it runs and while it waits, once', async () => {
    const running = [await createRun(url, endlessRun), await createRun(url, endlessRun)]
    for (const { id } of running) await waitForRun(url, id, (run) => run.progress.step > 0)
    const waiting = await createRun(url, endlessRun)
    expect((await getRun(url, waiting.id)).state).toBe('queued')
    expect((await call<Run>(url, 'POST', `/runs/${waiting.id}/stop`)).body.state).toBe('stopped')
    for (const { id } of running) {
      expect((await call(url, 'POST', `/runs/${id}/stop`)).status).toBe(202)
      const run = await waitForRun(url, id, hasEnded)
      expect(run).toMatchObject({ state: 'stopped', error: null })
      expect(run.progress.step).toBeLessThan(run.progress.steps)
      const again = await call(url, 'POST', `/runs/${id}/stop`)
      expect(again.status).toBe(409)
      expect(again.body.detail).toContain('is stopped')
    }
  })

  it('begins as soon as a thread is free, however many wait', async () => {
    const runs = await Promise.all(Array.from({ length: 12 }, () => createRun(url, tinyRun)))
    for (const { id } of runs) expect((await waitForRun(url, id, hasEnded)).state).toBe('completed')
  })

  it('can be renamed, tagged and annotated, and nothing else', async () => {
    const { id } = await createRun(url, tinyRun)
    const patch = { name: 'renamed', tags: ['b', 'c'], notes: 'It **learns**.', priority: 3 }
    expect((await call<Run>(url, 'PATCH', `/runs/${id}`, patch)).body).toMatchObject(patch)
    expect(await getRun(url, id)).toMatchObject(patch)
    expect((await call(url, 'PATCH', `/runs/${id}`, {})).status).toBe(400)
    expect((await call(url, 'PATCH', `/runs/${id}`, { state: 'completed' })).body.errors?.[0]?.path).toBe(
      'state',
    )
    expect((await call(url, 'PATCH', `/runs/${id}`, { name: '  ' })).body.errors?.[0]?.path).toBe('name')
  })

  it('can be deleted once it has ended', async () => {
    const { id } = await createRun(url, endlessRun)
    await waitForRun(url, id, (run) => run.state === 'running')
    const refused = await call(url, 'DELETE', `/runs/${id}`)
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('is running')
    await call(url, 'POST', `/runs/${id}/stop`)
    await waitForRun(url, id, hasEnded)
    expect((await call(url, 'DELETE', `/runs/${id}`)).status).toBe(204)
    expect((await call(url, 'GET', `/runs/${id}`)).status).toBe(404)
    expect((await call(url, 'GET', `/runs/${id}/metrics`)).status).toBe(404)
  })
})

describe('what is not there', () => {
  it.each([
    ['GET', '/runs/0000000000000000'],
    ['PATCH', '/runs/0000000000000000'],
    ['DELETE', '/runs/0000000000000000'],
    ['POST', '/runs/0000000000000000/stop'],
    ['GET', '/runs/0000000000000000/metrics'],
    ['GET', '/runs/0000000000000000/diagnostics'],
    ['GET', '/runs/0000000000000000/diagnostics/series?layer=output&histogram=weight'],
    ['GET', '/runs/0000000000000000/checkpoints'],
    ['POST', '/runs/0000000000000000/replay'],
    ['GET', "/runs/'; DROP TABLE run; --"],
    ['GET', '/runs/%00'],
    ['GET', '/nothing'],
    ['POST', '/runs/0000000000000000/launch'],
  ])('%s %s answers 404 as a problem', async (method, path) => {
    const { status, headers, body } = await call(
      url,
      method,
      path,
      method === 'PATCH' ? { name: 'x' } : undefined,
    )
    expect(status).toBe(404)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.safeParse(body).success).toBe(true)
  })
})

describe('every answer', () => {
  it.each(['/', '/api/v1/runs', '/healthz', '/nothing'])(
    'of %s tells browsers to be careful',
    async (path) => {
      const { headers } = await fetch(url + path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-powered-by')).toBeNull()
    },
  )
})

describe('a method or a target that is not HTTP as pages know it', () => {
  it.each([
    ['TRACE', '/api/v1/runs'],
    ['GET', '*'],
  ])('%s %s is refused', async (method, path) => {
    const { hostname, port, host } = new URL(url)
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method, headers: { host } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.on('error', reject).end()
    })
    expect(status).toBe(405)
  })
})

describe('a foreign caller', () => {
  it('is refused by its Origin', async () => {
    const { status, body } = await call(url, 'POST', '/runs', tinyRun, { origin: 'https://evil.example' })
    expect(status).toBe(403)
    expect(body.detail).toBe('The Origin header is another site')
  })

  it('is refused by its Host, on pages too', async () => {
    const { hostname, port } = new URL(url)
    const { request } = await import('node:http')
    const status = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request({ hostname, port, path, headers: { host: 'evil.example' } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sent.on('error', reject).end()
      })
    expect(await status('/api/v1/runs')).toBe(403)
    expect(await status('/')).toBe(403)
    expect(await status('/socket.io/?EIO=4&transport=polling')).toBe(403)
  })
})
