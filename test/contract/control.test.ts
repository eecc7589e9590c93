import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckpointList } from '#lib/contracts/checkpoint.ts'
import type { BulkAnswer } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { RunEventList } from '#lib/contracts/run-event.ts'
import { call, createRun, endlessRun, getRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
})
afterAll(() => server.dispose())

const post = <Body = Run>(path: string, body?: unknown, headers?: Record<string, string>) =>
  call<Body>(url, 'POST', path, body, headers)
const eventsOf = async (id: string) => (await call<RunEventList>(url, 'GET', `/runs/${id}/events`)).body.items
const isRunning = (run: Run) => run.progress.step > 0
const isPaused = (run: Run) => run.state === 'paused'

async function makeCompleted(): Promise<Run> {
  const { id } = await createRun(url, tinyRun)
  return waitForRun(url, id, hasEnded)
}

describe('a run', () => {
  it('is paused, resumed, stopped and retried, and tells who asked, when and why', async () => {
    const { id } = await createRun(url, endlessRun)
    await waitForRun(url, id, isRunning)
    const asked = { 'actoscope-member': encodeURIComponent('Zoë 🦉') }
    const paused = await post(`/runs/${id}/pause`, { reason: 'lunch' }, asked)
    expect(paused.status).toBe(202)
    expect(paused.body.requested === 'pause' || paused.body.state === 'paused').toBe(true)
    const { progress } = await waitForRun(url, id, isPaused)
    expect((await post(`/runs/${id}/resume`)).status).toBe(202)
    await waitForRun(url, id, (run) => run.progress.step > progress.step)
    expect((await post(`/runs/${id}/stop`, {})).status).toBe(202)
    await waitForRun(url, id, hasEnded)
    expect((await post(`/runs/${id}/retry`, { reason: 'again' })).status).toBe(202)
    await waitForRun(url, id, (run) => run.state === 'running')
    await post(`/runs/${id}/stop`)
    await waitForRun(url, id, hasEnded)

    const events = await eventsOf(id)
    expect(events.find(({ request }) => request === 'pause')).toMatchObject({
      by: 'Zoë 🦉',
      asked: true,
      reason: 'lunch',
    })
    const states = events.filter(({ kind }) => kind === 'state').map(({ state }) => state)
    expect(states).toEqual([
      'queued',
      'running',
      'paused',
      'queued',
      'running',
      'stopped',
      'queued',
      'running',
      'stopped',
    ])
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted())
  })

  it.each(['pause', 'resume', 'stop', 'retry', 'restore', 'learning-rate'])(
    'that has completed does not take %s, and says so by its state',
    async (action) => {
      const { id } = await makeCompleted()
      const body = action === 'learning-rate' ? { learningRate: 0.1 } : undefined
      const refused = await call(url, 'POST', `/runs/${id}/${action}`, body)
      expect(refused.status).toBe(409)
      expect(refused.body.detail).toContain('completed')
    },
  )

  it('takes another learning rate while it runs, and tells from which step', async () => {
    const { id } = await createRun(url, endlessRun)
    await waitForRun(url, id, isRunning)
    const set = await post(`/runs/${id}/learning-rate`, { learningRate: 0.02, reason: 'too fast' })
    expect(set.status).toBe(202)
    expect(set.body.learningRateChanges).toMatchObject([{ learningRate: 0.02 }])
    const run = await waitForRun(url, id, ({ learningRateChanges }) => learningRateChanges[0]?.step != null)
    expect(run.learningRateChanges[0]!.step).toBeGreaterThan(0)
    const refused = await call(url, 'POST', `/runs/${id}/learning-rate`, { learningRate: 0 })
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['learningRate'])
    await post(`/runs/${id}/stop`)
    await waitForRun(url, id, hasEnded)
  })

  it('is forked from a checkpoint with a part of its config changed, once for a key', async () => {
    const parent = await makeCompleted()
    const { body: list } = await call<CheckpointList>(url, 'GET', `/runs/${parent.id}/checkpoints`)
    const fromStep = list.items.at(1)!.step
    const request = { fromStep, config: { optimizer: { learningRate: 0.01 } }, name: 'slower' }
    const fork = () => post(`/runs/${parent.id}/fork`, request, { 'idempotency-key': 'fork-1' })
    const [first, second] = await Promise.all([fork(), fork()])
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.headers.get('location')).toBe(`/api/v1/runs/${first.body.id}`)
    expect(second.body.id).toBe(first.body.id)
    expect(first.body).toMatchObject({
      name: 'slower',
      fork: { of: parent.id, step: fromStep },
      config: { optimizer: { learningRate: 0.01 } },
    })
    const ended = await waitForRun(url, first.body.id, hasEnded)
    expect(ended.state).toBe('completed')
    const wider = { config: { network: { hidden: [{ units: 9, activation: 'tanh' }] } } }
    const refused = await call(url, 'POST', `/runs/${parent.id}/fork`, { fromStep, ...wider })
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('width')
  })

  it('is out of sight once it is deleted, and back once it is restored', async () => {
    const { id } = await makeCompleted()
    expect((await call(url, 'DELETE', `/runs/${id}`)).status).toBe(204)
    for (const path of ['', '/events', '/metrics', '/checkpoints', '/diagnostics']) {
      expect((await call(url, 'GET', `/runs/${id}${path}`)).status).toBe(404)
    }
    expect((await call(url, 'DELETE', `/runs/${id}`)).status).toBe(404)
    const restored = await post(`/runs/${id}/restore`)
    expect(restored.status).toBe(200)
    expect(restored.body.id).toBe(id)
    expect((await getRun(url, id)).state).toBe('completed')
  })

  it('takes an action without a body, and refuses one that is not JSON', async () => {
    const { id } = await makeCompleted()
    const send = async (init: RequestInit) =>
      (await fetch(`${url}/api/v1/runs/${id}/stop`, { method: 'POST', ...init })).status
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await send({})).toBe(409)
    expect(await send({ headers: { 'content-type': 'application/json' } })).toBe(409)
    expect(await send({ headers: form, body: 'reason=x' })).toBe(415)
    expect((await call(url, 'POST', `/runs/${id}/stop`, { why: 'x' })).body.errors?.[0]?.path).toBe('why')
    expect((await call(url, 'POST', `/runs/${id}/stop`, { reason: '' })).body.errors?.[0]?.path).toBe(
      'reason',
    )
  })
})

