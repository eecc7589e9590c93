import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { GrowingSeries } from '#app/stream/growing-series.ts'
import { type FrameBatch, liveEntries, type SubscribeAnswer } from '#lib/contracts/events.ts'
import { type Frame, metricsSchema } from '#lib/contracts/metric.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import { bucketSize } from '#lib/series/buckets.ts'
import { type Client, openPage, startRealtime, until } from './live-server.ts'
import { RecordedRun } from './recorded-run.ts'

const id = 'aaaaaaaaaaaaaaa0'
type Server = Awaited<ReturnType<typeof startRealtime>>
const open: { end(): unknown }[] = []

afterEach(async () => {
  for (const { end } of open.splice(0).reverse()) await end()
})

async function start(run: RecordedRun, options: Parameters<typeof startRealtime>[1] = {}): Promise<Server> {
  const server = await startRealtime([run], options)
  open.push(server)
  return server
}

function visit({ url }: Pick<Server, 'url'>) {
  const page = openPage(url)
  open.push({ end: () => page.port.close() })
  return page
}

const ask = (client: Client, after: number, mode?: 'frames' | 'batches'): Promise<SubscribeAnswer> =>
  client.emitWithAck('run:subscribe', { runId: id, after, ...(mode ? { mode } : {}) })

async function askOk(client: Client, after: number, mode?: 'frames' | 'batches') {
  const answer = await ask(client, after, mode)
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer
}

/** Frames, batches and deletions that a client hears of. */
function hear(client: Client) {
  const frames: Frame[] = []
  const batches: FrameBatch[] = []
  client.on('run:frame', (frame) => frames.push(frame))
  client.on('run:frames', (batch) => batches.push(batch))
  return { frames, batches }
}

describe('pages and scripts', () => {
  test('hold exactly the log, whenever they come, go and come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }) },
            { weight: 2, arbitrary: fc.constant('come' as const) },
            { weight: 1, arbitrary: fc.constant('leave' as const) },
            { weight: 2, arbitrary: fc.constant('wait' as const) },
          ),
          { maxLength: 40, size: 'max' },
        ),
        async (events) => {
          const run = new RecordedRun(id, (seq) => (seq % 97 === 0 ? Number.NaN : Math.sin(seq)))
          const server = await startRealtime([run], { delay: () => sleep(2) })
          const script = server.connect()
          const { frames } = hear(script)
          const { metrics } = await askOk(script, 0)
          const pages = [openPage(server.url), openPage(server.url)]
          const streams = pages.map((page) => page.follow(run.run))
          for (const [i, event] of events.entries()) {
            if (typeof event === 'number') server.realtime.frames(id, run.record(event))
            else if (event === 'come') pages[i % 2]!.port.open()
            else if (event === 'leave') pages[i % 2]!.port.close()
            else await sleep(4)
          }
          for (const page of pages) page.port.open()
          const whole = run.whole(liveEntries)
          const held = (stream: (typeof streams)[number]) => stream.commit().series['train/loss']?.total ?? 0
          const total = whole['train/loss']?.total ?? 0
          await until(() => streams.every((stream) => held(stream) === total))
          await until(() => frames.length === run.seq)
          for (const stream of streams) expect(stream.commit().series).toEqual(whole)
          expect(metrics.seq).toBe(0)
          expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: run.seq }, (_, i) => i + 1))
          for (const page of pages) page.port.close()
          await server.end()
        },
      ),
      { seed: 1, numRuns: 25 },
    )
  })
})

describe('an answer', () => {
  test('together with what the client holds makes up the whole, from any frame on', async () => {
    const run = new RecordedRun(id)
    const server = await start(run)
    const client = server.connect()
    for (let after = 0; after < 6000; after += 389) {
      const held = new Map<string, GrowingSeries>()
      for (const [key, points] of run.points) {
        const growing = new GrowingSeries()
        for (const { step, value } of points) growing.extend({ steps: [step], values: [value], total: 1 })
        held.set(key, growing)
      }
      expect(run.seq).toBe(after)
      run.record(3000)
      const answer = await askOk(client, after, 'batches')
      expect(metricsSchema.parse(answer.metrics)).toEqual(answer.metrics)
      if (answer.after === 0) held.clear()
      else expect(answer.after).toBe(after)
      for (const [key, series] of Object.entries(answer.metrics.series)) {
        const growing = held.get(key) ?? new GrowingSeries()
        growing.extend(series)
        held.set(key, growing)
      }
      expect(Object.fromEntries([...held].map(([key, one]) => [key, one.buckets()]))).toEqual(
        run.whole(liveEntries),
      )
      run.truncate(after + 389)
    }
  })

  test('has single points where little was missed, and the whole in buckets where much was', async () => {
    const run = new RecordedRun(id)
    run.record(10_000)
    const client = (await start(run)).connect()
    const little = await askOk(client, 8000)
    expect(little.after).toBe(8000)
    expect(little.metrics).toEqual(run.metrics({ after: 8000, maxPoints: 10_000 }))
    const much = await askOk(client, 7999)
    expect(much.after).toBe(0)
    expect(much.metrics).toEqual(run.metrics({ after: 0, maxPoints: liveEntries }))
  })

  test('begins anew where the client holds more than the log, as after a backup was restored', async () => {
    const run = new RecordedRun(id)
    run.record(100)
    const answer = await askOk((await start(run)).connect(), 200)
    expect(answer.after).toBe(0)
    expect(answer.metrics.seq).toBe(100)
  })

  test('has the row that was published while it was read', async () => {
    const run = new RecordedRun(id)
    let publish = () => {}
    const server = await start(run, { delay: async () => publish() })
    // The row that the answer reads is older than this one.
    publish = () => server.realtime.changed({ ...run.run, state: 'completed' })
    const answer = await askOk(server.connect(), 0)
    expect(answer.run.state).toBe('completed')
  })

  test('is a problem where the log cannot be read, and then nothing comes', async () => {
    const run = new RecordedRun(id)
    let away = true
    const delay = async () => {
      if (away) throw new Error('the database is away')
    }
    const server = await start(run, { delay })
    const client = server.connect()
    const { batches } = hear(client)
    expect(await ask(client, 0, 'batches')).toMatchObject({ ok: false, problem: { status: 500 } })
    server.realtime.frames(id, run.record(1))
    away = false
    expect((await askOk(client, 0, 'batches')).metrics.seq).toBe(1)
    expect(batches).toEqual([])
  })
})

