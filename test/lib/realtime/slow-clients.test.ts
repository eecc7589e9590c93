import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { liveEntries } from '#lib/contracts/events.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'
import { openLine, openPage, startRealtime, until } from './live-server.ts'
import { RecordedRun } from './recorded-run.ts'

const id = 'aaaaaaaaaaaaaaa0'
/** So many that one delivery fills a good part of what a system keeps for a connection. */
const keys = Array.from({ length: 400 }, (_, i) => `grad_norm/hidden_${i}`)
const framesEach = 20
/** What may wait for a client beside one delivery or answer. */
const mostBytes = 4_000_000

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function setUp(delay?: () => Promise<unknown>) {
  const run = new RecordedRun(
    id,
    (seq, key) => Math.sin(seq) + key.length,
    () => keys,
  )
  const server = await startRealtime([run], delay ? { delay } : {})
  const line = await openLine(server.url)
  ends.push(server.end, line.close)
  const { realtime } = server
  /** Publishes deliveries until that is so; answers the most that has waited at any time. */
  const publishUntil = async (done: () => boolean): Promise<number> => {
    let most = 0
    while (!done()) {
      realtime.frames(id, run.record(framesEach))
      most = Math.max(most, realtime.waitingBytes())
      await sleep(1)
    }
    return most
  }
  const publishUntilSlow = () => publishUntil(() => realtime.slowSockets() > 0)
  return { run, server, realtime, line, publishUntil, publishUntilSlow }
}

function openWatchingPage(url: string, run: Run) {
  const page = openPage(url)
  ends.push(() => page.port.close())
  const stream = page.follow(run)
  const live = () => until(() => stream.commit().status === 'live')
  return { page, stream, live }
}

describe('a page that does not read', () => {
  test('is sent no more than the bound, and holds exactly the log once it reads again', async () => {
    const { run, realtime, line, publishUntilSlow } = await setUp()
    const { stream, live } = openWatchingPage(line.url, run.run)
    await live()
    line.pause()
    const before = await publishUntilSlow()
    for (let i = 0; i < 250; i++) {
      realtime.frames(id, run.record(framesEach))
      await sleep(0)
    }
    expect(realtime.slowSockets()).toBe(1)
    expect(realtime.sockets()).toBe(1)
    // Nothing was added to what made it slow, which is one delivery beyond the bound at most.
    expect(realtime.waitingBytes()).toBeLessThanOrEqual(before)
    expect(before).toBeLessThan(2 * mostBytes)
    line.resume()
    // The run says nothing more: what the page missed it learns all the same.
    const total = () => stream.commit().series[keys[0]!]?.total
    await until(() => total() === run.seq)
    realtime.frames(id, run.record(1))
    await until(() => total() === run.seq)
    expect(stream.commit().series).toEqual(run.whole(liveEntries))
    await until(() => realtime.waitingBytes() === 0)
  })

  test('hears what comes after an answer that was under way', async () => {
    const gate = Promise.withResolvers<void>()
    let asked = false
    const { run, server, realtime, line } = await setUp(() => {
      asked = true
      return gate.promise
    })
    const { page, stream } = openWatchingPage(line.url, run.run)
    await until(() => asked)
    line.pause()
    const items = Array.from({ length: 500 }, (_, i) => ({ runId: id, position: i + 1, expectedStart: null }))
    for (let queued = 0; realtime.slowSockets() === 0; queued++) {
      realtime.queueChanged({ limit: 2, running: 2, queued, items })
      if (queued % 100 === 0) await sleep(1)
    }
    // Withheld from it, and yet in the answer, which has not been read yet.
    realtime.frames(id, run.record(framesEach))
    gate.resolve()
    line.resume()
    await until(() => stream.commit().series[keys[0]!]?.total === run.seq)
    await until(() => realtime.waitingBytes() === 0 && realtime.slowSockets() === 0)
    realtime.frames(id, run.record(framesEach))
    await until(() => stream.commit().series[keys[0]!]?.total === run.seq)
    expect(page.port.connected).toBe(true)
    expect(server.realtime.sockets()).toBe(1)
  })

  test('gets of what changed meanwhile the newest', async () => {
    const { run, realtime, line, publishUntilSlow } = await setUp()
    const { page, live } = openWatchingPage(line.url, run.run)
    await live()
    const other = { ...run.run, id: 'bbbbbbbbbbbbbbb0' }
    const [rows, queued, statuses] = [[] as Run[], [] as number[], [] as ServerStatus[]]
    const deleted: string[] = []
    page.port.onChanged((row) => rows.push(row))
    page.port.onDeleted((gone) => deleted.push(gone))
    page.port.onQueue((queue) => queued.push(queue.queued))
    page.port.onStatus((status) => statuses.push(status))
    line.pause()
    await publishUntilSlow()
    for (let priority = 0; priority < 100; priority++) {
      realtime.changed({ ...run.run, priority })
      realtime.changed({ ...other, priority })
      realtime.queueChanged({ limit: 2, running: 2, queued: priority, items: [] })
      realtime.statusChanged({ ready: priority % 2 === 1, problems: [] })
    }
    realtime.deleted(other.id)
    line.resume()
    await until(() => deleted.length > 0)
    expect(rows.map((row) => [row.id, row.priority])).toEqual([[id, 99]])
    expect(queued).toEqual([99])
    expect(statuses).toEqual([{ ready: true, problems: [] }])
    expect(deleted).toEqual([other.id])
  })

  test('is cut off once it misses too much to be told of it', async () => {
    const { run, realtime, line, publishUntilSlow } = await setUp()
    await openWatchingPage(line.url, run.run).live()
    line.pause()
    await publishUntilSlow()
    for (let i = 0; i < 500; i++) realtime.changed({ ...run.run, id: `${i}`.padStart(16, '0') })
    expect(realtime.sockets()).toBe(1)
    realtime.changed({ ...run.run, id: 'ccccccccccccccc0' })
    expect(realtime.sockets()).toBe(0)
    expect(realtime.slowSockets()).toBe(0)
  })

  test('leaves others their frames', async () => {
    const { run, server, realtime, line, publishUntilSlow } = await setUp()
    await openWatchingPage(line.url, run.run).live()
    const { stream, live } = openWatchingPage(server.url, run.run)
    await live()
    line.pause()
    await publishUntilSlow()
    for (let i = 0; i < 20; i++) realtime.frames(id, run.record(framesEach))
    await until(() => stream.commit().series[keys[0]!]?.total === run.seq)
    expect(stream.commit().series).toEqual(run.whole(liveEntries))
  })
})

