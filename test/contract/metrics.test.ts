import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureNames } from '#lib/contracts/diagnostics.ts'
import { metricsSchema } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { call, createRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
})
afterAll(() => server.dispose())

describe('metrics', () => {
  let id: string
  beforeAll(async () => {
    id = (await createRun(url, { ...tinyRun, epochs: 50 })).id
    await waitForRun(url, id, hasEnded)
  })

  it('come as series with every key, a step each', async () => {
    const metrics = await getMetrics(url, id)
    expect(metricsSchema.parse(metrics)).toEqual(metrics)
    expect(Object.keys(metrics.series).sort()).toEqual(
      [
        ...measureNames.flatMap((measure) => [`${measure}/hidden_1`, `${measure}/output`]),
        'learning_rate',
        'train/accuracy',
        'train/loss',
        'val/accuracy',
        'val/loss',
      ].sort(),
    )
    expect(metrics.series['val/loss']!.steps).toHaveLength(51)
    expect(metrics.series['train/loss']!.steps).toHaveLength(201)
    expect(metrics.seq).toBe(51 + 201)
  })

  it('can be chosen by key, by step and by sequence number', async () => {
    const keys = async (query: string) => Object.keys((await getMetrics(url, id, query)).series).sort()
    expect(await keys('keys=val/loss')).toEqual(['val/loss'])
    expect(await keys('keys=grad_norm/*,val/loss')).toEqual([
      'grad_norm/hidden_1',
      'grad_norm/output',
      'val/loss',
    ])
    expect(await keys('keys=nothing')).toEqual([])
    const { series } = await getMetrics(url, id, 'keys=val/loss&from=40&to=120')
    expect(series['val/loss']!.steps).toEqual([40, 80, 120])
    const late = await getMetrics(url, id, 'after=250')
    const points = Object.values(late.series).flatMap((each) => each.steps)
    expect(points.length).toBeGreaterThan(0)
    expect(Object.values((await getMetrics(url, id, 'after=252')).series)).toEqual([])
  })

  it('come in buckets where they are too many', async () => {
    const { series } = await getMetrics(url, id, 'keys=train/loss&maxPoints=60')
    const loss = series['train/loss']!
    expect(loss.total).toBe(201)
    expect(loss.steps).toHaveLength(51)
    expect(loss.min).toHaveLength(51)
    expect(loss.steps.at(-1)).toBe(2000)
  })

  it('come as a file of all raw points, by the header or for a link', async () => {
    const { series, seq } = await getMetrics(url, id)
    const accept = (type: string) => fetch(`${url}/api/v1/runs/${id}/metrics`, { headers: { accept: type } })
    const csv = await accept('text/csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await csv.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(1 + seq)
    expect(lines[0]!.split(',').toSorted()).toEqual(['seq', 'step', ...Object.keys(series)].toSorted())
    const linked = await fetch(`${url}/api/v1/runs/${id}/metrics?format=csv`)
    expect(linked.headers.get('content-disposition')).toBe(`attachment; filename="${id}.csv"`)
    expect((await linked.text()).trimEnd().split('\n')).toEqual(lines)
    const arrow = tableFromIPC(
      new Uint8Array(await (await accept('application/vnd.apache.arrow.stream')).arrayBuffer()),
    )
    expect(arrow.numRows).toBe(seq)
    for (const [key, { values }] of Object.entries(series)) {
      const column = [...arrow.getChild(key)!].filter((value) => value !== null)
      expect(column.map(encodeValue)).toEqual(values)
    }
    expect((await accept('text/html,*/*')).headers.get('content-type')).toContain('application/json')
  })

  it.each([
    'maxPoints=1',
    'maxPoints=100001',
    'after=-1',
    'after=3000000000',
    'keys=%00',
    'from=x',
    'colour=red',
    'after=1&after=2',
  ])('refuse ?%s by name', async (query) => {
    const { status, body } = await call(url, 'GET', `/runs/${id}/metrics?${query}`)
    expect(status).toBe(400)
    expect(body.errors?.[0]?.path).toMatch(new RegExp(`^${query.split('=')[0]}(\\[|$)`))
  })

  it('name NaN as such', async () => {
    const diverging = await createRun(url, {
      ...tinyRun,
      network: {
        hidden: [{ units: 8, activation: 'identity' }],
        output: { activation: 'linear', loss: 'mean_squared_error' },
      },
      optimizer: { learningRate: 1000 },
      diagnostics: { everySteps: 10, onNonFinite: 'continue' },
    })
    const run = await waitForRun(url, diverging.id, hasEnded)
    expect(run.state).toBe('completed')
    expect((await getMetrics(url, run.id)).series['train/loss']!.values).toContain('NaN')
    expect(run.summary['train/loss']!.last).toBe('NaN')
  })
})