describe('a client', () => {
  test('gets a run in the mode that it asked for last', async () => {
    const run = new RecordedRun(id)
    const server = await start(run)
    const client = server.connect()
    const { frames, batches } = hear(client)
    await askOk(client, 0, 'frames')
    await askOk(client, 0, 'batches')
    server.realtime.frames(id, run.record(3))
    await askOk(client, 3, 'frames')
    server.realtime.frames(id, run.record(2))
    await ask(client, 5)
    expect(batches.map(({ after, seq }) => [after, seq])).toEqual([[0, 3]])
    expect(frames.map(({ seq }) => seq)).toEqual([4, 5])
  })

  test('hears nothing more of a run that was deleted, or that it left', async () => {
    const run = new RecordedRun(id)
    const server = await start(run)
    const [leaving, staying] = [server.connect(), server.connect()]
    const heard = [hear(leaving), hear(staying)]
    await askOk(leaving, 0, 'batches')
    await askOk(staying, 0, 'frames')
    leaving.emit('run:unsubscribe', { runId: id })
    // An answer behind the request: by then it was obeyed.
    await leaving.emitWithAck('run:subscribe', { runId: 'bbbbbbbbbbbbbbb0', after: 0 })
    server.realtime.frames(id, run.record(1))
    server.realtime.deleted(id)
    server.realtime.frames(id, run.record(1))
    await staying.emitWithAck('run:subscribe', { runId: 'bbbbbbbbbbbbbbb0', after: 0 })
    expect(heard.map(({ frames, batches }) => [frames.length, batches.length])).toEqual([
      [0, 0],
      [1, 0],
    ])
  })

  test('costs one packet a delivery, of few entries, however dense the run', async () => {
    const run = new RecordedRun(id)
    const server = await start(run)
    const clients = Array.from({ length: 20 }, () => server.connect())
    const heard = clients.map(hear)
    await Promise.all(clients.map((client) => askOk(client, 0, 'batches')))
    for (let i = 0; i < 100; i++) server.realtime.frames(id, run.record(500))
    await until(() => heard.every(({ batches }) => batches.at(-1)?.seq === run.seq))
    for (const { batches } of heard) {
      expect(batches).toHaveLength(100)
      const last = batches.at(-1)!.series['train/loss']!
      const size = bucketSize(run.points.get('train/loss')!.length, liveEntries)
      expect(last.steps.length).toBeLessThanOrEqual(Math.ceil(last.total / size) + 1)
    }
  })
})

describe('everybody', () => {
  const queue: Queue = { limit: 2, running: 2, queued: 1, items: [] }
  const status: ServerStatus = { ready: false, problems: [{ code: 'disk_full', message: 'No space' }] }

  test('hears of the queue and of the server, and whoever connects is told the newest', async () => {
    const server = await start(new RecordedRun(id))
    const early = visit(server)
    const [queues, statuses] = [[] as Queue[], [] as ServerStatus[]]
    early.port.onQueue((one) => queues.push(one))
    early.port.onStatus((one) => statuses.push(one))
    await until(() => early.port.connected)
    server.realtime.queueChanged({ ...queue, queued: 2 })
    server.realtime.queueChanged(queue)
    server.realtime.statusChanged(status)
    await until(() => statuses.length === 1)
    expect(queues).toEqual([{ ...queue, queued: 2 }, queue])
    const late = visit(server)
    const told: unknown[] = []
    late.port.onStatus((one) => told.push(one))
    late.port.onQueue((one) => told.push(one))
    await until(() => told.length === 2)
    expect(told).toEqual([status, queue])
  })

  test('is counted', async () => {
    const server = await start(new RecordedRun(id))
    const clients = [server.connect(), server.connect()]
    await Promise.all(clients.map((client) => ask(client, 0)))
    expect(server.realtime.sockets()).toBe(2)
    clients[0]!.close()
    await until(() => server.realtime.sockets() === 1)
    expect(server.realtime.slowSockets()).toBe(0)
    expect(server.realtime.waitingBytes()).toBe(0)
  })

  test('comes back by itself after the server has ended, and gets what it missed', async () => {
    const run = new RecordedRun(id)
    run.record(5)
    const first = await startRealtime([run])
    const page = visit(first)
    const stream = page.follow(run.run)
    await until(() => stream.commit().status === 'live')
    await first.end()
    await until(() => !page.port.connected)
    run.record(5)
    await start(run, { port: Number(new URL(first.url).port) })
    await until(() => stream.commit().series['train/loss']!.total === run.points.get('train/loss')!.length)
    expect(stream.commit().series).toEqual(run.whole(liveEntries))
  })
})