describe('several runs at once', () => {
  it('have an answer each, in order, and one that fails holds up none of the others', async () => {
    const completed = await makeCompleted()
    const running = await createRun(url, endlessRun)
    await waitForRun(url, running.id, isRunning)
    const missing = '0000000000000000'
    const ids = [completed.id, missing, running.id]
    const stopped = await post<BulkAnswer>('/runs/bulk', { action: 'stop', ids, reason: 'room' })
    expect(stopped.status).toBe(200)
    expect(stopped.body.items).toMatchObject([
      { id: completed.id, ok: false, problem: { status: 409 } },
      { id: missing, ok: false, problem: { status: 404 } },
      { id: running.id, ok: true, run: { id: running.id } },
    ])
    await waitForRun(url, running.id, hasEnded)
    const deleted = await post<BulkAnswer>('/runs/bulk', {
      action: 'delete',
      ids: [completed.id, running.id],
    })
    expect(deleted.body.items).toEqual([
      { id: completed.id, ok: true, run: null },
      { id: running.id, ok: true, run: null },
    ])
    const restored = await post<BulkAnswer>('/runs/bulk', { action: 'restore', ids: [running.id] })
    expect(restored.body.items).toMatchObject([{ ok: true, run: { id: running.id, state: 'stopped' } }])
  })

  it.each([
    ['another action', { action: 'launch', ids: ['0000000000000000'] }, 'action'],
    ['no ids', { action: 'stop', ids: [] }, 'ids'],
    ['what is no id', { action: 'stop', ids: ['x'] }, 'ids[0]'],
    ['too many ids', { action: 'stop', ids: Array.from({ length: 201 }, () => '0000000000000000') }, 'ids'],
  ])('refuse %s', async (_what, body, path) => {
    const answer = await call(url, 'POST', '/runs/bulk', body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map((error) => error.path)).toEqual([path])
  })
})

describe('who asks', () => {
  it.each([
    ['the header', { 'actoscope-member': 'Ada%20Lovelace' }, 'Ada Lovelace'],
    ['the cookie', { cookie: 'theme=dark; actoscope-member=Zo%C3%AB' }, 'Zoë'],
    ['the header before the cookie', { 'actoscope-member': 'Ada', cookie: 'actoscope-member=Bob' }, 'Ada'],
    ['an empty cookie', { cookie: 'actoscope-member=' }, null],
    ['nothing', {}, null],
  ])('is told by %s', async (_what, headers, name) => {
    const { body } = await post('/runs', tinyRun, headers as Record<string, string>)
    expect(body.createdBy).toBe(name)
    expect((await eventsOf(body.id))[0]).toMatchObject({ by: name, asked: true, state: 'queued' })
  })

  it.each([
    ['an empty header', { 'actoscope-member': '' }],
    ['a header that is not percent-encoded', { 'actoscope-member': '50%' }],
    ['a header that is too long', { 'actoscope-member': 'x'.repeat(61) }],
    ['a cookie with a control character', { cookie: 'actoscope-member=%00' }],
    ['a cookie that is not UTF-8', { cookie: 'actoscope-member=%ff' }],
  ])('is refused in %s', async (_what, headers) => {
    const answer = await call(url, 'POST', '/runs', tinyRun, headers as Record<string, string>)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.[0]).toMatchObject({
      path: 'actoscope-member',
      message: expect.stringContaining('cookie' in headers ? 'cookie' : 'header'),
    })
  })
})
