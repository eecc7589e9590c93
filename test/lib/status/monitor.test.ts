import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ServerStatus } from '#lib/contracts/status.ts'
import { monitorStatus } from '#lib/status/monitor.ts'
import type { DatabaseProblem } from '#lib/status/ports.ts'

let published: ServerStatus[]
let state: { found: DatabaseProblem | null; writes: boolean; free: number | null; wall: number }
let tell: (problem: DatabaseProblem) => void
let monitor: ReturnType<typeof monitorStatus>

beforeEach(() => {
  vi.useFakeTimers()
  published = []
  state = { found: null, writes: true, free: 1e9, wall: 1e12 }
  let steady = 0
  const timer = setInterval(() => {
    steady += 100
    state.wall += 100
  }, 100)
  onEnd = () => clearInterval(timer)
  monitor = monitorStatus({
    database: {
      probe: async () => state.found,
      // One that is not free is waited for.
      probeWriting: () => (state.writes ? Promise.resolve(null) : new Promise(() => {})),
      listen: (listener) => {
        tell = listener
        return () => {}
      },
    },
    freeSpace: async () => state.free,
    leastSpace: 100,
    clocks: { wall: () => state.wall, steady: () => steady },
    publish: (status) => published.push(status),
  })
})
let onEnd: () => void
afterEach(() => {
  monitor.end()
  onEnd()
  vi.useRealTimers()
})

const seconds = (n: number) => vi.advanceTimersByTimeAsync(1000 * n)
const codes = () => monitor.current().problems.map(({ code }) => code)

describe('the status', () => {
  it('is ready and says nothing while all is well', async () => {
    await seconds(60)
    expect(published).toEqual([])
    expect(monitor.current()).toEqual({ ready: true, problems: [] })
  })

  it('says once that the database does not answer, and once that it does again', async () => {
    await seconds(3)
    state.found = 'database_unreachable'
    await seconds(30)
    expect(monitor.current()).toMatchObject({ ready: false, problems: [{ code: 'database_unreachable' }] })
    state.found = null
    await seconds(3)
    expect(published.map(({ ready }) => ready)).toEqual([false, true])
    expect(published[0]!.problems[0]!.message).toMatch(/^The database does not answer/)
  })

  it('says that connections are taken where one is waited for too long', async () => {
    state.writes = false
    tell('database_busy')
    await seconds(8)
    expect(codes()).toEqual(['database_busy'])
    state.writes = true
    await seconds(8)
    expect(codes()).toEqual([])
  })

  it('says that the disk is full from the space that is free, or from a write that failed', async () => {
    state.free = 99
    await seconds(2)
    expect(codes()).toEqual(['disk_full'])
    state.free = 1000
    await seconds(2)
    expect(codes()).toEqual([])
    state.writes = false
    tell('disk_full')
    await seconds(7)
    expect(codes()).toEqual(['disk_full'])
    expect(monitor.current().ready).toBe(false)
  })

  it('says both where a database has ended because there is no space for its log', async () => {
    state.free = 99
    state.found = 'database_unreachable'
    await seconds(2)
    expect(codes()).toEqual(['database_unreachable', 'disk_full'])
  })

  it('says for some minutes that the clock was set back, which keeps nobody from anything', async () => {
    await seconds(5)
    state.wall -= 3_600_000
    await seconds(2)
    expect(codes()).toEqual(['clock_set_back'])
    expect(monitor.current().ready).toBe(true)
    await seconds(400)
    expect(codes()).toEqual([])
  })

  it('is stopping from the end on, whatever else is found', async () => {
    state.found = 'database_unreachable'
    await seconds(2)
    monitor.end()
    await seconds(5)
    expect(monitor.current()).toMatchObject({ ready: false, problems: [{ code: 'stopping' }] })
  })
})
