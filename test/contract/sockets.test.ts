import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type ClientEvents,
  liveEntries,
  type ServerEvents,
  type SubscribeAnswer,
} from '#lib/contracts/events.ts'
import { type Frame, frameSchema, metricsSchema } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import { type Run, runSchema } from '#lib/contracts/run.ts'
import { call, createRun, endlessRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'
import { openPage, until } from '../lib/realtime/live-server.ts'

type Client = Socket<ServerEvents, ClientEvents>

let server: Awaited<ReturnType<typeof startFreshServer>>
let clients: Client[] = []

beforeAll(async () => {
  server = await startFreshServer()
})
afterAll(() => server.dispose())
afterEach(() => {
  for (const client of clients) client.close()
  clients = []
})

function connect(options: Parameters<typeof io>[1] = {}): Client {
  const client: Client = io(server.url, { forceNew: true, transports: ['websocket'], ...options })
  clients.push(client)
  return client
}

/** Subscribes and keeps all that comes, as a page does. */
async function watch(runId: string, after = 0) {
  const client = connect()
  const frames: Frame[] = []
  const states: string[] = []
  client.on('run:frame', (frame) => frames.push(frame))
  client.on('run:changed', ({ run }) => {
    if (run.id === runId) states.push(run.state)
  })
  const answer: SubscribeAnswer = await client.emitWithAck('run:subscribe', { runId, after })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return { client, frames, states, answer }
}

describe('a subscription', () => {
  it('from before the start to the end has every frame once, in order, equal to the log', async () => {
    const blockers = [await createRun(server.url, endlessRun), await createRun(server.url, endlessRun)]
    const { id } = await createRun(server.url, { ...tinyRun, epochs: 40 })
    const { frames, states, answer } = await watch(id)
    expect(answer.metrics).toEqual({ seq: 0, series: {} })
    for (const blocker of blockers) await call(server.url, 'POST', `/runs/${blocker.id}/stop`)
    await waitForRun(server.url, id, hasEnded)
    const { seq, series } = await getMetrics(server.url, id)
    while (frames.length < seq) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(frames.map((frame) => frame.seq)).toEqual(Array.from({ length: seq }, (_, i) => i + 1))
    for (const frame of frames) expect(frameSchema.parse(frame)).toEqual(frame)
    for (const [key, { steps, values }] of Object.entries(series)) {
      const live = frames.filter((frame) => frame.keys.includes(key))
      expect(live.map((frame) => frame.step)).toEqual(steps)
      expect(live.map((frame) => frame.values[frame.keys.indexOf(key)])).toEqual(values)
    }
    expect(states).toContain('running')
    expect(states.at(-1)).toBe('completed')
  })

  it('in the middle of a run joins log and live frames without gap or duplicate', async () => {
    const { id } = await createRun(server.url, { ...endlessRun, diagnostics: { everySteps: 5 } })
    await waitForRun(server.url, id, (run) => run.progress.step > 0)
    for (let i = 0; i < 5; i++) {
      const { client, frames, answer } = await watch(id)
      expect(metricsSchema.parse(answer.metrics)).toEqual(answer.metrics)
      expect(runSchema.safeParse(answer.run).success).toBe(true)
      while (frames.length < 50) await new Promise((resolve) => setTimeout(resolve, 10))
      client.close()
      const live = frames.map((frame) => frame.seq).filter((seq) => seq > answer.metrics.seq)
      expect(live).toEqual(live.map((_, n) => answer.metrics.seq + 1 + n))
    }
    await call(server.url, 'POST', `/runs/${id}/stop`)
    await waitForRun(server.url, id, hasEnded)
  })

  it('after an absence gets what is newer than its last frame, and nothing else', async () => {
    const { id } = await createRun(server.url, tinyRun)
    await waitForRun(server.url, id, hasEnded)
    const whole = await getMetrics(server.url, id)
    const { answer } = await watch(id, whole.seq - 3)
    expect(answer.metrics.seq).toBe(whole.seq)
    expect(answer.metrics).toEqual(await getMetrics(server.url, id, `after=${whole.seq - 3}`))
  })

  it('ends when it is told to', async () => {
    const { id } = await createRun(server.url, endlessRun)
    const { client, frames } = await watch(id)
    while (frames.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    client.emit('run:unsubscribe', { runId: id })
    // An answer behind the request: by then it was obeyed.
    await client.emitWithAck('run:subscribe', { runId: '0000000000000000', after: 0 })
    const { length } = frames
    const { progress } = await waitForRun(server.url, id, () => true)
    await waitForRun(server.url, id, (run) => run.progress.step > progress.step)
    expect(frames.length).toBe(length)
    await call(server.url, 'POST', `/runs/${id}/stop`)
  })

  it.each<[string, unknown, number]>([
    ['a run that is not there', { runId: '0000000000000000', after: 0 }, 404],
    ['nothing', undefined, 400],
    ['something else', 'run', 400],
    ['an id of another form', { runId: { $ne: null }, after: 0 }, 400],
    ['a negative number', { runId: '0000000000000000', after: -1 }, 400],
    ['an unknown field', { runId: '0000000000000000', after: 0, room: 'all' }, 400],
  ])('to %s is answered with a problem', async (_what, request, status) => {
    const answer = (await connect()
      .timeout(5000)
      .emitWithAck('run:subscribe', request as never)) as SubscribeAnswer
    expect(answer).toMatchObject({ ok: false, problem: { status } })
  })

  it('without a way to answer harms nobody', async () => {
    const client = connect()
    client.emit('run:subscribe', { runId: 'x', after: 0 } as never, undefined as never)
    ;(client as Socket).emit('run:subscribe')
    ;(client as Socket).emit('run:unsubscribe', null)
    const answer = await client.emitWithAck('run:subscribe', { runId: '0000000000000000', after: 0 })
    expect(answer.ok).toBe(false)
  })
})

/** What a page has to hold of a run. */
async function wholeOf(url: string, id: string) {
  const { series } = await getMetrics(url, id, `maxPoints=${liveEntries}`)
  return Object.fromEntries(
    Object.entries(series).map(([key, { steps, values, min, max, total }]) => {
      const bounds = min && max ? { min: min.map(decodeValue), max: max.map(decodeValue) } : {}
      return [key, { steps, values: values.map(decodeValue), total, ...bounds }]
    }),
  )
}

describe('a page', () => {
  it('holds what the log answers as a whole, whenever it came, and after a lost connection', async () => {
    const run = await createRun(server.url, { ...endlessRun, diagnostics: { everySteps: 3 } })
    const pages = []
    for (let i = 0; i < 3; i++) {
      const page = openPage(server.url)
      pages.push({ page, stream: page.follow(run) })
      // The first comes before the first frame, the others into more and more points.
      await waitForRun(server.url, run.id, ({ seq }) => seq > 3000 * i)
    }
    const [early] = pages
    early!.page.port.close()
    await waitForRun(server.url, run.id, ({ seq }) => seq > 9000)
    early!.page.port.open()
    await waitForRun(server.url, run.id, ({ seq }) => seq > 12_000)
    await call(server.url, 'POST', `/runs/${run.id}/stop`)
    await waitForRun(server.url, run.id, hasEnded)
    const whole = await wholeOf(server.url, run.id)
    for (const { page, stream } of pages) {
      await until(() => stream.commit().series['train/loss']?.total === whole['train/loss']!.total)
      expect(stream.commit().series).toEqual(whole)
      page.port.close()
    }
  })

  it('gets the whole in buckets where it missed much', async () => {
    const run = await createRun(server.url, { ...endlessRun, diagnostics: { everySteps: 3 } })
    await waitForRun(server.url, run.id, ({ seq }) => seq > 4000)
    await call(server.url, 'POST', `/runs/${run.id}/stop`)
    await waitForRun(server.url, run.id, hasEnded)
    const { answer } = await watch(run.id, 1)
    expect(answer.after).toBe(0)
    expect(answer.metrics).toEqual(await getMetrics(server.url, run.id, `maxPoints=${liveEntries}`))
  })
})

describe('a client that does not read', () => {
  it('is cut off before what waits for it grows without end', async () => {
    const { id } = await createRun(server.url, { ...endlessRun, diagnostics: { everySteps: 3 } })
    const { client } = await watch(id)
    const gone = new Promise((resolve) => client.once('disconnect', resolve))
    const transport = client.io.engine.transport as unknown as {
      ws: { _socket: { pause(): void; resume(): void } }
    }
    transport.ws._socket.pause()
    // What the system itself keeps for it comes first; then the server's own patience ends.
    await waitForRun(server.url, id, (run) => run.progress.step > 400_000 || hasEnded(run))
    transport.ws._socket.resume()
    await gone
    await call(server.url, 'POST', `/runs/${id}/stop`)
  })
})

describe('everybody', () => {
  it('hears of runs that begin and of runs that go', async () => {
    const client = connect()
    await new Promise((resolve) => client.once('connect', () => resolve(null)))
    const changes: Run[] = []
    const deleted: string[] = []
    client.on('run:changed', ({ run }) => changes.push(run))
    client.on('run:deleted', ({ runId }) => deleted.push(runId))
    const { id } = await createRun(server.url, tinyRun)
    await waitForRun(server.url, id, hasEnded)
    await call(server.url, 'DELETE', `/runs/${id}`)
    while (deleted.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(deleted).toEqual([id])
    const states = changes.filter((run) => run.id === id).map((run) => run.state)
    expect(states[0]).toBe('queued')
    expect(states.at(-1)).toBe('completed')
  })
})

describe('the queue', () => {
  it('is told to everybody when its order changes', async () => {
    const client = connect()
    const queues: Queue[] = []
    client.on('queue:changed', (queue) => queues.push(queue))
    const running = [await createRun(server.url, endlessRun), await createRun(server.url, endlessRun)]
    for (const { id } of running) await waitForRun(server.url, id, ({ state }) => state === 'running')
    const first = await createRun(server.url, endlessRun)
    const second = await createRun(server.url, endlessRun)
    const order = () =>
      queues
        .at(-1)
        ?.items.map(({ runId }) => runId)
        .join()
    await until(() => order() === [first.id, second.id].join())
    await call(server.url, 'PATCH', `/runs/${second.id}`, { priority: 5 })
    await until(() => order() === [second.id, first.id].join())
    for (const { id } of [first, second, ...running]) await call(server.url, 'POST', `/runs/${id}/stop`)
  })
})

describe('a server that is asked to end', () => {
  it('tells so first, then what becomes of its runs, and lets its clients come back', async () => {
    const ending = await startFreshServer()
    const client: Client = io(ending.url, { forceNew: true, transports: ['websocket'] })
    clients.push(client)
    const heard: string[] = []
    client.on('server:status', ({ problems }) => heard.push(...problems.map(({ code }) => code)))
    const { id } = await createRun(ending.url, endlessRun)
    await waitForRun(ending.url, id, ({ progress }) => progress.step > 0)
    client.on('run:changed', ({ run }) => {
      if (run.state === 'queued') heard.push('queued')
    })
    // What socket.io calls a client that may come back by itself.
    client.once('disconnect', (reason) => heard.push(reason))
    await ending.dispose()
    await until(() => heard.length >= 3)
    expect(heard).toEqual(['stopping', 'queued', 'transport close'])
  })
})

describe('a foreign page', () => {
  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['Host', { host: 'evil.example' }],
  ])('gets no socket: %s', async (_what, extraHeaders) => {
    const client = connect({ extraHeaders, reconnection: false })
    const refused = await new Promise((resolve) => {
      client.once('connect_error', () => resolve(true))
      client.once('connect', () => resolve(false))
    })
    expect(refused).toBe(true)
  })

  it('cannot send a message that is too large', async () => {
    const client = connect({ reconnection: false })
    await new Promise((resolve) => client.once('connect', () => resolve(null)))
    const gone = new Promise((resolve) => client.once('disconnect', () => resolve(true)))
    client.emit('run:unsubscribe', { runId: 'x'.repeat(100_000) })
    expect(await gone).toBe(true)
    const answer = await connect().emitWithAck('run:subscribe', { runId: '0000000000000000', after: 0 })
    expect(answer.ok).toBe(false)
  })
})
