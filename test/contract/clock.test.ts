import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clocks, clockSchema, clocksSchema } from '#lib/contracts/clock.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { TimeToAccuracy } from '#lib/contracts/time-to-accuracy.ts'
import type { Clock } from '#lib/series/clock.ts'
import { call, createRun, endlessRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { makeFolder, removeFolder } from '../helpers/folders.ts'
import { startServer, type TestServer } from '../helpers/server.ts'

const folder = makeFolder()
let server: TestServer
let url: string

const start = async () => {
  server = await startServer(`${folder}/data`)
  url = server.url
}
beforeAll(start)
afterAll(async () => {
  await server.stop()
  removeFolder(folder)
})

const read = async (id: string, query = '') =>
  (await call<Clock>(url, 'GET', `/runs/${id}/clock${query}`)).body
const ascends = (values: readonly number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]!)

describe('the clock of a run', () => {
  it('has a mark at each validation and begins at 0', async () => {
    const { id } = await createRun(url, tinyRun)
    const { startedAt, endedAt } = await waitForRun(url, id, hasEnded)
    const clock = await read(id)
    expect(clockSchema.parse(clock)).toEqual(clock)
    expect(clock.steps).toEqual([0, 40, 80, 120, 160, 200])
    expect(clock.seconds[0]).toBe(0)
    expect(ascends(clock.seconds) && ascends(clock.at)).toBe(true)
    expect(clock.at[0]).toBeGreaterThanOrEqual(Date.parse(startedAt!))
    expect(clock.at.at(-1)).toBeLessThanOrEqual(Date.parse(endedAt!))
    expect((await read(id, '?maxPoints=3')).steps).toEqual([0, 160, 200])
    expect((await call(url, 'GET', `/runs/${id}/clock?maxPoints=1`)).status).toBe(400)
  })

  it('comes for several at once; runs that there are not are missing', async () => {
    const [first, second] = [await createRun(url, tinyRun), await createRun(url, tinyRun)]
    for (const { id } of [first, second]) await waitForRun(url, id, hasEnded)
    const query = `runs=${second.id},${first.id},0000000000000000`
    const { body } = await call<Clocks>(url, 'GET', `/compare/clocks?${query}`)
    expect(clocksSchema.parse(body)).toEqual(body)
    expect(Object.keys(body.runs).sort()).toEqual([first.id, second.id].sort())
    expect(body.runs[first.id]).toEqual(await read(first.id))
  })

  it('tells when an accuracy was reached, by the exact step', async () => {
    const { id } = await createRun(url, tinyRun)
    await waitForRun(url, id, hasEnded)
    const { steps, values } = (await getMetrics(url, id, 'keys=val/accuracy')).series['val/accuracy']!
    const best = Math.max(...values.map(Number))
    const query = `runs=${id}&accuracies=0,${best},1`
    const { body } = await call<TimeToAccuracy>(url, 'GET', `/compare/time-to-accuracy?${query}`)
    const { seconds } = await read(id)
    const reached = values.findIndex((value) => Number(value) >= best)
    expect(body.runs[id]).toEqual([
      { accuracy: 0, step: 0, seconds: 0 },
      { accuracy: best, step: steps[reached], seconds: seconds[reached] },
      { accuracy: 1, step: null, seconds: null },
    ])
    const refused = await call(url, 'GET', `/compare/time-to-accuracy?runs=${id}&accuracies=97`)
    expect(refused.status).toBe(400)
  })

  it('of a fork begins at 0 as well, where the fork begins', async () => {
    const { id: of } = await createRun(url, tinyRun)
    await waitForRun(url, of, hasEnded)
    const { body } = await call<Run>(url, 'POST', `/runs/${of}/fork`, {
      fromStep: 120,
      config: { epochs: 6 },
    })
    await waitForRun(url, body.id, hasEnded)
    const { steps, seconds } = await read(body.id)
    expect([steps[0], seconds[0]]).toEqual([120, 0])
  })

  it('does not run while the run is paused, and goes on after the server was killed', async () => {
    const { id } = await createRun(url, endlessRun)
    const gets = (step: number) => waitForRun(url, id, ({ progress }) => progress.step > step)
    await gets(1000)
    await call(url, 'POST', `/runs/${id}/pause`)
    await waitForRun(url, id, ({ state }) => state === 'paused')
    const paused = await read(id)
    await call(url, 'POST', `/runs/${id}/resume`)
    await gets(paused.steps.at(-1)! + 1000)
    await server.stop('SIGKILL')
    await start()
    const before = await read(id)
    await gets(before.steps.at(-1)! + 1000)
    await call(url, 'POST', `/runs/${id}/stop`)
    const { attempt, startedAt, endedAt } = await waitForRun(url, id, hasEnded)
    expect(attempt).toBe(3)
    const clock = await read(id)
    expect(clock.steps.slice(0, before.steps.length - 1)).toEqual(before.steps.slice(0, -1))
    expect(ascends(clock.steps) && ascends(clock.seconds) && ascends(clock.at)).toBe(true)
    expect(clock.seconds.at(-1)).toBeGreaterThan(before.seconds.at(-1)!)
    const whole = (Date.parse(endedAt!) - Date.parse(startedAt!)) / 1000
    expect(clock.seconds.at(-1)).toBeLessThan(whole)
  })
})