describe('a client that asks and does not read', () => {
  test('is answered no further than the bound, and fully once it reads', async () => {
    const { run, server, realtime, line } = await setUp()
    run.record(100)
    const client = server.connect(line.url)
    const probe = await client.emitWithAck('run:subscribe', { runId: id, after: 0 })
    const size = JSON.stringify(probe).length
    line.pause()
    const answers: unknown[] = []
    for (let i = 0; i < 40; i++) {
      client.emit('run:subscribe', { runId: id, after: 0 }, (answer) => answers.push(answer))
    }
    await until(() => realtime.slowSockets() === 1)
    await sleep(50)
    expect(realtime.waitingBytes()).toBeLessThan(mostBytes + 2 * size)
    line.resume()
    await until(() => answers.length === 40)
  })

  test('is cut off where it asks without end', async () => {
    const { server, realtime } = await setUp(() => sleep(5))
    const client = server.connect()
    await client.emitWithAck('run:subscribe', { runId: id, after: 0 })
    const gone = new Promise((resolve) => client.once('disconnect', resolve))
    for (let i = 0; i < 1100; i++) client.emit('run:subscribe', { runId: id, after: 0 }, () => {})
    await gone
    client.close()
    await until(() => realtime.sockets() === 0)
  })
})

describe('a script that gets frames one by one', () => {
  test('is cut off where it does not read, and catches up when it comes back', async () => {
    const { run, server, realtime, line, publishUntil } = await setUp()
    const client = server.connect(line.url)
    const seqs: number[] = []
    client.on('run:frame', ({ seq }) => seqs.push(seq))
    await client.emitWithAck('run:subscribe', { runId: id, after: 0 })
    line.pause()
    const most = await publishUntil(() => realtime.sockets() === 0)
    expect(most).toBeLessThan(2 * mostBytes)
    line.resume()
    await new Promise((resolve) => client.once('connect', () => resolve(null)))
    const after = seqs.at(-1) ?? 0
    expect(seqs).toEqual(Array.from({ length: after }, (_, i) => i + 1))
    const answer = await client.emitWithAck('run:subscribe', { runId: id, after })
    expect(answer).toMatchObject({ ok: true, metrics: { seq: run.seq } })
  })
})
